using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Routing;

/// <summary>A router whose routees exist already, at given paths.</summary>
public abstract class Group : RouterConfig, IEquatable<Group>
{
    /// <summary>The routees' paths.</summary>
    protected readonly string[] InternalPaths;

    /// <summary>A group of the paths given.</summary>
    protected Group(IEnumerable<string>? paths, string? routerDispatcher) : base(routerDispatcher) => InternalPaths = paths?.ToArray() ?? [];

    private protected Group(Config config) : this(config.GetStringList("routees.paths"), Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>The routees' paths in the system given.</summary>
    public abstract IEnumerable<string> GetPaths(ActorSystem system);

    /// <summary>The recipe of this router.</summary>
    public Props Props() => Actor.Props.Empty.WithRouter(this);

    /// <inheritdoc/>
    public override ActorBase CreateRouterActor() => new RouterActor();

    /// <inheritdoc/>
    public bool Equals(Group? other) => other != null && (ReferenceEquals(this, other) || InternalPaths.SequenceEqual(other.InternalPaths));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Group other && other.GetType() == GetType() && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(GetType(), InternalPaths.Length);

    internal Routee RouteeFor(string path, IActorContext context) => new ActorSelectionRoutee(context.ActorSelection(path));
}

/// <summary>A group, as it is serialised.</summary>
public abstract class GroupSurrogate : ISurrogate
{
    /// <summary>The routees' paths.</summary>
    public IEnumerable<string> Paths { get; set; } = [];

    /// <summary>The head's dispatcher.</summary>
    public string? RouterDispatcher { get; set; }

    /// <inheritdoc/>
    public abstract ISurrogated FromSurrogate(ActorSystem system);
}
