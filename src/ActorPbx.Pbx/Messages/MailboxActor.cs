using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;
using ActorPbx.Pbx.Extensions;

namespace ActorPbx.Pbx.Messages;

/// <summary>
/// The messages that wait for one number. It offers them to all phones of the number, one message after the other, until one takes it; what nobody is there to
/// take waits for the next registration. A number that rings at another branch is offered them there.
/// </summary>
/// <remarks>
/// A phone that refuses a message for good is not asked again for that one. A restart of the actor loses what waits here until the node's next start: it is on disk.
/// </remarks>
internal sealed class MailboxActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan s_retry = TimeSpan.FromMinutes(5);
    // The way to another branch, or its knowledge that the number is there, may follow in a moment.
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private readonly MessageParts _parts;
    private readonly ExtensionNumber _number;
    private readonly List<WaitingMessage> _waiting = [];
    private WaitingMessage? _offered;
    private MessageOffer? _offer;
    private TimeSpan _pause = s_firstPause;
    private bool _isAway;
    private bool _isAwaiting;
    private bool _hasCome;
    private bool _isResting;

    /// <summary>A mailbox with nothing in it.</summary>
    public MailboxActor(MessageParts parts, ExtensionNumber number)
    {
        (_parts, _number) = (parts, number);
        Receive<DeliverMessage>(OnMessage);
        Receive<DevicesFound>(OnDevices);
        Receive<PhoneFound>(found => Hear(found.Message, offer => offer.Hear(found)));
        Receive<PhoneAnswered>(answer => Hear(answer.Message, offer => OnAnswer(offer, answer)));
        Receive<NumberRegistered>(_ =>
        {
            (_isAwaiting, _hasCome, _pause) = (false, true, s_firstPause);
            Wake();
        });
        Receive<Retry>(_ =>
        {
            (_offered, _offer) = (null, null);
            Wake();
        });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PostStop()
    {
        if (_isAwaiting)
        {
            _parts.Extensions.Tell(new StopAwaiting(_number, Self));
        }
    }

    private void OnMessage(DeliverMessage deliver)
    {
        _waiting.Add(new WaitingMessage(deliver.Message, deliver.IsKept));
        OfferNext();
    }

    private void Wake()
    {
        _isResting = false;
        foreach (var waiting in _waiting)
        {
            waiting.IsSetAside = false;
        }

        OfferNext();
    }

    // The first that was not set aside. While it is offered, or nobody is there, the others wait: they stay in order.
    private void OfferNext()
    {
        if (_offered is not null)
        {
            return;
        }

        if (_isResting)
        {
            DropMoments();
            return;
        }

        while (_waiting.Find(waiting => !waiting.IsSetAside) is { } next)
        {
            if (next.Message.ExpiresAt > _parts.Clock.GetUtcNow())
            {
                (_offered, _hasCome) = (next, false);
                // Before it is asked who is there: who comes in between is not missed.
                if (next.IsKept)
                {
                    AwaitPhones();
                }

                Timers.StartSingleTimer(nameof(Retry), new Retry(), s_retry);
                _parts.Extensions.Tell(new FindDevices(_number) { Wanted = next.Message.Device });
                return;
            }

            _parts.Log.Info("Message {0} for {1}@{2}: nobody took it in time", next.Message.Id, _number, _parts.Domain.Name);
            Settle(next);
        }
    }

    private void OnDevices(DevicesFound found)
    {
        if (_offered is not { } offered)
        {
            return;
        }

        _isAway = found.At is not null;
        _offer = new MessageOffer(_parts, offered.Message, Self);
        foreach (var device in found.Devices)
        {
            if (!offered.RefusedBy.Contains(MessageOffer.NameOf(device.Binding)))
            {
                _offer.To(device);
            }
        }

        if (found.At is { } branch)
        {
            _offer.To(branch);
        }

        if (!_offer.IsOpen)
        {
            Miss(offered, isRefused: found.Devices.Length > 0);
        }
    }

    // Once another phone took it, nobody's answer matters.
    private void Hear(string message, Action<MessageOffer> hear)
    {
        if (_offer is { } offer && _offered?.Message.Id == message)
        {
            hear(offer);
        }
    }

    private void OnAnswer(MessageOffer offer, PhoneAnswered answer)
    {
        if (offer.Hear(answer) is not { } outcome)
        {
            return;
        }

        var offered = _offered!;
        if (outcome == DeliveryOutcome.Taken)
        {
            _parts.Log.Info("Message {0} for {1}@{2}: delivered", answer.Message, _number, _parts.Domain.Name);
            (_offered, _offer, _pause) = (null, null, s_firstPause);
            Settle(offered);
            OfferNext();
            return;
        }

        if (outcome == DeliveryOutcome.Refused)
        {
            _parts.Log.Info("Message {0} for {1}@{2}: a phone does not take it", answer.Message, _number, _parts.Domain.Name);
            offered.RefusedBy.Add(answer.Phone);
        }

        if (!offer.IsOpen)
        {
            Miss(offered, isRefused: !offer.WasMissed);
        }
    }

    // Nobody took it. Refused by all, or meant for one phone, it waits for another or for that one, and the next is offered; else all wait for somebody to come.
    private void Miss(WaitingMessage offered, bool isRefused)
    {
        var isAlone = isRefused || offered.Message.Device.IsOne;
        (_offered, _offer, offered.IsSetAside) = (null, null, isAlone && !_hasCome);
        if (!offered.IsKept)
        {
            Settle(offered);
        }

        // After one of the moment nobody is waited for: the next message is offered at once, as it is when somebody came while this one was offered.
        _isResting = !isAlone && !_hasCome && offered.IsKept;
        OfferNext();
        if (_waiting.Count > 0)
        {
            AwaitPhones();
        }

        if (_isAway && _offered is null && !isRefused && offered.IsKept)
        {
            Timers.StartSingleTimer(nameof(Retry), new Retry(), _pause);
            _pause = _pause * 2 < s_retry ? _pause * 2 : s_retry;
        }
    }

    private void AwaitPhones()
    {
        if (!_isAwaiting)
        {
            _isAwaiting = true;
            _parts.Extensions.Tell(new AwaitRegistration(_number, Self));
        }
    }

    private void DropMoments()
    {
        foreach (var moment in _waiting.FindAll(waiting => !waiting.IsKept))
        {
            Settle(moment);
        }
    }

    private void Settle(WaitingMessage waiting)
    {
        _waiting.Remove(waiting);
        Context.Parent.Tell(new MessageSettled(_number, waiting.Message.Id, waiting.IsKept));
    }

    private sealed class WaitingMessage(StoredMessage message, bool isKept)
    {
        public StoredMessage Message { get; } = message;

        public bool IsKept { get; } = isKept;

        public HashSet<string> RefusedBy { get; } = [];

        public bool IsSetAside { get; set; }
    }

    private sealed record Retry;
}
