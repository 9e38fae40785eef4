using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;
using ActorPbx.Pbx.Records;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Messages;

/// <summary>
/// The text messages of a domain (RFC 3428): each is on disk before its sender hears 202, and waits in its number's <see cref="MailboxActor"/> until a phone
/// takes it. It counts what waits, and tells those who watch a mailbox.
/// </summary>
public sealed class MessagesActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan s_storeDeadline = TimeSpan.FromSeconds(5);
    private readonly MessageParts _parts;
    private readonly Dictionary<string, PendingMessage> _pending = [];
    private readonly Dictionary<ExtensionNumber, IActorRef> _mailboxes = [];
    private readonly Dictionary<ExtensionNumber, int> _waiting = [];
    private readonly Dictionary<ExtensionNumber, List<IActorRef>> _watchers = [];

    /// <summary>The messages of one domain.</summary>
    public MessagesActor(MessageParts parts)
    {
        _parts = parts;
        Receive<NewMessage>(OnNew);
        Receive<MessageStored>(stored => OnStored(stored.Id));
        Receive<MessageNotStored>(refused => OnNotStored(refused.Id, refused.Reason));
        Receive<StoreOverdue>(overdue => OnNotStored(overdue.Id, "the store does not answer"));
        Receive<MessagesLoaded>(OnLoaded);
        Receive<MessageSettled>(OnSettled);
        Receive<WatchMailbox>(OnWatch);
        Receive<UnwatchMailbox>(unwatch => _watchers.GetValueOrDefault(unwatch.Number)?.Remove(unwatch.Watcher));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() => _parts.Store.Tell(new LoadMessages(_parts.Domain.Name));

    private void OnNew(NewMessage asked)
    {
        var (transaction, policy) = (asked.Transaction, _parts.Domain.Messages);
        if (_parts.Domain.Find(asked.To) is null)
        {
            transaction.Respond(SipResponse.For(transaction.Request, 404));
            return;
        }

        if (MessageReader.Refusal(transaction.Request, policy) is { } refusal)
        {
            transaction.Respond(refusal);
            return;
        }

        var message = MessageReader.Read(asked, policy, _parts.Clock.GetUtcNow());
        if (MessageReader.IsOfTheMoment(transaction.Request))
        {
            Mailbox(asked.To).Tell(new DeliverMessage(message, IsKept: false));
            transaction.Respond(SipResponse.For(transaction.Request, 202));
            return;
        }

        if (_waiting.GetValueOrDefault(asked.To) >= policy.MaxPerNumber)
        {
            _parts.Log.Warning("No more messages for {0}@{1}: {2} wait already", asked.To, _parts.Domain.Name, policy.MaxPerNumber);
            transaction.Respond(SipResponse.For(transaction.Request, 480, "Mailbox Full"));
            return;
        }

        // RFC 3428 §7: 202 promises that it will be delivered. What its sender was told is on disk.
        _pending[message.Id] = new PendingMessage(message, transaction);
        Count(asked.To, +1);
        _parts.Store.Tell(new StoreMessage(message));
        Timers.StartSingleTimer(message.Id, new StoreOverdue(message.Id), s_storeDeadline);
    }

    private void OnStored(string id)
    {
        if (!_pending.Remove(id, out var pending))
        {
            // Its sender was told that it is lost, and will send it again.
            _parts.Store.Tell(new ForgetMessage(id));
            return;
        }

        Timers.Cancel(id);
        pending.Transaction.Respond(SipResponse.For(pending.Transaction.Request, 202));
        Mailbox(pending.Message.To).Tell(new DeliverMessage(pending.Message, IsKept: true));
    }

    private void OnNotStored(string id, string reason)
    {
        if (!_pending.Remove(id, out var pending))
        {
            return;
        }

        Timers.Cancel(id);
        Count(pending.Message.To, -1);
        _parts.Log.Warning("A message for {0}@{1} is not on disk: {2}", pending.Message.To, _parts.Domain.Name, reason);
        pending.Transaction.Respond(SipResponse.For(pending.Transaction.Request, 500));
    }

    private void OnLoaded(MessagesLoaded loaded)
    {
        foreach (var message in loaded.Messages)
        {
            Count(message.To, +1);
            Mailbox(message.To).Tell(new DeliverMessage(message, IsKept: true));
        }
    }

    private void OnSettled(MessageSettled settled)
    {
        if (settled.WasKept)
        {
            Count(settled.Number, -1);
            _parts.Store.Tell(new ForgetMessage(settled.Id));
        }
    }

    private void OnWatch(WatchMailbox watch)
    {
        if (!_watchers.TryGetValue(watch.Number, out var watchers))
        {
            _watchers[watch.Number] = watchers = [];
        }

        watchers.Add(watch.Watcher);
        watch.Watcher.Tell(Shown(watch.Number));
    }

    private void Count(ExtensionNumber number, int more)
    {
        var count = _waiting.GetValueOrDefault(number) + more;
        if (count == 0)
        {
            _waiting.Remove(number);
        }
        else
        {
            _waiting[number] = count;
        }

        foreach (var watcher in _watchers.GetValueOrDefault(number) ?? [])
        {
            watcher.Tell(Shown(number));
        }
    }

    private MailboxShown Shown(ExtensionNumber number) => new(number, MessageCounts.None with { Text = _waiting.GetValueOrDefault(number) });

    private IActorRef Mailbox(ExtensionNumber number)
    {
        if (!_mailboxes.TryGetValue(number, out var mailbox))
        {
            var parts = _parts;
            mailbox = _mailboxes[number] = Context.ActorOf(Props.Create(() => new MailboxActor(parts, number)));
        }

        return mailbox;
    }

    private readonly record struct PendingMessage(StoredMessage Message, ServerTransaction Transaction);

    private sealed record StoreOverdue(string Id);
}
