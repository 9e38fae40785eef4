using ActorPbx.Domain.Subscriptions;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Subscriptions;

/// <summary>The plug between the transaction of a NOTIFY and its subscription.</summary>
internal sealed class NotifyPort(IActorRef subscription) : IClientTransactionUser
{
    public void OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (!response.IsProvisional)
        {
            subscription.Tell(new SubscriptionInput.NotifyAnswered(response.StatusCode), ActorRefs.NoSender);
        }
    }

    public void OnTimeout(ClientTransaction transaction) => subscription.Tell(new SubscriptionInput.NotifyLost(), ActorRefs.NoSender);

    public void OnTransportError(ClientTransaction transaction, string why) => subscription.Tell(new SubscriptionInput.NotifyLost(), ActorRefs.NoSender);
}
