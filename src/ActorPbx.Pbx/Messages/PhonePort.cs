using ActorPbx.Domain.Messages;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Messages;

/// <summary>What became of a message at one phone.</summary>
internal sealed record PhoneAnswered(string Message, string Contact, DeliveryOutcome Outcome);

/// <summary>The plug between the transaction of a MESSAGE and its mailbox.</summary>
internal sealed class PhonePort(IActorRef mailbox, string message, string contact) : IClientTransactionUser
{
    public void OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (!response.IsProvisional)
        {
            Tell(DeliveryLogic.Of(response.StatusCode));
        }
    }

    public void OnTimeout(ClientTransaction transaction) => Tell(DeliveryOutcome.Missed);

    public void OnTransportError(ClientTransaction transaction, string why) => Tell(DeliveryOutcome.Missed);

    private void Tell(DeliveryOutcome outcome) => mailbox.Tell(new PhoneAnswered(message, contact, outcome), ActorRefs.NoSender);
}
