using ActorPbx.Kernel.Dispatch.MessageQueues;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>An actor that code outside of actors can send from and wait on.</summary>
public interface IInboxable : ICanWatch
{
    /// <summary>The inbox's own reference.</summary>
    IActorRef Receiver { get; }

    /// <summary>The next message, waiting as long as the configuration says; a timeout gives a failure.</summary>
    object Receive();

    /// <summary>The next message; <see cref="TimeoutException"/> when none comes in time.</summary>
    object Receive(TimeSpan timeout);

    /// <summary>The next message that satisfies the condition; the others stay.</summary>
    object ReceiveWhere(Predicate<object> predicate);

    /// <summary>The next message that satisfies the condition; the others stay.</summary>
    object ReceiveWhere(Predicate<object> predicate, TimeSpan timeout);

    /// <summary>The next message.</summary>
    Task<object> ReceiveAsync();

    /// <summary>The next message.</summary>
    Task<object> ReceiveAsync(TimeSpan timeout);

    /// <summary>Sends with the inbox as sender.</summary>
    void Send(IActorRef target, object message);
}

/// <inheritdoc />
public class Inbox : IInboxable, IDisposable
{
    private static int s_number;
    private readonly ActorSystem _system;
    private readonly TimeSpan _defaultTimeout;

    private Inbox(ActorSystem system, IActorRef receiver, TimeSpan defaultTimeout)
    {
        _system = system;
        Receiver = receiver;
        _defaultTimeout = defaultTimeout;
    }

    /// <summary>Opens an inbox.</summary>
    public static Inbox Create(ActorSystem system)
    {
        Configuration.Config config = system.Settings.Config.GetConfig("akka.actor.inbox")
            ?? throw new Configuration.ConfigurationException("Cannot create Inbox: akka.actor.inbox configuration node not found");
        int size = config.GetInt("inbox-size", 1000);
        TimeSpan timeout = config.GetTimeSpan("default-timeout", TimeSpan.FromSeconds(5));
        IActorRef receiver = ((ExtendedActorSystem)system).SystemActorOf(
            Props.Create(() => new InboxActor(size)), "inbox-" + Interlocked.Increment(ref s_number));
        return new Inbox(system, receiver, timeout);
    }

    /// <inheritdoc />
    public IActorRef Receiver { get; }

    /// <inheritdoc />
    public IActorRef Watch(IActorRef subject)
    {
        Receiver.Tell(new InboxActor.StartWatch(subject, null), ActorRefs.NoSender);
        return subject;
    }

    /// <inheritdoc />
    public IActorRef WatchWith(IActorRef subject, object message)
    {
        Receiver.Tell(new InboxActor.StartWatch(subject, message), ActorRefs.NoSender);
        return subject;
    }

    /// <inheritdoc />
    public IActorRef Unwatch(IActorRef subject)
    {
        Receiver.Tell(new InboxActor.StopWatch(subject), ActorRefs.NoSender);
        return subject;
    }

    /// <inheritdoc />
    public void Send(IActorRef target, object message) => target.Tell(message, Receiver);

    /// <inheritdoc />
    public object Receive() => Receive(_defaultTimeout);

    /// <inheritdoc />
    public object Receive(TimeSpan timeout) => Await(null, timeout);

    /// <inheritdoc />
    public object ReceiveWhere(Predicate<object> predicate) => ReceiveWhere(predicate, _defaultTimeout);

    /// <inheritdoc />
    public object ReceiveWhere(Predicate<object> predicate, TimeSpan timeout) => Await(predicate, timeout);

    /// <inheritdoc />
    public Task<object> ReceiveAsync() => ReceiveAsync(_defaultTimeout);

    /// <inheritdoc />
    public async Task<object> ReceiveAsync(TimeSpan timeout)
    {
        object answer = await Receiver.Ask<object>(Query(null, timeout), Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        return answer;
    }

    private InboxActor.Get Query(Predicate<object>? predicate, TimeSpan timeout) => new(_system.Scheduler.TimeNow() + timeout, predicate);

    private object Await(Predicate<object>? predicate, TimeSpan timeout)
    {
        Task<object> task = Receiver.Ask<object>(Query(predicate, timeout), Timeout.InfiniteTimeSpan);
        try
        {
            if (!task.Wait(timeout + TimeSpan.FromSeconds(1)))
            {
                throw new TimeoutException($"Inbox {Receiver.Path} didn't receive a response message in specified timeout {timeout}");
            }
        }
        catch (AggregateException e) when (e.InnerException is TimeoutException)
        {
            throw new TimeoutException($"Inbox {Receiver.Path} didn't receive a response message in specified timeout {timeout}");
        }

        return task.Result is Status.Failure { Cause: TimeoutException cause } ? throw new TimeoutException(
            $"Inbox {Receiver.Path} didn't receive a response message in specified timeout {timeout}", cause) : task.Result;
    }

    /// <summary>Closes the inbox.</summary>
    public void Dispose()
    {
        _system.Stop(Receiver);
        GC.SuppressFinalize(this);
    }
}

/// <summary>Reads a scheduler's clock.</summary>
internal static class SchedulerTime
{
    public static TimeSpan TimeNow(this IScheduler scheduler) =>
        scheduler.MonotonicClock;
}

/// <summary>Keeps an inbox's messages until somebody asks for them, and askers until a message comes.</summary>
internal sealed class InboxActor(int size) : ActorBase
{
    private readonly LinkedList<object> _messages = new();
    private readonly LinkedList<(Get Query, IActorRef Client)> _clients = new();
    private bool _warned;
    private ICancelable? _kick;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Get get:
                Serve(get);
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

    private void Serve(Get get)
    {
        for (LinkedListNode<object>? node = _messages.First; node is not null; node = node.Next)
        {
            if (get.Predicate is null || get.Predicate(node.Value))
            {
                _messages.Remove(node);
                _warned = false;
                Sender.Tell(node.Value, ActorRefs.NoSender);
                return;
            }
        }

        _clients.AddLast((get, Sender));
        Expire();
    }

    private void Deliver(object message)
    {
        for (LinkedListNode<(Get Query, IActorRef Client)>? node = _clients.First; node is not null; node = node.Next)
        {
            if (node.Value.Query.Predicate is null || node.Value.Query.Predicate(message))
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
        TimeSpan now = Context.System.Scheduler.TimeNow();
        for (LinkedListNode<(Get Query, IActorRef Client)>? node = _clients.First; node is not null;)
        {
            LinkedListNode<(Get Query, IActorRef Client)>? next = node.Next;
            if (node.Value.Query.Deadline <= now)
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
            TimeSpan left = _clients.Min(static c => c.Query.Deadline) - Context.System.Scheduler.TimeNow();
            _kick = Context.System.Scheduler.ScheduleTellOnceCancelable(left > TimeSpan.Zero ? left : TimeSpan.Zero, Self, Kick.Instance, Self);
        }
    }

    protected override void PostStop() => _kick?.Cancel();

    internal sealed record Get(TimeSpan Deadline, Predicate<object>? Predicate);

    internal sealed record StartWatch(IActorRef Target, object? Message);

    internal sealed record StopWatch(IActorRef Target);

    private sealed class Kick
    {
        public static readonly Kick Instance = new();
    }
}
