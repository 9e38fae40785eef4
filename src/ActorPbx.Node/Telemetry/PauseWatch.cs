using System.Diagnostics;

namespace ActorPbx.Node.Telemetry;

/// <summary>
/// Measures how long the whole process stands still: a thread sleeps a millisecond again and again, and what it oversleeps everybody else has waited too. By how much the runtime's own count of
/// the time that all threads were stopped grew meanwhile is a collection's pause: two collections within one nap count as one.
/// </summary>
internal sealed class PauseWatch : IDisposable
{
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(1);

    private readonly PauseFigures _figures = new();
    private readonly Thread _thread;
    private volatile bool _ending;

    /// <summary>Begins to measure.</summary>
    public PauseWatch()
    {
        _thread = new Thread(Watch) { IsBackground = true, Name = "pause-watch" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ending = true;
        _thread.Join();
        _figures.Dispose();
    }

    private void Watch()
    {
        var stopped = GC.GetTotalPauseDuration();
        while (!_ending)
        {
            var began = Stopwatch.GetTimestamp();
            Thread.Sleep(Nap);
            var now = Stopwatch.GetTimestamp();
            _figures.Stalled(Stopwatch.GetElapsedTime(began, now) - Nap, now);
            var before = stopped;
            stopped = GC.GetTotalPauseDuration();
            if (stopped > before)
            {
                _figures.Collected(stopped - before, now);
            }
        }
    }
}
