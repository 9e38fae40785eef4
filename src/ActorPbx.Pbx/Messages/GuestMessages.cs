using ActorPbx.Domain.Messages;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Messages;

/// <summary>Messages that homes send to their numbers' phones here: each is offered once, and the home hears what became of it. The home keeps it.</summary>
internal sealed class GuestMessages(MessageParts parts, Action<StoredMessage> offer, Action<string, DateTimeOffset> know)
{
    private readonly Dictionary<string, (StoredMessage Message, List<ServerTransaction> Askers)> _offered = [];

    /// <summary>A home sends one.</summary>
    public void Offer(StoredMessage message, ServerTransaction asker)
    {
        if (!parts.Routes.IsGuest(message.To))
        {
            asker.Respond(SipResponse.For(asker.Request, 404));
        }
        else if (_offered.TryGetValue(message.Id, out var offered))
        {
            offered.Askers.Add(asker);
        }
        else
        {
            _offered[message.Id] = (message, [asker]);
            offer(message);
        }
    }

    /// <summary>It was offered.</summary>
    public void End(OfferEnded ended)
    {
        if (!_offered.Remove(ended.Message, out var offered))
        {
            return;
        }

        if (ended.Outcome == DeliveryOutcome.Taken)
        {
            know(ended.Message, offered.Message.ExpiresAt);
            parts.Log.Info("Message {0} for {1}@{2}: delivered to a guest", ended.Message, offered.Message.To, parts.Domain.Name);
        }

        foreach (var asker in offered.Askers)
        {
            asker.Respond(SipResponse.For(asker.Request, ended.Outcome switch
            {
                DeliveryOutcome.Taken => 200,
                DeliveryOutcome.Refused => 415,
                _ => 480,
            }));
        }
    }
}
