using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.Pattern;
using ActorPbx.Kernel.Routing;

namespace ActorPbx.Kernel.Actor;

/// <summary>
/// An actor that is a finite state machine: for each state a function from event and data to the next state.
/// A state may have a timeout; named timers deliver events of their own, and a cancelled one never arrives.
/// </summary>
public abstract class FSM<TState, TData> : FSMBase, IListeners, IInternalSupportsTestFSMRef<TState, TData> where TState : notnull
{
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<TState, StateFunction> _stateFunctions = [];
    private readonly Dictionary<TState, TimeSpan?> _stateTimeouts = [];
    private readonly List<TransitionHandler> _transitionHandlers = [];
    private readonly FsmTimers _timers = new();
    private StateFunction _unhandled;
    private Action<StopEvent<TState, TData>> _terminationHandler = _ => { };
    private State<TState, TData>? _currentState;
    private State<TState, TData>? _nextState;
    private ICancelable? _stateTimer;
    private long _generation;

    /// <summary>Whether the machine logs its events.</summary>
    protected bool DebugEvent;

    /// <summary>A machine without states; its constructor declares them, then calls <see cref="Initialize"/>.</summary>
    protected FSM()
    {
        _unhandled = UnhandledByDefault;
        if (this is ILoggingFSM)
            DebugEvent = Context.System.Settings.FsmDebugEvent;
    }

    /// <summary>What a state does with an event; null passes it on to the next function or to the unhandled one.</summary>
    public delegate State<TState, TData>? StateFunction(Event<TData> fsmEvent);

    /// <summary>Told of a transition before it takes place.</summary>
    public delegate void TransitionHandler(TState initialState, TState nextState);

    /// <summary>Who is told of the transitions.</summary>
    public ListenerSupport Listeners { get; } = new();

    /// <summary>The state's name.</summary>
    public TState StateName => Started(nameof(StateName)).StateName;

    /// <summary>The state's data.</summary>
    public TData StateData => Started(nameof(StateData)).StateData;

    /// <summary>The data of the state about to be entered, inside a transition handler.</summary>
    public TData NextStateData => _nextState is { } next
        ? next.StateData
        : throw new InvalidOperationException("NextStateData is only available during OnTransition");

    bool IInternalSupportsTestFSMRef<TState, TData>.IsStateTimerActive => _stateTimer != null;

    /// <summary>Declares a state, or adds a function to it that is asked after those before; the timeout is how long the state lasts at most.</summary>
    public void When(TState stateName, StateFunction func, TimeSpan? timeout = null)
    {
        if (_stateFunctions.TryGetValue(stateName, out var first))
        {
            _stateFunctions[stateName] = OrElse(first, func);
            _stateTimeouts[stateName] = timeout ?? _stateTimeouts[stateName];
            return;
        }

        _stateFunctions.Add(stateName, func);
        _stateTimeouts.TryAdd(stateName, timeout);
    }

    /// <summary>Sets the first state, with a timeout of its own if wanted.</summary>
    public void StartWith(TState stateName, TData stateData, TimeSpan? timeout = null) =>
        _currentState = new State<TState, TData>(stateName, stateData, timeout);

    /// <summary>Enters the first state and starts its timer; the last call of the constructor.</summary>
    public void Initialize() => MakeTransition(Started("Initialize"));

    /// <summary>A transition to a state; to the present one too, which then is left and entered again.</summary>
    public State<TState, TData> GoTo(TState nextStateName) => new(nextStateName, StateData);

    /// <summary>A transition to a state with other data.</summary>
    [Obsolete("Use GoTo(nextStateName).Using(newStateData).")]
    public State<TState, TData> GoTo(TState nextStateName, TData stateData) => new(nextStateName, stateData);

    /// <summary>No transition.</summary>
    public State<TState, TData> Stay() => GoTo(StateName).WithNotification(false);

    /// <summary>Stops the machine as it wished to.</summary>
    public State<TState, TData> Stop() => Stop(Normal.Instance);

    /// <summary>Stops the machine for the reason given.</summary>
    public State<TState, TData> Stop(Reason reason) => Stop(reason, StateData);

    /// <summary>Stops the machine for the reason and with the data given.</summary>
    public State<TState, TData> Stop(Reason reason, TData stateData) => Stay().Using(stateData).WithStopReason(reason);

    /// <summary>Changes what a state function returns.</summary>
    public TransformHelper Transform(StateFunction func) => new(func);

    /// <summary>Starts a named timer, in place of one of the same name; its message is an event of the machine.</summary>
    public void SetTimer(string name, object msg, TimeSpan timeout, bool repeat = false) =>
        _timers.Set(name, msg, timeout, repeat, Context.System.Scheduler, Self, DebugEvent ? _log : null);

    /// <summary>Stops a named timer; its message does not come any more, not even if it was on its way.</summary>
    public void CancelTimer(string name) => _timers.Cancel(name, DebugEvent ? _log : null);

    /// <summary>Whether a named timer was started and neither stopped nor, if it rings once, has rung.</summary>
    public bool IsTimerActive(string name) => _timers.IsActive(name);

    /// <summary>Sets how long a state lasts at most from its next entry on; null: for ever.</summary>
    public void SetStateTimeout(TState state, TimeSpan? timeout) => _stateTimeouts[state] = timeout;

    /// <summary>Adds a handler of transitions.</summary>
    public void OnTransition(TransitionHandler transitionHandler) => _transitionHandlers.Add(transitionHandler);

    /// <summary>Sets the handler of the machine's end.</summary>
    public void OnTermination(Action<StopEvent<TState, TData>> terminationHandler) => _terminationHandler = terminationHandler;

    /// <summary>Sets the function for events that the state did not handle.</summary>
    public void WhenUnhandled(StateFunction stateFunction) => _unhandled = OrElse(stateFunction, UnhandledByDefault);

    void IInternalSupportsTestFSMRef<TState, TData>.ApplyState(State<TState, TData> upcomingState) => ApplyState(upcomingState);

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case TimeoutMarker marker:
                if (_generation == marker.Generation)
                    ProcessEvent(StateTimeout.Instance, "state timeout");
                break;
            case FsmTimer timer:
                if (_timers.Accept(timer))
                    HandleEvent(timer.Message, timer);
                break;
            case SubscribeTransitionCallBack subscribe:
                AddListener(subscribe.ActorRef);
                break;
            case Listen listen:
                AddListener(listen.Listener);
                break;
            case UnsubscribeTransitionCallBack unsubscribe:
                RemoveListener(unsubscribe.ActorRef);
                break;
            case Deafen deafen:
                RemoveListener(deafen.Listener);
                break;
            case InternalActivateFsmLogging:
                DebugEvent = true;
                break;
            default:
                HandleEvent(message, Sender);
                break;
        }

        return true;
    }

    /// <summary>Runs the termination handler; an override calls it too.</summary>
    protected override void PostStop()
    {
        // The restarted instance begins afresh, so ending this one does no harm.
        if (_currentState != null)
            Terminate(Stay().WithStopReason(Shutdown.Instance));
        base.PostStop();
    }

    /// <summary>Logs why the machine ends: failures as errors, nothing else.</summary>
    protected virtual void LogTermination(Reason reason)
    {
        if (reason is not Failure failure)
            return;
        if (failure.Cause is Exception exception)
            _log.Error(exception, "terminating due to Failure");
        else
            _log.Error(failure.Cause?.ToString() ?? "");
    }

    private static StateFunction OrElse(StateFunction first, StateFunction second) => e => first(e) ?? second(e);

    private State<TState, TData> Started(string member) =>
        _currentState ?? throw new IllegalStateException($"You must call StartWith before calling {member}.");

    private State<TState, TData> UnhandledByDefault(Event<TData> fsmEvent)
    {
        _log.Warning("unhandled event {0} in state {1}", fsmEvent.FsmEvent, StateName);
        return Stay();
    }

    private void HandleEvent(object message, object source)
    {
        CancelStateTimer();
        ProcessEvent(message, source);
    }

    private void CancelStateTimer()
    {
        _stateTimer?.Cancel(false);
        _stateTimer = null;
        _generation++;
    }

    private void AddListener(IActorRef listener)
    {
        Context.Watch(listener);
        Listeners.Add(listener);
        listener.Tell(new CurrentState<TState>(Self, StateName));
    }

    private void RemoveListener(IActorRef listener)
    {
        Context.Unwatch(listener);
        Listeners.Remove(listener);
    }

    private void ProcessEvent(object message, object source)
    {
        var old = Started("Receive");
        var fsmEvent = new Event<TData>(message, old.StateData);
        if (DebugEvent)
            _log.Debug("processing {0} from {1} in state {2}", fsmEvent, FsmTimers.SourceName(source), old.StateName);

        var next = _stateFunctions[old.StateName](fsmEvent) ?? _unhandled(fsmEvent)!;
        ApplyState(next);
        if (DebugEvent && !old.Equals(next))
            _log.Debug("transition {0} -> {1}", old, next);
    }

    private void ApplyState(State<TState, TData> next)
    {
        if (next.StopReason == null)
        {
            MakeTransition(next);
            return;
        }

        Reply(next);
        Terminate(next);
        Context.Stop(Self);
    }

    private void MakeTransition(State<TState, TData> next)
    {
        if (!_stateFunctions.ContainsKey(next.StateName))
        {
            Terminate(Stay().WithStopReason(new Failure($"Next state {next.StateName} does not exist")));
            return;
        }

        Reply(next);
        var from = StateName;
        if (next.Notifies || !EqualityComparer<TState>.Default.Equals(from, next.StateName))
            AnnounceTransition(from, next);
        _currentState = next;
        var timeout = next.Timeout ?? _stateTimeouts[next.StateName];
        if (timeout is { } limit && limit < TimeSpan.MaxValue && limit >= TimeSpan.Zero)
            _stateTimer = Context.System.Scheduler.ScheduleTellOnceCancelable(limit, Self, new TimeoutMarker(_generation), Self);
    }

    private void AnnounceTransition(TState from, State<TState, TData> next)
    {
        _nextState = next;
        foreach (var handler in _transitionHandlers)
            handler(from, next.StateName);
        Listeners.Gossip(new Transition<TState>(Self, from, next.StateName));
        _nextState = null;
    }

    private void Reply(State<TState, TData> next)
    {
        for (var i = next.Replies.Count - 1; i >= 0; i--)
            Sender.Tell(next.Replies[i], Self);
    }

    private void Terminate(State<TState, TData> next)
    {
        if (Started("Stop").StopReason != null)
            return;
        var reason = next.StopReason!;
        LogTermination(reason);
        _timers.CancelAll();
        _stateTimer?.Cancel(false);
        _stateTimer = null;
        _currentState = next;
        _terminationHandler(new StopEvent<TState, TData>(reason, next.StateName, next.StateData));
    }

    /// <summary>A state function whose result is changed by another function.</summary>
    public sealed class TransformHelper(StateFunction func)
    {
        /// <summary>The state function.</summary>
        public StateFunction Func { get; } = func;

        /// <summary>The state function that returns the changed result.</summary>
        public StateFunction Using(Func<State<TState, TData>, State<TState, TData>> andThen) => fsmEvent => andThen(Func(fsmEvent)!);
    }
}
