namespace ActorPbx.Domain.Nodes;

/// <summary>Name of a node of the cluster, such as "berlin-1": 1 to 63 small letters, digits and hyphens, so that it can stand in topics and host names.</summary>
public readonly record struct NodeName(string Value)
{
    /// <summary>True for a name that can stand in topics and host names (a label of RFC 1035 §2.3.1).</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= 63 && name[0] != '-' && name[^1] != '-' && name.AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-") < 0;

    /// <inheritdoc/>
    public override string ToString() => Value;
}
