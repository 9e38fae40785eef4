namespace ActorPbx.Kernel.Actor.Internal;

/// <summary>What the test kit may do to a state machine.</summary>
public interface IInternalSupportsTestFSMRef<TState, TData>
{
    /// <summary>Whether the state's own timer runs.</summary>
    bool IsStateTimerActive { get; }

    /// <summary>Makes a transition as if a state function had returned it.</summary>
    void ApplyState(FSMBase.State<TState, TData> upcomingState);
}

/// <summary>Turns on the debug logging of one state machine.</summary>
public sealed class InternalActivateFsmLogging
{
    private InternalActivateFsmLogging()
    {
    }

    /// <summary>The only one.</summary>
    public static InternalActivateFsmLogging Instance { get; } = new();
}
