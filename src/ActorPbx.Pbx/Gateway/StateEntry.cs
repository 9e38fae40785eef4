using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Messages;
using ActorPbx.Pbx.Publications;
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
        if (Door(transaction, subscriber) is { } door)
        {
            // Without a user part it is about the subscriber itself, as phones ask for their own messages.
            var target = transaction.Request.RequestUri.User is { } user ? new ExtensionNumber(user) : subscriber.Extension.Number;
            Pass(door.Subscriptions, new NewSubscription(subscriber, target, transaction), transaction);
        }
    }

    /// <summary>Passes a PUBLISH on.</summary>
    public void Publish(ServerTransaction transaction, Identity publisher)
    {
        if (Door(transaction, publisher) is { } door)
        {
            var target = transaction.Request.RequestUri.User is { } user ? new ExtensionNumber(user) : publisher.Extension.Number;
            Pass(door.Publications, new NewPublication(publisher, target, transaction), transaction);
        }
    }

    /// <summary>Passes a MESSAGE outside a dialogue on.</summary>
    public void Message(ServerTransaction transaction, Identity sender)
    {
        if (Door(transaction, sender) is { } door)
        {
            Pass(door.Messages, new NewMessage(sender, new ExtensionNumber(transaction.Request.RequestUri.User ?? ""), transaction), transaction);
        }
    }

    // Of the sender's domain, for virtual PBXs never meet: another domain's number is answered 404.
    private DomainDoor? Door(ServerTransaction transaction, Identity sender)
    {
        var uri = transaction.Request.RequestUri;
        if (authenticator.Directory.Find(uri.IsTel ? sender.Domain.Name.Value : uri.Host) != sender.Domain)
        {
            transaction.Respond(SipResponse.For(transaction.Request, 404));
            return null;
        }

        var door = doors.Find(sender.Domain.Name);
        if (door is null)
        {
            transaction.Respond(SipResponse.For(transaction.Request, 503));
        }

        return door;
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
