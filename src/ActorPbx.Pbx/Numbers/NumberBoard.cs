using System.Collections.Immutable;
using ActorPbx.Domain.Numbering;

namespace ActorPbx.Pbx.Numbers;

/// <summary>Where the directory's actor hangs out the plan in force; whoever routes reads it, on any thread, without asking anybody.</summary>
public sealed class NumberBoard
{
    private volatile NumberPlan _plan = NumberPlan.Empty;

    /// <summary>The plan in force.</summary>
    public NumberPlan Plan
    {
        get => _plan;
        internal set => _plan = value;
    }
}

/// <summary>What this node itself announces.</summary>
/// <param name="Blocks">Its branch's blocks, without their age.</param>
/// <param name="Trunks">Its trunks.</param>
public sealed record OwnNumbers(ImmutableArray<ConfiguredBlock> Blocks, ImmutableArray<TrunkPrefix> Trunks)
{
    /// <summary>Nothing.</summary>
    public static OwnNumbers None { get; } = new([], []);
}

/// <summary>A block as configured.</summary>
public sealed record ConfiguredBlock(Domain.DomainName Domain, NumberBlock Block);
