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
        Receiver.Tell(new StartWatch(subject, null), ActorRefs.NoSender);
        return subject;
    }

    /// <inheritdoc />
    public IActorRef WatchWith(IActorRef subject, object message)
    {
        Receiver.Tell(new StartWatch(subject, message), ActorRefs.NoSender);
        return subject;
    }

    /// <inheritdoc />
    public IActorRef Unwatch(IActorRef subject)
    {
        Receiver.Tell(new StopWatch(subject), ActorRefs.NoSender);
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
    public Task<object> ReceiveAsync(TimeSpan timeout) => Fetch(null, timeout);

    // What comes is what the inbox holds: a failure somebody sent is a letter like any other.
    private Task<object> Fetch(Predicate<object>? predicate, TimeSpan timeout)
    {
        var letter = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        Receiver.Tell(Query(predicate, timeout), new Taker(letter, ((ExtendedActorSystem)_system).Provider));
        return letter.Task;
    }

    private sealed class Taker(TaskCompletionSource<object> letter, IActorRefProvider provider) : FutureActorRef<object>(letter, null, provider)
    {
        private readonly TaskCompletionSource<object> _letter = letter;

        protected override void TellInternal(object message, IActorRef? sender)
        {
            if (_letter.TrySetResult(message))
            {
                Unregister();
            }
        }
    }

    private IQuery Query(Predicate<object>? predicate, TimeSpan timeout)
    {
        TimeSpan deadline = _system.Scheduler.MonotonicClock + timeout;
        return predicate is null ? new Get(deadline) : new Select(deadline, predicate);
    }

    private object Await(Predicate<object>? predicate, TimeSpan timeout)
    {
        Task<object> task = Fetch(predicate, timeout);
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
