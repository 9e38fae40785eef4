using System.Collections.Immutable;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Messages;

/// <summary>
/// The messages that wait for one number. It offers them to all phones of the number, one message after the other, until one takes it; what nobody is there to
/// take waits for the next registration.
/// </summary>
/// <remarks>
/// A phone that refuses a message for good is not asked again for that one. A restart of the actor loses what waits here until the node's next start: it is on disk.
/// </remarks>
internal sealed class MailboxActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan s_retry = TimeSpan.FromMinutes(5);
    private readonly MessageParts _parts;
    private readonly ExtensionNumber _number;
    private readonly List<WaitingMessage> _waiting = [];
    private WaitingMessage? _offered;
    private int _asked;
    private bool _isResting;

    /// <summary>A mailbox with nothing in it.</summary>
    public MailboxActor(MessageParts parts, ExtensionNumber number)
    {
        (_parts, _number) = (parts, number);
        Receive<DeliverMessage>(OnMessage);
        Receive<DevicesFound>(OnDevices);
        Receive<PhoneFound>(OnPhone);
        Receive<PhoneAnswered>(OnAnswer);
        Receive<NumberRegistered>(_ => Wake());
        Receive<Retry>(_ =>
        {
            _offered = null;
            Wake();
        });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

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
                _offered = next;
                Timers.StartSingleTimer(nameof(Retry), new Retry(), s_retry);
                _parts.Extensions.Tell(new FindDevices(_number));
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

        _asked = 0;
        foreach (var device in found.Devices)
        {
            var phone = device.Binding;
            if (offered.RefusedBy.Contains(phone.Contact))
            {
                continue;
            }

            _asked++;
            if (DeviceRoute.Of(device) is { } target)
            {
                Send(offered, phone, target);
            }
            else
            {
                DeviceRoute.LookUpAsync(_parts.Outlet, phone).PipeTo(
                    Self, success: way => new PhoneFound(offered.Message.Id, phone, way), failure: _ => new PhoneFound(offered.Message.Id, phone, null));
            }
        }

        if (_asked == 0)
        {
            Miss(offered, isRefused: found.Devices.Length > 0);
        }
    }

    private void OnPhone(PhoneFound found)
    {
        if (_offered is not { } offered || offered.Message.Id != found.Message)
        {
            return;
        }

        if (found.Target is null)
        {
            OnAnswer(new PhoneAnswered(found.Message, found.Phone.Contact, DeliveryOutcome.Missed));
            return;
        }

        Send(offered, found.Phone, found.Target);
    }

    private void Send(WaitingMessage offered, Binding phone, SipTarget target) =>
        _parts.Outlet.Send(MessageWriter.To(phone, offered.Message), target, new PhonePort(Self, offered.Message.Id, phone.Contact));

    private void OnAnswer(PhoneAnswered answer)
    {
        if (_offered is not { } offered || offered.Message.Id != answer.Message)
        {
            // Another phone took it already.
            return;
        }

        _asked--;
        switch (answer.Outcome)
        {
            case DeliveryOutcome.Taken:
                _parts.Log.Info("Message {0} for {1}@{2}: delivered", answer.Message, _number, _parts.Domain.Name);
                _offered = null;
                Settle(offered);
                OfferNext();
                return;
            case DeliveryOutcome.Refused:
                _parts.Log.Info("Message {0} for {1}@{2}: a phone does not take it", answer.Message, _number, _parts.Domain.Name);
                offered.RefusedBy.Add(answer.Contact);
                break;
            default:
                offered.WasMissed = true;
                break;
        }

        if (_asked == 0)
        {
            Miss(offered, isRefused: !offered.WasMissed);
        }
    }

    // Nobody took it. Refused by all it waits for another phone, and the next one is offered; else all wait for somebody to come.
    private void Miss(WaitingMessage offered, bool isRefused)
    {
        (_offered, offered.WasMissed, offered.IsSetAside) = (null, false, isRefused);
        if (!offered.IsKept)
        {
            Settle(offered);
        }

        // With nothing that waits nobody is waited for: the next message is offered at once.
        _isResting = !isRefused && _waiting.Count > 0;
        OfferNext();
        if (_waiting.Count > 0)
        {
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

        public bool WasMissed { get; set; }
    }

    private sealed record PhoneFound(string Message, Binding Phone, SipTarget? Target);

    private sealed record Retry;
}
