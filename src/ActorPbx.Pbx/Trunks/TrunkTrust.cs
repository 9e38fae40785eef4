namespace ActorPbx.Pbx.Trunks;

/// <summary>What the peer of a trunk is trusted with.</summary>
/// <param name="Identity">It is in one trust domain with us (RFC 3325): what it says of its callers is believed, and it is told who ours are.</param>
/// <param name="Transfer">It may send calls on with REFER; what follows goes by its rights, so it reaches numbers of ours and no other trunk.</param>
public sealed record TrunkTrust(bool Identity, bool Transfer)
{
    /// <summary>Nothing.</summary>
    public static TrunkTrust None { get; } = new(false, false);
}
