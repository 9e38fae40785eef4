namespace ActorPbx.Pbx.Numbers;

/// <summary>What the directory does by the clock.</summary>
internal sealed record DirectoryTick(string What)
{
    public static readonly DirectoryTick Batch = new("batch"), Plan = new("plan"), Stand = new("stand"), Keep = new("keep");
}
