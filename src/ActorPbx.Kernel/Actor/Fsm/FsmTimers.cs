using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>The named timers of one state machine.</summary>
internal sealed class FsmTimers
{
    private readonly Dictionary<string, FsmTimer> _timers = [];

    /// <summary>Starts a timer in place of one of the same name; with a log, it says so then and when it rings.</summary>
    public void Set(string name, object message, TimeSpan timeout, bool repeat, IScheduler scheduler, IActorRef self, ILoggingAdapter? debugLog)
    {
        debugLog?.Debug("setting {0}timer '{1}'/{2}: {3}", repeat ? "repeating " : "", name, timeout, message);
        Cancel(name, null);
        var timer = new FsmTimer(name, message, repeat, self, debugLog);
        _timers[name] = timer;
        timer.Schedule(scheduler, timeout);
    }

    /// <summary>What the log calls the cause of an event: a timer or a sender.</summary>
    public static string SourceName(object source) => source switch
    {
        string text => text,
        FsmTimer timer => $"timer '{timer.Name}'",
        IActorRef actor => actor.ToString()!,
        _ => "unknown",
    };

    /// <summary>Stops a timer, if there is one of the name.</summary>
    public void Cancel(string name, ILoggingAdapter? debugLog)
    {
        debugLog?.Debug("Cancelling timer {0}", name);
        if (_timers.Remove(name, out var timer))
            timer.Cancel();
    }

    /// <summary>Stops all timers.</summary>
    public void CancelAll()
    {
        foreach (var timer in _timers.Values)
            timer.Cancel();
        _timers.Clear();
    }

    /// <summary>Whether a timer of the name runs.</summary>
    public bool IsActive(string name) => _timers.ContainsKey(name);

    /// <summary>Whether the ringing of a timer still counts: not that of one cancelled, replaced or of an earlier instance of the machine. One that rings once is over with it.</summary>
    public bool Accept(FsmTimer rung)
    {
        if (!_timers.TryGetValue(rung.Name, out var current) || current != rung)
            return false;
        if (!rung.Repeat)
            _timers.Remove(rung.Name);
        return true;
    }
}

/// <summary>A named timer, itself what arrives at the machine when it rings; but a message that every actor understands arrives as it is.</summary>
internal sealed class FsmTimer(string name, object message, bool repeat, IActorRef self, ILoggingAdapter? debugLog) : INoSerializationVerificationNeeded
{
    private ICancelable? _task;

    private object Sent => Message is IAutoReceivedMessage ? Message : this;

    public string Name { get; } = name;

    public object Message { get; } = message;

    public bool Repeat { get; } = repeat;

    public void Schedule(IScheduler scheduler, TimeSpan timeout)
    {
        if (debugLog != null)
            _task = Repeat ? scheduler.Advanced.ScheduleRepeatedlyCancelable(timeout, timeout, SendWithLog) : scheduler.Advanced.ScheduleOnceCancelable(timeout, SendWithLog);
        else
            _task = Repeat ? scheduler.ScheduleTellRepeatedlyCancelable(timeout, timeout, self, Sent, self) : scheduler.ScheduleTellOnceCancelable(timeout, self, Sent, self);
    }

    public void Cancel() => _task?.Cancel(false);

    private void SendWithLog()
    {
        debugLog!.Debug("{0}Timer '{1}' went off. Sending {2} -> {3}", _task is { IsCancellationRequested: true } ? "Cancelled " : "", Name, Message, self);
        self.Tell(Sent, self);
    }
}
