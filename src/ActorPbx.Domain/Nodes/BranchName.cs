namespace ActorPbx.Domain.Nodes;

/// <summary>Name of a branch, such as "berlin"; formed like a <see cref="NodeName"/>.</summary>
public readonly record struct BranchName(string Value)
{
    /// <summary>Headquarters, where the T-MSS nodes are.</summary>
    public static BranchName Headquarters { get; } = new("hq");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
