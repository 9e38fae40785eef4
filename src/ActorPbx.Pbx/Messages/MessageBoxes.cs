using ActorPbx.Domain.Extensions;

namespace ActorPbx.Pbx.Messages;

/// <summary>
/// The boxes of a domain's messages, one for each number that has any: a mailbox for a number of this node, an outbox for any other. A box ends when nothing is
/// left in it.
/// </summary>
internal sealed class MessageBoxes(MessageParts parts, Func<Props, IActorRef> make, Action<IActorRef> end)
{
    private readonly Dictionary<ExtensionNumber, Box> _boxes = [];

    /// <summary>Whether messages for the number wait in a mailbox here.</summary>
    public bool AreKeptHere(ExtensionNumber number) => _boxes.TryGetValue(number, out var box) ? box.IsMailbox : parts.Routes.IsKeptHere(number);

    /// <summary>The number has a message more: its box is there until that is settled.</summary>
    public void Open(ExtensionNumber number)
    {
        if (!_boxes.TryGetValue(number, out var box))
        {
            var (own, isMailbox) = (parts, parts.Routes.IsKeptHere(number));
            var actor = make(isMailbox ? Props.Create(() => new MailboxActor(own, number)) : Props.Create(() => new OutboxActor(own, number)));
            box = _boxes[number] = new Box(actor, isMailbox);
        }

        box.Messages++;
    }

    /// <summary>Puts a message into the box that was opened for it.</summary>
    public void Deliver(DeliverMessage deliver) => _boxes[deliver.Message.To].Actor.Tell(deliver);

    /// <summary>A message is settled.</summary>
    public void Settle(ExtensionNumber number)
    {
        if (_boxes.TryGetValue(number, out var box) && --box.Messages == 0)
        {
            _boxes.Remove(number);
            end(box.Actor);
        }
    }

    /// <summary>The way to other branches may be whole again.</summary>
    public void TryAgain()
    {
        foreach (var box in _boxes.Values)
        {
            if (!box.IsMailbox)
            {
                box.Actor.Tell(new TryAgain());
            }
        }
    }

    private sealed class Box(IActorRef actor, bool isMailbox)
    {
        public IActorRef Actor { get; } = actor;

        public bool IsMailbox { get; } = isMailbox;

        public int Messages { get; set; }
    }
}
