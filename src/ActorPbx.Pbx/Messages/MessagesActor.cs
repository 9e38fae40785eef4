using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Roaming;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Messages;

/// <summary>
/// The text messages of a domain (RFC 3428): each is on disk before its sender hears 202, and waits in its number's <see cref="MailboxActor"/> until a phone
/// takes it, or in an <see cref="OutboxActor"/> until the branch of its number has it. It counts what waits, and tells those who watch a mailbox.
/// </summary>
public sealed class MessagesActor : ReceiveActor, IWithTimers, IWithUnboundedStash
{
    private const int MostLeaving = 10_000;
    private static readonly TimeSpan s_storeDeadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_sweepTime = TimeSpan.FromMinutes(10);
    private readonly MessageParts _parts;
    private readonly Dictionary<string, PendingMessage> _pending = [];
    private readonly MessageBoxes _boxes;
    private readonly MailboxCounts _counts = new(), _leaving = new();
    private readonly GuestMessages _guests;
    private readonly KnownMessages _known;
    private bool _isLoaded;
    private int _allLeaving;

    /// <summary>The messages of one domain.</summary>
    public MessagesActor(MessageParts parts)
    {
        _parts = parts;
        _known = new KnownMessages(id => _parts.Store.Tell(new ForgetMessage(id)));
        _boxes = new MessageBoxes(parts, props => Context.ActorOf(props), box => Context.Stop(box));
        _guests = new GuestMessages(parts, message => Context.ActorOf(Props.Create(() => new OfferActor(parts, message))), _known.Add);
        Receive<NewMessage>(OnNew);
        Receive<LinkMessage>(OnLink);
        Receive<MessageStored>(stored => OnStored(stored.Id));
        Receive<MessageNotStored>(refused => OnNotStored(refused.Id, refused.Reason));
        Receive<StoreOverdue>(overdue => OnNotStored(overdue.Id, "the store does not answer"));
        Receive<MessagesLoaded>(OnLoaded);
        Receive<MessageSettled>(OnSettled);
        Receive<MessageWaits>(waits => Answer(waits.Id, 202));
        Receive<OfferEnded>(_guests.End);
        Receive<WatchMailbox>(_counts.Watch);
        Receive<UnwatchMailbox>(_counts.Unwatch);
        Receive<RoamingJoined>(joined => joined.Cluster.Tell(new SubscribeToCluster()));
        Receive<ClusterEvent>(OnCluster);
        Receive<CurrentClusterState>(_ => { });
        Receive<Sweeping>(_ => _known.Sweep(Now));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    public IStash Stash { get; set; } = null!;

    private DateTimeOffset Now => _parts.Clock.GetUtcNow();

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _parts.Store.Tell(new LoadMessages(_parts.Domain.Name));
        Timers.StartPeriodicTimer(nameof(Sweeping), new Sweeping(), s_sweepTime);
    }

    private void OnNew(NewMessage asked)
    {
        var (transaction, policy, way) = (asked.Transaction, _parts.Domain.Messages, _parts.Routes.WayTo(asked.To));
        var refusal = way == MessageWay.Nowhere ? SipResponse.For(transaction.Request, 404) : MessageReader.Refusal(transaction.Request, policy);
        if (refusal is not null)
        {
            transaction.Respond(refusal);
            return;
        }

        var message = MessageReader.Read(asked, policy, Now);
        if (MessageReader.IsOfTheMoment(transaction.Request))
        {
            Pass(message);
            transaction.Respond(SipResponse.For(transaction.Request, 202));
        }
        else if (way == MessageWay.Unknown)
        {
            // Nobody promises to deliver what may have no receiver: its sender hears what headquarters says.
            _pending[message.Id] = new PendingMessage(message, transaction, IsOfLink: false);
            Pass(message);
        }
        else
        {
            Keep(message, transaction, isOfLink: false);
        }
    }

    private void OnLink(LinkMessage asked)
    {
        if (!_isLoaded)
        {
            // What was taken before a restart is known only once it is read; the store answers in any case.
            Stash.Stash();
            return;
        }

        var (transaction, policy) = (asked.Transaction, _parts.Domain.Messages);
        if (LinkMessageForm.Read(transaction.Request, _parts.Domain.Name, asked.To, policy, Now) is not { } message)
        {
            transaction.Respond(SipResponse.For(transaction.Request, 400, "No Message ID"));
        }
        else if (_known.Has(message.Id))
        {
            // The answer to it was lost, or it came by two ways.
            transaction.Respond(SipResponse.For(transaction.Request, 202));
        }
        else if (_parts.Domain.Find(asked.To) is null)
        {
            _guests.Offer(message, transaction);
        }
        else if (MessageReader.Refusal(transaction.Request, policy) is { } refusal)
        {
            transaction.Respond(refusal);
        }
        else if (MessageReader.IsOfTheMoment(transaction.Request))
        {
            Pass(message);
            transaction.Respond(SipResponse.For(transaction.Request, 202));
        }
        else
        {
            Keep(message, transaction, isOfLink: true);
        }
    }

    // RFC 3428 §7: 202 promises that it will be delivered. What its sender was told is on disk.
    private void Keep(StoredMessage message, ServerTransaction transaction, bool isOfLink)
    {
        if (_pending.ContainsKey(message.Id))
        {
            // It came by another way before and is being written: that copy's answer counts.
            transaction.Respond(SipResponse.For(transaction.Request, 482));
            return;
        }

        var counts = CountsOf(message.To);
        if (counts.Of(message.To) >= _parts.Domain.Messages.MaxPerNumber || (counts == _leaving && _allLeaving >= MostLeaving))
        {
            _parts.Log.Warning("No more messages for {0}@{1}: {2} wait already", message.To, _parts.Domain.Name, counts.Of(message.To));
            transaction.Respond(SipResponse.For(transaction.Request, 480, "Mailbox Full"));
            return;
        }

        _pending[message.Id] = new PendingMessage(message, transaction, isOfLink);
        Count(message.To, +1);
        _parts.Store.Tell(new StoreMessage(message));
        Timers.StartSingleTimer(message.Id, new StoreOverdue(message.Id), s_storeDeadline);
    }

    private void OnStored(string id)
    {
        if (!_pending.TryGetValue(id, out var pending))
        {
            // Its sender was told that it is lost, and will send it again.
            _parts.Store.Tell(new ForgetMessage(id));
            return;
        }

        Timers.Cancel(id);
        if (pending.IsOfLink)
        {
            _known.Add(id, pending.Message.ExpiresAt);
        }

        // One that leaves is answered by the branch that it goes to, as long as that is there.
        if (_boxes.AreKeptHere(pending.Message.To))
        {
            Answer(id, 202);
        }

        _boxes.Deliver(new DeliverMessage(pending.Message, IsKept: true));
    }

    private void OnNotStored(string id, string reason)
    {
        if (_pending.TryGetValue(id, out var pending))
        {
            Timers.Cancel(id);
            Count(pending.Message.To, -1);
            _parts.Log.Warning("A message for {0}@{1} is not on disk: {2}", pending.Message.To, _parts.Domain.Name, reason);
            Answer(id, 500);
        }
    }

    private void OnLoaded(MessagesLoaded loaded)
    {
        foreach (var message in loaded.Messages)
        {
            Count(message.To, +1);
            if (_boxes.AreKeptHere(message.To))
            {
                // It may have come from another node, which does not know that we have it. What leaves may come back, for a guest.
                _known.Add(message.Id, message.ExpiresAt);
            }

            _boxes.Deliver(new DeliverMessage(message, IsKept: true));
        }

        foreach (var taken in loaded.Taken)
        {
            _known.Add(taken.Id, taken.Until);
        }

        _isLoaded = true;
        Stash.UnstashAll();
    }

    private void OnSettled(MessageSettled settled)
    {
        if (settled.TakenHereUntil is { } until)
        {
            _known.Add(settled.Id, until);
        }

        Answer(settled.Id, settled.Code);
        if (settled.WasKept)
        {
            _parts.Store.Tell(_known.Has(settled.Id) ? new NoteTaken(settled.Id) : new ForgetMessage(settled.Id));
            Count(settled.Number, -1);
        }
        else
        {
            _boxes.Settle(settled.Number);
        }
    }

    private void Answer(string id, int code)
    {
        if (!_pending.Remove(id, out var pending))
        {
            return;
        }

        var response = SipResponse.For(pending.Transaction.Request, code);
        if (code == 503)
        {
            response.Headers.Add(HeaderName.RetryAfter, "5");
        }

        pending.Transaction.Respond(response);
    }

    private void OnCluster(ClusterEvent happened)
    {
        if (happened is ClusterEvent.BusRestored or ClusterEvent.ReachableMember or ClusterEvent.MemberUp)
        {
            _boxes.TryAgain();
        }
    }

    private MailboxCounts CountsOf(ExtensionNumber number) => _boxes.AreKeptHere(number) ? _counts : _leaving;

    // A message that is not kept: now or never.
    private void Pass(StoredMessage message)
    {
        _boxes.Open(message.To);
        _boxes.Deliver(new DeliverMessage(message, IsKept: false));
    }

    private void Count(ExtensionNumber number, int more)
    {
        if (more > 0)
        {
            _boxes.Open(number);
        }

        var counts = CountsOf(number);
        counts.Add(number, more);
        _allLeaving += counts == _leaving ? more : 0;
        if (more < 0)
        {
            _boxes.Settle(number);
        }
    }

    private readonly record struct PendingMessage(StoredMessage Message, ServerTransaction Transaction, bool IsOfLink);

    private sealed record StoreOverdue(string Id);

    private sealed record Sweeping;
}
