using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.TestKit;

/// <summary>Comparers of what a state machine tells its listeners.</summary>
public static class FSMSpecHelpers
{
    /// <summary>Compares two <see cref="FSMBase.CurrentState{TS}"/>.</summary>
    public static Func<object, object, bool> CurrentStateExpector<TS>() => (expected, actual) =>
    {
        var one = (FSMBase.CurrentState<TS>)expected;
        var other = (FSMBase.CurrentState<TS>)actual;
        return one.FsmRef.Equals(other.FsmRef) && Equals(one.State, other.State);
    };

    /// <summary>Compares two <see cref="FSMBase.Transition{TS}"/>.</summary>
    public static Func<object, object, bool> TransitionStateExpector<TS>() => (expected, actual) =>
    {
        var one = (FSMBase.Transition<TS>)expected;
        var other = (FSMBase.Transition<TS>)actual;
        return one.FsmRef.Equals(other.FsmRef) && Equals(one.From, other.From) && Equals(one.To, other.To);
    };
}
