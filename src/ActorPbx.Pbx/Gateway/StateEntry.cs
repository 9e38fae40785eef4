using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Subscriptions;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Gateway;

/// <summary>Where a request of an extension that is about the state of numbers goes to the actors of its domain.</summary>
internal sealed class StateEntry(Authenticator authenticator, DomainDoors doors)
{
    /// <summary>Passes a SUBSCRIBE outside a dialogue on.</summary>
    public void Subscribe(ServerTransaction transaction, Identity subscriber)
    {
        var uri = transaction.Request.RequestUri;
        if (authenticator.Directory.Find(uri.IsTel ? subscriber.Domain.Name.Value : uri.Host) != subscriber.Domain)
        {
            // Another domain's number: virtual PBXs never meet.
            transaction.Respond(SipResponse.For(transaction.Request, 404));
            return;
        }

        // Without a user part it is about the subscriber itself, as phones ask for their own messages.
        var target = uri.User is { } user ? new ExtensionNumber(user) : subscriber.Extension.Number;
        Pass(doors.Find(subscriber.Domain.Name)?.Subscriptions, new NewSubscription(subscriber, target, transaction), transaction);
    }

    private static void Pass(IActorRef? door, object message, ServerTransaction transaction)
    {
        if (door is null)
        {
            transaction.Respond(SipResponse.For(transaction.Request, 503));
            return;
        }

        door.Tell(message, ActorRefs.NoSender);
    }
}
