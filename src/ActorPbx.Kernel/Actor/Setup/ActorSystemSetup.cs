using System.Collections.Immutable;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Actor.Setup;

/// <summary>A part of what a program says about a system before it starts.</summary>
public abstract class Setup
{
    /// <summary>Joins two parts.</summary>
    public ActorSystemSetup And(Setup other) => ActorSystemSetup.Create(this, other);
}

/// <summary>All that a program says about a system before it starts, by the class of each part.</summary>
public sealed class ActorSystemSetup
{
    /// <summary>Nothing is said.</summary>
    public static readonly ActorSystemSetup Empty = new(ImmutableDictionary<Type, Setup>.Empty);

    private readonly ImmutableDictionary<Type, Setup> _setups;

    private ActorSystemSetup(ImmutableDictionary<Type, Setup> setups) => _setups = setups;

    /// <summary>With the given parts.</summary>
    public static ActorSystemSetup Create(params Setup[] setup) => setup.Aggregate(Empty, static (all, each) => all.WithSetup(each));

    /// <summary>The part of a class, if any.</summary>
    public Option<T> Get<T>()
        where T : Setup => _setups.TryGetValue(typeof(T), out Setup? setup) ? new Option<T>((T)setup) : Option<T>.None;

    /// <summary>With one part more; one of the same class is replaced.</summary>
    public ActorSystemSetup WithSetup<T>(T setup)
        where T : Setup => new(_setups.SetItem(setup.GetType(), setup));

    /// <summary>With one part more; one of the same class is replaced.</summary>
    public ActorSystemSetup And<T>(T setup)
        where T : Setup => WithSetup(setup);

    /// <inheritdoc />
    public override string ToString() => $"ActorSystemSettings({string.Join(",", _setups.Keys.Select(static k => k.FullName))})";
}
