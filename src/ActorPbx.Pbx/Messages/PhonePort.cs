using ActorPbx.Domain.Messages;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Messages;

/// <summary>What became of a message at one phone.</summary>
/// <param name="Message">The message.</param>
/// <param name="Phone">The phone, as <see cref="MessageOffer"/> names it.</param>
/// <param name="Outcome">What became of it.</param>
internal sealed record PhoneAnswered(string Message, string Phone, DeliveryOutcome Outcome);

/// <summary>The plug between the transaction of a MESSAGE and who offers it.</summary>
internal sealed class PhonePort(IActorRef owner, string message, string phone) : IClientTransactionUser
{
    private bool _hasTold;

    public void OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (!response.IsProvisional)
        {
            Tell(DeliveryLogic.Of(response.StatusCode));
        }
    }

    public void OnTimeout(ClientTransaction transaction) => Tell(DeliveryOutcome.Unreached);

    public void OnTransportError(ClientTransaction transaction, string why) => Tell(DeliveryOutcome.Unreached);

    private void Tell(DeliveryOutcome outcome)
    {
        // Over a link the answers of two copies may come.
        if (!Interlocked.Exchange(ref _hasTold, true))
        {
            owner.Tell(new PhoneAnswered(message, phone, outcome), ActorRefs.NoSender);
        }
    }
}
