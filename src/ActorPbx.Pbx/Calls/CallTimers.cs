using ActorPbx.Domain.Calls;

namespace ActorPbx.Pbx.Calls;

/// <summary>Keys and messages of the call timers, made once.</summary>
internal static class CallTimers
{
    private static readonly CallInput.TimerElapsed[] s_elapsed = [.. Enum.GetValues<CallTimer>().Select(timer => new CallInput.TimerElapsed(timer))];

    public static object Key(CallTimer timer) => s_elapsed[(int)timer];

    public static CallInput.TimerElapsed Elapsed(CallTimer timer) => s_elapsed[(int)timer];
}
