using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Actor.Internal;

namespace ActorPbx.Kernel.TestKit;

/// <summary>A state machine that runs on the calling thread and whose state a test can read and set.</summary>
public class TestFSMRef<TActor, TState, TData> : TestActorRefBase<TActor> where TState : notnull where TActor : FSM<TState, TData>
{
    /// <summary>Starts the state machine, with debug logging of its events if wanted.</summary>
    public TestFSMRef(ActorSystem system, Props props, IActorRef? supervisor = null, string? name = null, bool activateLogging = false)
        : base(system, props, supervisor, name)
    {
        if (activateLogging)
            Tell(InternalActivateFsmLogging.Instance, this);
    }

    /// <summary>The state's name.</summary>
    public TState StateName => UnderlyingActor.StateName;

    /// <summary>The state's data.</summary>
    public TData StateData => UnderlyingActor.StateData;

    private IInternalSupportsTestFSMRef<TState, TData> Machine => UnderlyingActor;

    /// <summary>Sets the data as a transition to the same state would.</summary>
    public void SetStateData(TData stateData, TimeSpan? timeout = null) => SetState(StateName, stateData, timeout);

    /// <summary>Sets the state's timeout as a transition to the same state would.</summary>
    public void SetStateTimeout(TimeSpan timeout) => SetState(StateName, StateData, timeout);

    /// <summary>Sets the state and keeps the data.</summary>
    public void SetState(TState stateName, TimeSpan? timeout = null) => SetState(stateName, StateData, timeout);

    /// <summary>Sets state and data as a transition would, with its timeout and its stop.</summary>
    public void SetState(TState stateName, TData stateData, TimeSpan? timeout = null, FSMBase.Reason? stopReason = null) =>
        InternalRef.Cell.UseThreadContext(() => Machine.ApplyState(new FSMBase.State<TState, TData>(stateName, stateData, timeout, stopReason)));

    /// <summary>Starts a named timer of the machine.</summary>
    public void SetTimer(string name, object msg, TimeSpan timeout, bool repeat = false) =>
        InternalRef.Cell.UseThreadContext(() => UnderlyingActor.SetTimer(name, msg, timeout, repeat));

    /// <summary>Stops a named timer of the machine.</summary>
    public void CancelTimer(string name) => UnderlyingActor.CancelTimer(name);

    /// <summary>Whether a named timer runs.</summary>
    public bool IsTimerActive(string name) => UnderlyingActor.IsTimerActive(name);

    /// <summary>Whether the state's own timer runs.</summary>
    public bool IsStateTimerActive() => Machine.IsStateTimerActive;
}
