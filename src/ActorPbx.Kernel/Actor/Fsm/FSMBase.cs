namespace ActorPbx.Kernel.Actor;

/// <summary>The messages and values of finite state machines, for every kind of state and data.</summary>
public abstract class FSMBase : ActorBase
{
    /// <summary>Told to a new listener: the state at its subscription.</summary>
    public sealed class CurrentState<TS>(IActorRef fsmRef, TS state)
    {
        /// <summary>The state machine.</summary>
        public IActorRef FsmRef { get; } = fsmRef;

        /// <summary>Its state.</summary>
        public TS State { get; } = state;

        /// <inheritdoc/>
        public override bool Equals(object? obj) =>
            obj is CurrentState<TS> other && Equals(FsmRef, other.FsmRef) && EqualityComparer<TS>.Default.Equals(State, other.State);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(FsmRef, State);

        /// <inheritdoc/>
        public override string ToString() => $"CurrentState <{State}>";
    }

    /// <summary>Told to listeners: the machine went from one state to another, or was sent to the same again.</summary>
    public sealed class Transition<TS>(IActorRef fsmRef, TS from, TS to)
    {
        /// <summary>The state machine.</summary>
        public IActorRef FsmRef { get; } = fsmRef;

        /// <summary>The state that was left.</summary>
        public TS From { get; } = from;

        /// <summary>The state that was entered.</summary>
        public TS To { get; } = to;

        /// <inheritdoc/>
        public override bool Equals(object? obj) =>
            obj is Transition<TS> other && Equals(FsmRef, other.FsmRef)
            && EqualityComparer<TS>.Default.Equals(From, other.From) && EqualityComparer<TS>.Default.Equals(To, other.To);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(FsmRef, From, To);

        /// <inheritdoc/>
        public override string ToString() => $"Transition({From}, {To})";
    }

    /// <summary>Asks a state machine to tell an actor its state now and its transitions from now on.</summary>
    public sealed class SubscribeTransitionCallBack(IActorRef actorRef)
    {
        /// <summary>The listener.</summary>
        public IActorRef ActorRef { get; } = actorRef;
    }

    /// <summary>Takes a subscription back.</summary>
    public sealed class UnsubscribeTransitionCallBack(IActorRef actorRef)
    {
        /// <summary>The listener.</summary>
        public IActorRef ActorRef { get; } = actorRef;
    }

    /// <summary>Why a state machine stops.</summary>
    public abstract class Reason;

    /// <summary>It stops because it decided so.</summary>
    public sealed class Normal : Reason
    {
        private Normal()
        {
        }

        /// <summary>The only one.</summary>
        public static Normal Instance { get; } = new();
    }

    /// <summary>It is stopped from outside.</summary>
    public sealed class Shutdown : Reason
    {
        private Shutdown()
        {
        }

        /// <summary>The only one.</summary>
        public static Shutdown Instance { get; } = new();
    }

    /// <summary>It stops because of an error.</summary>
    public sealed class Failure(object cause) : Reason
    {
        /// <summary>The error: an exception or a text.</summary>
        public object Cause { get; } = cause;

        /// <inheritdoc/>
        public override string ToString() => $"Failure({Cause})";
    }

    /// <summary>The event of a state that lasted too long.</summary>
    public sealed class StateTimeout
    {
        private StateTimeout()
        {
        }

        /// <summary>The only one.</summary>
        public static StateTimeout Instance { get; } = new();
    }

    /// <summary>One handled event of a machine that keeps a log.</summary>
    public sealed class LogEntry<TS, TD>(TS stateName, TD stateData, object fsmEvent)
    {
        /// <summary>The state in which the event came.</summary>
        public TS StateName { get; } = stateName;

        /// <summary>The data with which the event came.</summary>
        public TD StateData { get; } = stateData;

        /// <summary>The event.</summary>
        public object FsmEvent { get; } = fsmEvent;

        /// <inheritdoc/>
        public override string ToString() => $"StateName: <{StateName}>, StateData: <{StateData}>, FsmEvent: <{FsmEvent}>";
    }

    /// <summary>A state with its data, and what a transition into it carries: timeout, stop reason, replies.</summary>
    public sealed class State<TS, TD>(TS stateName, TD stateData, TimeSpan? timeout = null, Reason? stopReason = null, IReadOnlyList<object>? replies = null, bool notifies = true)
        : IEquatable<State<TS, TD>>
    {
        /// <summary>The state's name.</summary>
        public TS StateName { get; } = stateName;

        /// <summary>The state's data.</summary>
        public TD StateData { get; } = stateData;

        /// <summary>How long the state may last; null: as declared for the state; <see cref="TimeSpan.MaxValue"/>: for ever.</summary>
        public TimeSpan? Timeout { get; } = timeout;

        /// <summary>Why the machine shall stop, or null.</summary>
        public Reason? StopReason { get; } = stopReason;

        /// <summary>What is told to the sender on the transition, the last first.</summary>
        public IReadOnlyList<object> Replies { get; } = replies ?? [];

        internal bool Notifies { get; } = notifies;

        /// <summary>Limits the next state's time; overrides what is declared for it.</summary>
        public State<TS, TD> ForMax(TimeSpan timeout) => new(StateName, StateData, timeout, StopReason, Replies, Notifies);

        /// <summary>Tells the sender a reply on the transition.</summary>
        public State<TS, TD> Replying(object replyValue) => new(StateName, StateData, Timeout, StopReason, [replyValue, .. Replies], Notifies);

        /// <summary>Gives the next state other data.</summary>
        public State<TS, TD> Using(TD nextStateData) => new(StateName, nextStateData, Timeout, StopReason, Replies, Notifies);

        /// <inheritdoc/>
        public bool Equals(State<TS, TD>? other) =>
            other != null
            && EqualityComparer<TS>.Default.Equals(StateName, other.StateName)
            && EqualityComparer<TD>.Default.Equals(StateData, other.StateData)
            && Timeout == other.Timeout && Equals(StopReason, other.StopReason) && Replies.SequenceEqual(other.Replies);

        /// <inheritdoc/>
        public override bool Equals(object? obj) => Equals(obj as State<TS, TD>);

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(StateName, StateData, Timeout, StopReason, Replies.Count);

        /// <inheritdoc/>
        public override string ToString() => $"StateName: <{StateName}>, StateData: <{StateData}>";

        internal State<TS, TD> WithStopReason(Reason reason) => new(StateName, StateData, Timeout, reason, Replies, Notifies);

        internal State<TS, TD> WithNotification(bool notifies) => new(StateName, StateData, Timeout, StopReason, Replies, notifies);
    }

    /// <summary>A message with the data of the state in which it came.</summary>
    public readonly struct Event<TD>(object fsmEvent, TD stateData) : INoSerializationVerificationNeeded
    {
        /// <summary>The message.</summary>
        public object FsmEvent { get; } = fsmEvent;

        /// <summary>The state's data.</summary>
        public TD StateData { get; } = stateData;

        /// <inheritdoc/>
        public override string ToString() => $"Event: <{FsmEvent}>, StateData: <{StateData}>";
    }

    /// <summary>What the termination handler sees of a machine that stops.</summary>
    public sealed class StopEvent<TS, TD>(Reason reason, TS terminatedState, TD stateData) : INoSerializationVerificationNeeded
    {
        /// <summary>Why it stops.</summary>
        public Reason Reason { get; } = reason;

        /// <summary>Its last state.</summary>
        public TS TerminatedState { get; } = terminatedState;

        /// <summary>Its last data.</summary>
        public TD StateData { get; } = stateData;

        /// <inheritdoc/>
        public override string ToString() => $"Reason: <{Reason}>, TerminatedState: <{TerminatedState}>, StateData: <{StateData}>";
    }

    // The end of a state's time; counts only in the generation in which it was set.
    internal sealed record TimeoutMarker(long Generation) : INoSerializationVerificationNeeded;
}
