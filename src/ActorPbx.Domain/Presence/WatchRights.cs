namespace ActorPbx.Domain.Presence;

/// <summary>Whom a number may watch (miniSIPServer: "subscribe all users' presence or dialog information", and the presence information group).</summary>
/// <param name="MayWatchOthers">The right; without it a number sees itself alone.</param>
/// <param name="Group">The group that it belongs to; empty for none.</param>
public sealed record WatchRights(bool MayWatchOthers, string Group)
{
    /// <summary>No right, no group.</summary>
    public static WatchRights None { get; } = new(false, "");

    /// <summary>Whether it may watch a number of this group. One that is in no group itself may watch all.</summary>
    public bool Allow(string group) => MayWatchOthers && (Group.Length == 0 || Group.Equals(group, StringComparison.OrdinalIgnoreCase));
}
