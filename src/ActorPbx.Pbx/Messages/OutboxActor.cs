using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;

namespace ActorPbx.Pbx.Messages;

/// <summary>
/// The messages of this node's phones to one number of another branch. They go there over the node links, one after the other in their order, and wait here on disk
/// while there is no way. What headquarters or the home refuses its sender is told, as long as he waits for the answer; later a refusal counts when it is repeated.
/// </summary>
/// <remarks>
/// <code>
///            1 first of the queue: MESSAGE to the home         1 or 2: taken, refused: settled, the next
///   Idle ─────────────────────────────────────────▶ Sent ─────────────────────────▶ Idle
///    ▲                                                │ 3 no way, no answer, a fault there: a guest's phones here are offered it
///    └──────────────────── Resting ◀──────────────────┘
///      4 after 5 s to a minute, or when a node came back
/// </code>
/// </remarks>
internal sealed class OutboxActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_firstRest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestRest = TimeSpan.FromMinutes(1);
    private readonly MessageParts _parts;
    private readonly ExtensionNumber _number;
    private readonly List<LeavingMessage> _waiting = [];
    private LeavingMessage? _sent;
    private TimeSpan _rest = s_firstRest;
    private bool _isResting;
    private int _attempt;

    /// <summary>An outbox with nothing in it.</summary>
    public OutboxActor(MessageParts parts, ExtensionNumber number)
    {
        (_parts, _number) = (parts, number);
        Receive<DeliverMessage>(OnMessage);
        Receive<BranchAnswered>(OnAnswer);
        Receive<Overdue>(_ => Miss());
        Receive<OfferEnded>(OnOffered);
        Receive<Rested>(_ => GoOn());
        Receive<TryAgain>(_ => OnWay());
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private void OnMessage(DeliverMessage deliver)
    {
        var message = new LeavingMessage(deliver.Message, deliver.IsKept);
        _waiting.Add(message);
        if (_isResting && !message.IsKept)
        {
            Settle(message, 503);
        }
        else if (_isResting || _sent is not null)
        {
            Promise(message);
        }

        SendNext();
    }

    private void OnWay()
    {
        _rest = s_firstRest;
        GoOn();
    }

    private void GoOn()
    {
        _isResting = false;
        SendNext();
    }

    private void SendNext()
    {
        while (!_isResting && _sent is null && _waiting.Count > 0)
        {
            var next = _waiting[0];
            if (next.Message.ExpiresAt <= _parts.Clock.GetUtcNow())
            {
                _parts.Log.Info("Message {0} for {1}@{2}: its branch did not take it in time", next.Message.Id, _number, _parts.Domain.Name);
                Settle(next);
                continue;
            }

            _sent = next;
            Timers.StartSingleTimer(nameof(Overdue), new Overdue(), s_patience);
            _parts.Routes.SendHome(next.Message, new LinkMessagePort(Self, next.Message.Id, ++_attempt));
        }
    }

    private void OnAnswer(BranchAnswered answer)
    {
        if (_waiting.Find(waiting => waiting.Message.Id == answer.Message) is not { } message)
        {
            return;
        }

        message.Denials += DeliveryLogic.IsDenial(answer.Code) ? 1 : 0;
        var outcome = DeliveryLogic.OfBranch(answer.Code, message.IsAwaited, message.Denials);
        var isLate = _sent != message || answer.Attempt != _attempt;
        // Late or not: what was taken is not sent again. Any other late answer has a later attempt behind it.
        if (outcome == DeliveryOutcome.Taken)
        {
            _parts.Log.Info("Message {0} for {1}@{2}: its branch has it", answer.Message, _number, _parts.Domain.Name);
            End(message, new MessageSettled(_number, answer.Message, message.IsKept));
        }
        else if (!isLate && outcome == DeliveryOutcome.Refused)
        {
            _parts.Log.Warning("Message {0} for {1}@{2} is refused there with {3}", answer.Message, _number, _parts.Domain.Name, answer.Code);
            End(message, new MessageSettled(_number, answer.Message, message.IsKept) { Code = answer.Code });
        }
        else if (!isLate)
        {
            Miss();
        }
    }

    private void End(LeavingMessage message, MessageSettled settled)
    {
        if (_sent == message)
        {
            Timers.Cancel(nameof(Overdue));
            (_sent, _rest) = (null, s_firstRest);
        }

        _waiting.Remove(message);
        Context.Parent.Tell(settled);
        SendNext();
    }

    // Without its home a guest who is here is told all the same: its home keeps nothing that it does not have.
    private void Miss()
    {
        Timers.Cancel(nameof(Overdue));
        // What is still answered to this attempt comes too late.
        _attempt++;
        if (_sent is { } sent && _parts.Routes.IsGuest(_number))
        {
            var (parts, message) = (_parts, sent.Message);
            Context.ActorOf(Props.Create(() => new OfferActor(parts, message)));
            Promise(sent);
            return;
        }

        Rest();
    }

    private void OnOffered(OfferEnded offered)
    {
        if (_sent is not { } sent || sent.Message.Id != offered.Message)
        {
            return;
        }

        if (offered.Outcome == DeliveryOutcome.Taken)
        {
            _parts.Log.Info("Message {0} for {1}@{2}: delivered to a guest", offered.Message, _number, _parts.Domain.Name);
            End(sent, new MessageSettled(_number, offered.Message, sent.IsKept) { TakenHereUntil = sent.Message.ExpiresAt });
            return;
        }

        Rest();
    }

    private void Rest()
    {
        (_sent, _isResting) = (null, true);
        Timers.StartSingleTimer(nameof(Rested), new Rested(), _rest);
        _rest = _rest * 2 < s_longestRest ? _rest * 2 : s_longestRest;
        foreach (var message in _waiting.ToArray())
        {
            if (message.IsKept)
            {
                Promise(message);
            }
            else
            {
                Settle(message, 503);
            }
        }
    }

    // Its sender does not wait for the home's answer: he hears that it is kept.
    private void Promise(LeavingMessage message)
    {
        if (message.IsKept && message.IsAwaited)
        {
            message.IsAwaited = false;
            Context.Parent.Tell(new MessageWaits(message.Message.Id));
        }
    }

    private void Settle(LeavingMessage message, int code = 202)
    {
        _waiting.Remove(message);
        Context.Parent.Tell(new MessageSettled(_number, message.Message.Id, message.IsKept) { Code = code });
    }

    private sealed class LeavingMessage(StoredMessage message, bool isKept)
    {
        public StoredMessage Message { get; } = message;

        public bool IsKept { get; } = isKept;

        public bool IsAwaited { get; set; } = true;

        public int Denials { get; set; }
    }

    private sealed record Overdue;

    private sealed record Rested;
}
