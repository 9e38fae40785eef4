using System.Collections.Immutable;
using ActorPbx.Domain.Presence;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Pbx.Subscriptions.Distant;

/// <summary>
/// A branch to a node that may have a number: how does it stand, and tell me whenever that changes. Answered by <see cref="NumberStands"/>; good for a while,
/// so that it is asked again as long as somebody watches.
/// </summary>
public sealed record AskNumber(string Domain, string Number) : ClusterMessage;

/// <summary>A branch to a node that it asked before: nobody here watches the number any longer.</summary>
public sealed record NumberUnwatched(string Domain, string Number) : ClusterMessage;

/// <summary>One call of a number, on the wire.</summary>
/// <param name="Call">The call.</param>
/// <param name="IsCaller">The number made it.</param>
/// <param name="Stage">How far it is.</param>
/// <param name="Remote">The other number, or empty.</param>
public sealed record DialogForm(string Call, bool IsCaller, DialogStage Stage, string Remote);

/// <summary>What a phone publishes of its user, on the wire.</summary>
/// <param name="Elements">Parts of a presence document.</param>
/// <param name="HasPerson">It says something of the person.</param>
public sealed record PublishedForm(ImmutableArray<string> Elements, bool HasPerson);

/// <summary>What waits in the mailbox of a number, on the wire.</summary>
/// <param name="NewVoice">Voice messages not heard yet.</param>
/// <param name="OldVoice">Voice messages heard before.</param>
/// <param name="Text">Text messages that no phone took yet.</param>
public sealed record MailboxForm(int NewVoice, int OldVoice, int Text);

/// <summary>How a number stands at a node: all of it, never a part.</summary>
/// <param name="Domain">The virtual PBX.</param>
/// <param name="Number">The number.</param>
/// <param name="At">Rises with each saying of the node; what comes late is not heard.</param>
/// <param name="IsHome">The number is one of this node's own; else it is a guest there, or unknown.</param>
/// <param name="Group">Its presence group, where it is at home; else empty.</param>
/// <param name="IsReachable">A phone of it is there.</param>
/// <param name="Dialogs">Its calls there.</param>
/// <param name="Published">What its phones publish there.</param>
/// <param name="Mailbox">What waits for it, told by its home to nodes that may have it as a guest, and to nobody else; null: not told.</param>
public sealed record NumberStands(
    string Domain, string Number, long At, bool IsHome, string Group, bool IsReachable, ImmutableArray<DialogForm> Dialogs, ImmutableArray<PublishedForm> Published,
    MailboxForm? Mailbox = null)
    : ClusterMessage
{
    /// <inheritdoc/>
    public override string ToString() => $"state of {Number}";
}
