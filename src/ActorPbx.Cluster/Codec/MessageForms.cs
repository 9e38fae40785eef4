using System.Collections.Frozen;

namespace ActorPbx.Cluster.Codec;

/// <summary>
/// All messages that nodes exchange: one line each, here and in <see cref="ClusterJson"/>. A line never goes and a name never changes; a field that is
/// added to a message has a default, so that what older nodes write is still read.
/// </summary>
internal static class MessageForms
{
    private static readonly MessageForm[] Forms =
    [
        new("heartbeat", 1, ClusterJson.Default.Heartbeat),
        new("not-served", 1, ClusterJson.Default.NotServed),
        new("numbers-announced", 1, ClusterJson.Default.NumbersAnnounced),
        new("numbers-changed", 1, ClusterJson.Default.NumbersChanged),
        new("numbers-stand", 1, ClusterJson.Default.NumbersStand),
        new("directory-updated", 1, ClusterJson.Default.DirectoryUpdated),
        new("directory-stand", 1, ClusterJson.Default.DirectoryStand),
        new("ask-numbers", 1, ClusterJson.Default.AskNumbers),
        new("ask-directory", 1, ClusterJson.Default.AskDirectory),
        new("node-forgotten", 1, ClusterJson.Default.NodeForgotten),
        new("records-sent", 1, ClusterJson.Default.RecordsSent),
        new("ask-lease", 1, ClusterJson.Default.AskLease),
        new("return-lease", 1, ClusterJson.Default.ReturnLease),
        new("lease-answered", 1, ClusterJson.Default.LeaseAnswered),
        new("ask-held-leases", 1, ClusterJson.Default.AskHeldLeases),
        new("held-leases", 1, ClusterJson.Default.HeldLeases),
        new("ask-guest", 1, ClusterJson.Default.AskGuest),
        new("guest-told", 1, ClusterJson.Default.GuestTold),
        new("guests-stand", 1, ClusterJson.Default.GuestsStand),
        new("guests-judged", 1, ClusterJson.Default.GuestsJudged),
        new("ask-guests", 1, ClusterJson.Default.AskGuests),
        new("ask-number", 1, ClusterJson.Default.AskNumber),
        new("number-stands", 1, ClusterJson.Default.NumberStands),
        new("number-unwatched", 1, ClusterJson.Default.NumberUnwatched),
        new("nonce-key-told", 1, ClusterJson.Default.NonceKeyTold),
    ];

    /// <summary>By name.</summary>
    public static FrozenDictionary<string, MessageForm> ByName { get; } = Forms.ToFrozenDictionary(form => form.Name);

    /// <summary>By type.</summary>
    public static FrozenDictionary<Type, MessageForm> ByType { get; } = Forms.ToFrozenDictionary(form => form.Json.Type);
}
