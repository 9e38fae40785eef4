using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Messages;

/// <summary>A MESSAGE outside any dialogue whose sender is known (RFC 3428).</summary>
public sealed record NewMessage(Identity Sender, ExtensionNumber To, ServerTransaction Transaction);

/// <summary>A MESSAGE that another node sends: for a number of ours, or for a guest.</summary>
public sealed record LinkMessage(ExtensionNumber To, ServerTransaction Transaction);

/// <summary>Tell the watcher what waits for the number, at once and whenever it changes; answered by <see cref="MailboxShown"/>.</summary>
public sealed record WatchMailbox(ExtensionNumber Number, IActorRef Watcher);

/// <summary>Takes <see cref="WatchMailbox"/> back.</summary>
public sealed record UnwatchMailbox(ExtensionNumber Number, IActorRef Watcher);

/// <summary>What waits for a number. Voicemail will fill its part of the counts.</summary>
public sealed record MailboxShown(ExtensionNumber Number, MessageCounts Counts);

/// <summary>A message that is to be delivered.</summary>
/// <param name="Message">The message.</param>
/// <param name="IsKept">It is on disk, and waits for a phone; else it is worth something now or never.</param>
internal sealed record DeliverMessage(StoredMessage Message, bool IsKept);

/// <summary>A message to another branch is not delivered yet, and will be tried again.</summary>
internal sealed record MessageWaits(string Id);

/// <summary>A message waits no longer.</summary>
internal sealed record MessageSettled(ExtensionNumber Number, string Id, bool WasKept)
{
    /// <summary>What its sender is answered, if he still waits.</summary>
    public int Code { get; init; } = 202;

    /// <summary>A phone took it that is a guest here: should its home send the same message, it is not shown twice.</summary>
    public DateTimeOffset? TakenHereUntil { get; init; }
}

/// <summary>The way to other branches may be whole again.</summary>
internal sealed record TryAgain;
