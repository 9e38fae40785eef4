using System.Collections.Immutable;

namespace ActorPbx.Node.Settings;

/// <summary>What headquarters lets a branch do.</summary>
public sealed record BranchSettings
{
    /// <summary>Numbers that it may announce, such as "4000-4999" or "4xxx"; empty: any.</summary>
    public ImmutableArray<string> MayOwn { get; init; } = [];

    /// <summary>First digits of the numbers of other branches and trunks that it may call; empty: any.</summary>
    public ImmutableArray<string> White { get; init; } = [];

    /// <summary>First digits of those that it may not call; the longer of both lists decides.</summary>
    public ImmutableArray<string> Black { get; init; } = [];

    /// <summary>Most calls at once to it; 0: any number.</summary>
    public int MaxIn { get; init; }

    /// <summary>Most calls at once from it; 0: any number.</summary>
    public int MaxOut { get; init; }

    /// <summary>Names of the trunks that it may use; null: all.</summary>
    public ImmutableArray<string>? Trunks { get; init; }
}
