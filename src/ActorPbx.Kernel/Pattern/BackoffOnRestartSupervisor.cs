using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Pattern;

/// <summary>Turns each restart of its child into a stop and, after a pause, a start; a child that stops by itself ends the supervisor.</summary>
internal sealed class BackoffOnRestartSupervisor : BackoffSupervisorBase
{
    private readonly TimeSpan _minBackoff;
    private readonly TimeSpan _maxBackoff;
    private readonly double _randomFactor;
    private readonly OneForOneStrategy _strategy;

    public BackoffOnRestartSupervisor(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, IBackoffReset reset, double randomFactor, OneForOneStrategy strategy, object? replyWhileStopped, Func<object, bool>? finalStopMessage)
        : base(childProps, childName, reset, replyWhileStopped, finalStopMessage)
    {
        _minBackoff = minBackoff;
        _maxBackoff = maxBackoff;
        _randomFactor = randomFactor;
        _strategy = strategy;
    }

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(_strategy.MaxNumberOfRetries, _strategy.WithinTimeRangeMilliseconds, (Exception e) => Judge(e), true);

    protected override bool Receive(object message)
    {
        if (message is not Terminated terminated || !terminated.ActorRef.Equals(Child))
            return HandleBackoff(message);
        Log.Debug("Terminating, because child [{0}] terminated itself", Child);
        Context.Stop(Self);
        return true;
    }

    private Directive Judge(Exception cause)
    {
        var directive = (_strategy.Decider ?? Actor.SupervisorStrategy.DefaultDecider).Decide(cause);
        if (directive != Directive.Restart)
            return directive;

        var window = _strategy.WithinTimeRangeMilliseconds;
        if (window > 0 && RestartCountN == 0)
            Context.System.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(window), Self, new BackoffSupervisor.ResetRestartCount(RestartCountN), Self);
        if (_strategy.MaxNumberOfRetries >= 0 && RestartCountN + 1 > _strategy.MaxNumberOfRetries)
        {
            Log.Debug("Terminating on restart #{0} which exceeds max allowed restarts ({1})", RestartCountN + 1, _strategy.MaxNumberOfRetries);
            Become(Receive);
            Context.Stop(Self);
        }
        else
        {
            var child = Sender;
            Become(message => AwaitEnd(child, message));
        }

        return Directive.Stop;
    }

    private bool AwaitEnd(IActorRef child, object message)
    {
        switch (message)
        {
            case Terminated terminated when terminated.ActorRef.Equals(child):
                Become(Receive);
                Child = null;
                var delay = BackoffSupervisor.CalculateDelay(RestartCountN, _minBackoff, _maxBackoff, _randomFactor);
                Context.System.Scheduler.ScheduleTellOnce(delay, Self, BackoffSupervisor.StartChild.Instance, Self);
                RestartCountN++;
                return true;
            case BackoffSupervisor.StartChild:
                // A start that was due for the child before; the next one comes after this child's end.
                return true;
            default:
                return HandleBackoff(message);
        }
    }
}
