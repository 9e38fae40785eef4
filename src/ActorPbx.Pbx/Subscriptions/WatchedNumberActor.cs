using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;
using ActorPbx.Domain.Presence;
using ActorPbx.Domain.Subscriptions;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Messages;
using ActorPbx.Pbx.Publications;
using ActorPbx.Pbx.Subscriptions.Distant;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Subscriptions;

/// <summary>
/// One number that is watched: it is told how the number stands, here and at other branches, and tells all subscriptions to it, which are its children.
/// It ends with the last of them.
/// </summary>
internal sealed class WatchedNumberActor : ReceiveActor
{
    private readonly SubscriptionParts _parts;
    private readonly ExtensionNumber _number;
    private readonly NumberSources _sources;
    private readonly Dictionary<SubscriptionKey, Child> _children = [];
    private readonly List<OpenSubscription> _waiting = [];
    private DistantState? _distant;
    private WatchedState? _state;

    /// <summary>A number that nobody watches yet.</summary>
    public WatchedNumberActor(SubscriptionParts parts, ExtensionNumber number)
    {
        (_parts, _number, _sources) = (parts, number, new NumberSources(parts, number, Self));
        Receive<OpenSubscription>(Open);
        Receive<DropSubscription>(Drop);
        Receive<NumberShown>(shown => Change(() => _sources.Hear(shown)));
        Receive<MailboxShown>(shown => Change(() => _sources.Hear(shown)));
        Receive<PublicationsShown>(shown => Change(() => _sources.Hear(shown)));
        Receive<DistantShown>(shown => Change(() => _distant = shown.State));
        Receive<Terminated>(OnEnded);
    }

    private bool IsOurs => _parts.Domain.Find(_number) is not null;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _sources.Watch();
        if (_parts.Distant is { } distant)
        {
            distant.Tell(new WatchDistant(_number, Self));
        }
        else
        {
            _distant = DistantState.Unknown;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _sources.Unwatch();
        _parts.Distant?.Tell(new UnwatchDistant(_number, Self));
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

        if (RefusalOf(open) is not null)
        {
            open.Asked.Transaction.Respond(SipResponse.For(open.Asked.Transaction.Request, _distant!.IsNowhere ? 404 : 403));
            Context.Parent.Tell(new SubscriptionEnded(open.Key, open.Serial));
            return;
        }

        var actor = Context.ActorOf(Props.CreateBy(new SubscriptionProducer(open, _parts, _state)));
        _children[open.Key] = new Child(actor, open);
        Context.Watch(actor);
    }

    // What only the home of a number could say: there is no such number, or it is of another group. RFC 6665 §4.1.3 has the words.
    private string? RefusalOf(OpenSubscription open)
    {
        var watcher = open.Asked.Subscriber.Extension;
        return IsOurs || !_distant!.IsKnown || watcher.Number == _number ? null
            : _distant.IsNowhere ? "noresource"
            : watcher.Class.Watching.Allow(_distant.Group) ? null
            : "rejected";
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

    private void Change(Action hear)
    {
        hear();
        if (!_sources.IsComplete || _distant is not { } distant)
        {
            return;
        }

        var (seen, elsewhere) = (_sources.Seen, distant.State);
        _state = new WatchedState(
            new NumberState(seen.IsReachable || elsewhere.IsReachable, seen.Dialogs.AddRange(elsewhere.Dialogs)), MailboxOf(distant),
            _sources.Published.AddRange(distant.Published), IsOurs || distant.IsKnown);
        foreach (var child in _children.Values)
        {
            child.Actor.Tell(RefusalOf(child.Open) is { } reason ? new SubscriptionInput.Withdrawn(reason) : new StateShown(_state));
        }

        foreach (var open in _waiting)
        {
            Open(open);
        }

        _waiting.Clear();
    }

    // A guest's mailbox is at home; while that is silent its lamp stays as it was.
    private MessageCounts MailboxOf(DistantState distant) => IsOurs ? _sources.Mailbox : distant.Mailbox ?? _state?.Mailbox ?? MessageCounts.None;

    private void OnEnded(Terminated ended)
    {
        foreach (var (key, child) in _children)
        {
            if (child.Actor.Equals(ended.ActorRef))
            {
                _children.Remove(key);
                Context.Parent.Tell(new SubscriptionEnded(key, child.Open.Serial));
                return;
            }
        }
    }

    private readonly record struct Child(IActorRef Actor, OpenSubscription Open);
}
