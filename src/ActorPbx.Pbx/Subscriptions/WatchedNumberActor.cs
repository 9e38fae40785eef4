using System.Collections.Immutable;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;
using ActorPbx.Domain.Presence;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Messages;
using ActorPbx.Pbx.Publications;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Subscriptions;

/// <summary>One number that is watched: it is told how the number stands, and tells all subscriptions to it, which are its children. It ends with the last of them.</summary>
internal sealed class WatchedNumberActor : ReceiveActor
{
    private readonly SubscriptionParts _parts;
    private readonly ExtensionNumber _number;
    private readonly Dictionary<SubscriptionKey, Child> _children = [];
    private readonly List<OpenSubscription> _waiting = [];
    private NumberState? _seen;
    private MessageCounts? _mailbox;
    private ImmutableArray<PublishedPresence>? _published;
    private WatchedState? _state;

    /// <summary>A number that nobody watches yet.</summary>
    public WatchedNumberActor(SubscriptionParts parts, ExtensionNumber number)
    {
        (_parts, _number) = (parts, number);
        Receive<OpenSubscription>(Open);
        Receive<DropSubscription>(Drop);
        Receive<NumberShown>(shown =>
        {
            _seen = shown.State;
            Show();
        });
        Receive<MailboxShown>(shown =>
        {
            _mailbox = shown.Counts;
            Show();
        });
        Receive<PublicationsShown>(shown =>
        {
            _published = shown.Published;
            Show();
        });
        Receive<Terminated>(OnEnded);
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _parts.Extensions.Tell(new WatchNumber(_number, Self));
        _parts.Messages.Tell(new WatchMailbox(_number, Self));
        _parts.Publications.Tell(new WatchPublications(_number, Self));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _parts.Extensions.Tell(new UnwatchNumber(_number, Self));
        _parts.Messages.Tell(new UnwatchMailbox(_number, Self));
        _parts.Publications.Tell(new UnwatchPublications(_number, Self));
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Open(OpenSubscription open)
    {
        if (_state is null)
        {
            // The first NOTIFY is to say how the number stands, not that this is not known yet.
            _waiting.Add(open);
            return;
        }

        var actor = Context.ActorOf(Props.CreateBy(new SubscriptionProducer(open, _parts, _state)));
        _children[open.Key] = new Child(actor, open.Serial);
        Context.Watch(actor);
    }

    private void Drop(DropSubscription drop)
    {
        if (_children.Remove(drop.Key, out var child))
        {
            child.Actor.Tell(drop);
            return;
        }

        if (_waiting.Find(open => open.Key == drop.Key) is { } waiting)
        {
            _waiting.Remove(waiting);
            waiting.Asked.Transaction.Respond(SipResponse.For(waiting.Asked.Transaction.Request, 480));
        }
    }

    private void Show()
    {
        if (_seen is null || _mailbox is null || _published is not { } published)
        {
            return;
        }

        _state = new WatchedState(_seen, _mailbox, published);
        foreach (var child in _children.Values)
        {
            child.Actor.Tell(new StateShown(_state));
        }

        foreach (var open in _waiting)
        {
            Open(open);
        }

        _waiting.Clear();
    }

    private void OnEnded(Terminated ended)
    {
        foreach (var (key, child) in _children)
        {
            if (child.Actor.Equals(ended.ActorRef))
            {
                _children.Remove(key);
                Context.Parent.Tell(new SubscriptionEnded(key, child.Serial));
                return;
            }
        }
    }

    private readonly record struct Child(IActorRef Actor, long Serial);
}
