using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>Somebody waits for a message until a point of the scheduler's monotonic clock.</summary>
internal interface IQuery
{
    TimeSpan Deadline { get; }

    IActorRef Client { get; }

    bool Accepts(object message);

    IQuery WithClient(IActorRef client);
}

/// <summary>Asks for any message.</summary>
internal sealed record Get(TimeSpan Deadline, IActorRef Client) : IQuery
{
    public Get(TimeSpan deadline)
        : this(deadline, ActorRefs.NoSender)
    {
    }

    public bool Accepts(object message) => true;

    public IQuery WithClient(IActorRef client) => this with { Client = client };
}

/// <summary>Asks for a message that satisfies a condition.</summary>
internal sealed record Select(TimeSpan Deadline, Predicate<object> Predicate, IActorRef Client) : IQuery
{
    public Select(TimeSpan deadline, Predicate<object> predicate)
        : this(deadline, predicate, ActorRefs.NoSender)
    {
    }

    public bool Accepts(object message) => Predicate(message);

    public IQuery WithClient(IActorRef client) => this with { Client = client };
}

/// <summary>Asks the inbox to watch.</summary>
internal sealed record StartWatch(IActorRef Target, object? Message);

/// <summary>Asks the inbox to watch no longer.</summary>
internal sealed record StopWatch(IActorRef Target);

/// <summary>Keeps an inbox's messages until somebody asks for them, and askers until a message comes.</summary>
internal sealed class InboxActor(int size) : ActorBase
{
    private readonly LinkedList<object> _messages = new();
    private readonly LinkedList<IQuery> _clients = new();
    private bool _warned;
    private ICancelable? _kick;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case IQuery query:
                Serve(query.WithClient(Sender));
                break;
            case StartWatch { Message: null } watch:
                Context.Watch(watch.Target);
                break;
            case StartWatch watch:
                Context.WatchWith(watch.Target, watch.Message!);
                break;
            case StopWatch stop:
                Context.Unwatch(stop.Target);
                break;
            case Kick:
                Expire();
                break;
            default:
                Deliver(message);
                break;
        }

        ScheduleKick();
        return true;
    }

    private void Serve(IQuery query)
    {
        for (LinkedListNode<object>? node = _messages.First; node is not null; node = node.Next)
        {
            if (query.Accepts(node.Value))
            {
                _messages.Remove(node);
                _warned = false;
                query.Client.Tell(node.Value, ActorRefs.NoSender);
                return;
            }
        }

        _clients.AddLast(query);
        Expire();
    }

    private void Deliver(object message)
    {
        for (LinkedListNode<IQuery>? node = _clients.First; node is not null; node = node.Next)
        {
            if (node.Value.Accepts(message))
            {
                _clients.Remove(node);
                node.Value.Client.Tell(message, ActorRefs.NoSender);
                return;
            }
        }

        if (_messages.Count < size)
        {
            _messages.AddLast(message);
        }
        else if (!_warned)
        {
            _warned = true;
            Context.System.EventStream.Publish(new Warning(Self.Path.ToString(), GetType(), "Dropping message: Inbox size has been exceeded, use akka.actor.inbox.inbox-size to increase maximum allowed inbox size. Current is " + size));
        }
    }

    private void Expire()
    {
        TimeSpan now = Context.System.Scheduler.MonotonicClock;
        for (LinkedListNode<IQuery>? node = _clients.First; node is not null;)
        {
            LinkedListNode<IQuery>? next = node.Next;
            if (node.Value.Deadline <= now)
            {
                _clients.Remove(node);
                node.Value.Client.Tell(new Status.Failure(new TimeoutException("Deadline passed")), Self);
            }

            node = next;
        }
    }

    private void ScheduleKick()
    {
        _kick?.Cancel();
        _kick = null;
        if (_clients.Count > 0)
        {
            TimeSpan left = _clients.Min(static c => c.Deadline) - Context.System.Scheduler.MonotonicClock;
            _kick = Context.System.Scheduler.ScheduleTellOnceCancelable(left > TimeSpan.Zero ? left : TimeSpan.Zero, Self, Kick.Instance, Self);
        }
    }

    protected override void PostStop() => _kick?.Cancel();

    private sealed class Kick
    {
        public static readonly Kick Instance = new();
    }
}
