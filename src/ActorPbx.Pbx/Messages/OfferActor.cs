using ActorPbx.Domain.Messages;
using ActorPbx.Pbx.Extensions;

namespace ActorPbx.Pbx.Messages;

/// <summary>A message was offered to the phones of a guest once.</summary>
internal sealed record OfferEnded(string Message, DeliveryOutcome Outcome);

/// <summary>Offers one message to the phones that a guest has here, once, and tells its parent what became of it. Keeping it is the home's business.</summary>
internal sealed class OfferActor : ReceiveActor
{
    private readonly MessageParts _parts;
    private readonly StoredMessage _message;
    private readonly MessageOffer _offer;
    private DeliveryOutcome _best = DeliveryOutcome.Missed;

    /// <summary>An offer that begins.</summary>
    public OfferActor(MessageParts parts, StoredMessage message)
    {
        (_parts, _message) = (parts, message);
        _offer = new MessageOffer(parts, message, Self);
        Receive<DevicesFound>(OnDevices);
        Receive<PhoneFound>(_offer.Hear);
        Receive<PhoneAnswered>(OnAnswer);
    }

    /// <inheritdoc/>
    protected override void PreStart() => _parts.Extensions.Tell(new FindDevices(_message.To) { Wanted = _message.Device });

    private void OnDevices(DevicesFound found)
    {
        foreach (var device in found.Devices)
        {
            _offer.To(device);
        }

        EndIfAnswered();
    }

    private void OnAnswer(PhoneAnswered answer)
    {
        if (_offer.Hear(answer) is { } outcome)
        {
            _best = outcome == DeliveryOutcome.Taken ? outcome : _offer.WasMissed ? DeliveryOutcome.Missed : outcome;
            EndIfAnswered();
        }
    }

    private void EndIfAnswered()
    {
        if (_best == DeliveryOutcome.Taken || !_offer.IsOpen)
        {
            Context.Parent.Tell(new OfferEnded(_message.Id, _best));
            Context.Stop(Self);
        }
    }
}
