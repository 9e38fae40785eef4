using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Routing;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Actor;

/// <summary>Where an actor runs.</summary>
public abstract class Scope : IEquatable<Scope>, ISurrogated
{
    /// <summary>In this process.</summary>
    public static readonly LocalScope Local = LocalScope.Instance;

    /// <summary>This scope, or another when it says nothing.</summary>
    public abstract Scope WithFallback(Scope other);

    /// <summary>A copy.</summary>
    public abstract Scope Copy();

    /// <inheritdoc />
    public virtual bool Equals(Scope? other) => other is not null && GetType() == other.GetType();

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Scope other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => GetType().GetHashCode();

    /// <inheritdoc />
    public abstract ISurrogate ToSurrogate(ActorSystem system);
}

/// <summary>In this process.</summary>
public class LocalScope : Scope
{
    private LocalScope()
    {
    }

    /// <summary>The one value of this type.</summary>
    public static LocalScope Instance { get; } = new();

    /// <inheritdoc />
    public override Scope WithFallback(Scope other) => other;

    /// <inheritdoc />
    public override Scope Copy() => Instance;

    /// <inheritdoc />
    public override ISurrogate ToSurrogate(ActorSystem system) => new LocalScopeSurrogate();

    /// <summary>The scope as it is serialised.</summary>
    public class LocalScopeSurrogate : ISurrogate
    {
        /// <inheritdoc />
        public ISurrogated FromSurrogate(ActorSystem system) => Instance;
    }
}

/// <summary>What the configuration or the program says about how an actor runs.</summary>
public class Deploy : IEquatable<Deploy>, ISurrogated
{
    /// <summary>No dispatcher is named.</summary>
    public const string NoDispatcherGiven = "";

    /// <summary>No mailbox is named.</summary>
    public const string NoMailboxGiven = "";

    /// <summary>No limit of the stash is given.</summary>
    public const int NoStashSize = -1;

    /// <summary>No scope is given.</summary>
    public static readonly Scope NoScopeGiven = LocalScope.Instance;

    /// <summary>In this process, with all defaults.</summary>
    public static readonly Deploy Local = new(LocalScope.Instance);

    /// <summary>Nothing is said.</summary>
    public static readonly Deploy None = new();

    /// <summary>Says nothing.</summary>
    public Deploy()
        : this("", Configuration.Config.Empty, NoRouter.Instance, NoScopeGiven, NoDispatcherGiven)
    {
    }

    /// <summary>Says which path it is for, and the scope.</summary>
    public Deploy(string path, Scope scope)
        : this(path, Configuration.Config.Empty, NoRouter.Instance, scope, NoDispatcherGiven)
    {
    }

    /// <summary>Says how messages are routed, and the scope.</summary>
    public Deploy(RouterConfig routerConfig, Scope scope)
        : this("", Configuration.Config.Empty, routerConfig, scope, NoDispatcherGiven)
    {
    }

    /// <summary>Says how messages are routed.</summary>
    public Deploy(RouterConfig routerConfig)
        : this("", Configuration.Config.Empty, routerConfig, NoScopeGiven, NoDispatcherGiven)
    {
    }

    /// <summary>Says the scope.</summary>
    public Deploy(Scope scope)
        : this("", Configuration.Config.Empty, NoRouter.Instance, scope, NoDispatcherGiven)
    {
    }

    /// <summary>Says all but mailbox and stash.</summary>
    public Deploy(string path, Config config, RouterConfig routerConfig, Scope scope, string dispatcher)
        : this(path, config, routerConfig, scope, dispatcher, NoMailboxGiven)
    {
    }

    /// <summary>Says all but the stash.</summary>
    public Deploy(string path, Config config, RouterConfig routerConfig, Scope scope, string dispatcher, string mailbox)
        : this(path, config, routerConfig, scope, dispatcher, mailbox, NoStashSize)
    {
    }

    /// <summary>Says all.</summary>
    public Deploy(string path, Config config, RouterConfig routerConfig, Scope scope, string dispatcher, string mailbox, int stashCapacity)
    {
        Path = path ?? "";
        Config = config;
        RouterConfig = routerConfig;
        Scope = scope ?? NoScopeGiven;
        Dispatcher = dispatcher ?? NoDispatcherGiven;
        Mailbox = mailbox ?? NoMailboxGiven;
        StashCapacity = stashCapacity;
    }

    /// <summary>The path it is for.</summary>
    public string Path { get; private init; }

    /// <summary>Its section of the configuration.</summary>
    public Config Config { get; private init; }

    /// <summary>How messages are routed.</summary>
    public RouterConfig RouterConfig { get; private init; }

    /// <summary>Where the actor runs.</summary>
    public Scope Scope { get; private init; }

    /// <summary>The path of the mailbox.</summary>
    public string Mailbox { get; private init; }

    /// <summary>The path of the dispatcher.</summary>
    public string Dispatcher { get; private init; }

    /// <summary>How many messages the stash holds; -1 when not said.</summary>
    public int StashCapacity { get; private init; }

    /// <summary>This, completed by another where it says nothing.</summary>
    public virtual Deploy WithFallback(Deploy other) => new(
        Path,
        Config.Equals(other.Config) ? Config : Config.WithFallback(other.Config),
        RouterConfig.WithFallback(other.RouterConfig),
        Scope.WithFallback(other.Scope),
        Dispatcher == NoDispatcherGiven ? other.Dispatcher : Dispatcher,
        Mailbox == NoMailboxGiven ? other.Mailbox : Mailbox,
        StashCapacity == NoStashSize ? other.StashCapacity : StashCapacity);

    /// <summary>With another scope.</summary>
    public virtual Deploy WithScope(Scope scope) => new(Path, Config, RouterConfig, scope ?? Scope, Dispatcher, Mailbox, StashCapacity);

    /// <summary>With another mailbox.</summary>
    public virtual Deploy WithMailbox(string mailbox) => new(Path, Config, RouterConfig, Scope, Dispatcher, mailbox, StashCapacity);

    /// <summary>With another dispatcher.</summary>
    public virtual Deploy WithDispatcher(string dispatcher) => new(Path, Config, RouterConfig, Scope, dispatcher, Mailbox, StashCapacity);

    /// <summary>With another router.</summary>
    public virtual Deploy WithRouterConfig(RouterConfig routerConfig) => new(Path, Config, routerConfig, Scope, Dispatcher, Mailbox, StashCapacity);

    /// <summary>With another limit of the stash.</summary>
    public virtual Deploy WithStashCapacity(int stashSize) => new(Path, Config, RouterConfig, Scope, Dispatcher, Mailbox, stashSize);

    /// <inheritdoc />
    public bool Equals(Deploy? other) =>
        other is not null
        && (ReferenceEquals(this, other)
            || (Path == other.Path && Dispatcher == other.Dispatcher && Mailbox == other.Mailbox && StashCapacity == other.StashCapacity
                && Equals(RouterConfig, other.RouterConfig) && Scope.Equals(other.Scope)
                && ((Config.IsNullOrEmpty() && other.Config.IsNullOrEmpty()) || Equals(Config?.ToString(), other.Config?.ToString()))));

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Deploy other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Path, Dispatcher, Mailbox, StashCapacity);

    /// <inheritdoc />
    public ISurrogate ToSurrogate(ActorSystem system) => new DeploySurrogate
    {
        Path = Path,
        Config = Config,
        RouterConfig = RouterConfig,
        Scope = Scope,
        Dispatcher = Dispatcher,
        Mailbox = Mailbox,
        StashCapacity = StashCapacity,
    };

    /// <summary>A deployment as it is serialised.</summary>
    public class DeploySurrogate : ISurrogate
    {
        /// <summary>The scope.</summary>
        public required Scope Scope { get; init; }

        /// <summary>The router.</summary>
        public required RouterConfig RouterConfig { get; init; }

        /// <summary>The path.</summary>
        public required string Path { get; init; }

        /// <summary>The section.</summary>
        public required Config Config { get; init; }

        /// <summary>The mailbox.</summary>
        public required string Mailbox { get; init; }

        /// <summary>The dispatcher.</summary>
        public required string Dispatcher { get; init; }

        /// <summary>The limit of the stash.</summary>
        public int StashCapacity { get; init; } = NoStashSize;

        /// <inheritdoc />
        public ISurrogated FromSurrogate(ActorSystem system) => new Deploy(Path, Config, RouterConfig, Scope, Dispatcher, Mailbox, StashCapacity);
    }
}
