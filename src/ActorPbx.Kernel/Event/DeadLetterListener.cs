using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Event;

/// <summary>Logs messages that could not be delivered, and after the number that the configuration sets keeps silent for a while.</summary>
public class DeadLetterListener : ActorBase
{
    private readonly EventStream _eventStream = Context.System.EventStream;
    private readonly int _maxCount = Context.System.Settings.LogDeadLetters;
    private readonly TimeSpan _suspendDuration = Context.System.Settings.LogDeadLettersSuspendDuration;
    private int _count;
    private TimeSpan? _silentUntil;

    /// <inheritdoc />
    protected override void PreStart()
    {
        _eventStream.Subscribe(Self, typeof(DeadLetter));
        _eventStream.Subscribe(Self, typeof(Dropped));
        _eventStream.Subscribe(Self, typeof(UnhandledMessage));
    }

    /// <inheritdoc />
    protected override void PostRestart(Exception reason)
    {
        // The subscriptions outlive the instance.
    }

    /// <inheritdoc />
    protected override void PreRestart(Exception reason, object message)
    {
        // The subscriptions outlive the instance.
    }

    /// <inheritdoc />
    protected override void PostStop() => _eventStream.Unsubscribe(Self);

    /// <inheritdoc />
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case AllDeadLetters dead:
                Count(dead.Message, dead.Recipient, dead.Sender, dead is Dropped dropped ? $"was dropped. {dropped.Reason}." : "was not delivered.");
                return true;
            case UnhandledMessage unhandled:
                Count(unhandled.Message, unhandled.Recipient, unhandled.Sender, "was unhandled.");
                return true;
            default:
                return false;
        }
    }

    private void Count(object message, IActorRef? recipient, IActorRef? sender, string fate)
    {
        _count++;
        TimeSpan now = Context.System.Scheduler.MonotonicClock;
        if (_silentUntil is { } until)
        {
            if (now < until)
            {
                return;
            }

            Log(message, recipient, sender, fate, $", of which {_count - _maxCount - 1} were not logged. The counter will be reset now");
            _silentUntil = null;
            _count = 0;
        }
        else if (_maxCount == int.MaxValue || _count < _maxCount)
        {
            Log(message, recipient, sender, fate, "");
        }
        else if (_suspendDuration == Timeout.InfiniteTimeSpan)
        {
            Log(message, recipient, sender, fate, ", no more dead letters will be logged");
            Context.Stop(Self);
        }
        else
        {
            Log(message, recipient, sender, fate, $", no more dead letters will be logged in next [{_suspendDuration}]");
            _silentUntil = now + _suspendDuration;
        }
    }

    private void Log(object message, IActorRef? recipient, IActorRef? sender, string fate, string outlook)
    {
        IActorRef target = recipient ?? Self;
        string origin = sender is null or DeadLetterActorRef ? "without sender" : $"from {sender.Path}";
        _eventStream.Publish(new Info(
            target.Path.ToString(),
            target.GetType(),
            $"Message [{message.GetType().Name}] {origin} to {target.Path} {fate} [{_count}] dead letters encountered{outlook}. "
            + $"If this is not an expected behavior then {target.Path} may have terminated unexpectedly. "
            + "This logging can be turned off or adjusted with configuration settings 'akka.log-dead-letters' "
            + $"and 'akka.log-dead-letters-during-shutdown'. Message content: {message}"));
    }
}
