using System.Diagnostics;

namespace ActorPbx.Benchmarks.Timers;

/// <summary>What one timer sends to: it notes how late it was told, in nanoseconds.</summary>
internal sealed class DueTimer(long due, long[] lateness, int place, CountdownEvent left) : ICanTell
{
    public void Tell(object message, IActorRef? sender)
    {
        lateness[place] = (long)((Stopwatch.GetTimestamp() - due) * (1e9 / Stopwatch.Frequency));
        left.Signal();
    }
}
