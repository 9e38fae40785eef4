using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Messages;

/// <summary>A MESSAGE outside any dialogue whose sender is known (RFC 3428).</summary>
public sealed record NewMessage(Identity Sender, ExtensionNumber To, ServerTransaction Transaction);

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

/// <summary>A message waits no longer.</summary>
internal sealed record MessageSettled(ExtensionNumber Number, string Id, bool WasKept);
