namespace ActorPbx.Kernel.Actor;

/// <summary>A path element split into its name and the incarnation behind the <c>#</c>.</summary>
public class NameAndUid(string name, int uid)
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>The incarnation, 0 when absent.</summary>
    public int Uid { get; } = uid;

    /// <inheritdoc />
    public override string ToString() => $"{Name}#{Uid}";
}
