using System.Diagnostics;
using System.Globalization;

namespace ActorPbx.Benchmarks.Timers;

/// <summary>
/// How late timers of an actor system's scheduler go off, beside how late a bare thread wakes in the same run, so that the machine's own noise
/// can be taken off; and the processor time that a timer costs.
/// </summary>
internal static class TimerLateness
{
    private const int Timers = 100_000;
    private static readonly TimeSpan Head = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(2);

    public static void Run()
    {
        var system = ActorSystem.Create("timers", ConfigurationFactory.ParseString("akka.loggers = []\nakka.loglevel = OFF\nakka.stdout-loglevel = OFF"));
        try
        {
            Round(system); // code is compiled as it is first used
            Print(Round(system));
        }
        finally
        {
            system.Terminate().Wait();
        }
    }

    private static Outcome Round(ActorSystem system)
    {
        var lateness = new long[Timers];
        var sleeper = new BareSleeper((int)(Spread.TotalMilliseconds * 4));
        using var left = new CountdownEvent(Timers);
        var begun = Stopwatch.GetTimestamp();
        var idle = Environment.CpuUsage.TotalTime;
        Start(system.Scheduler, lateness, left);
        var started = Environment.CpuUsage.TotalTime;
        var rest = Head - Stopwatch.GetElapsedTime(begun);
        if (rest <= TimeSpan.Zero)
            throw new InvalidOperationException($"The machine is too busy: it took longer than {Head.TotalSeconds} s to start the timers.");
        Thread.Sleep(rest);

        var before = Environment.CpuUsage.TotalTime;
        sleeper.Start();
        left.Wait();
        sleeper.Stop();
        var gone = Environment.CpuUsage.TotalTime - before;
        return new(lateness, sleeper.Lateness, started - idle, gone - TimeSpan.FromMicroseconds(sleeper.Cpu / 1e3));
    }

    private static void Start(IScheduler scheduler, long[] lateness, CountdownEvent left)
    {
        var message = new object();
        for (var i = 0; i < Timers; i++)
        {
            var delay = Head + Spread * ((double)i / Timers);
            var due = Stopwatch.GetTimestamp() + (long)(delay.TotalSeconds * Stopwatch.Frequency);
            scheduler.ScheduleTellOnce(delay, new DueTimer(due, lateness, i, left), message, ActorRefs.NoSender);
        }
    }

    private static void Print(Outcome outcome)
    {
        Array.Sort(outcome.Timers);
        Array.Sort(outcome.Sleeper);
        Console.WriteLine("| | p50 | p90 | p99 | max |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        Row("timers, late by, ms", p => Ms(outcome.Timers, p));
        Row("bare thread, late by, ms", p => Ms(outcome.Sleeper, p));
        Row("difference, ms", p => Ms(outcome.Timers, p) - Ms(outcome.Sleeper, p));
        Row("ratio", p => Ms(outcome.Timers, p) / Ms(outcome.Sleeper, p));
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"CPU per timer: {PerTimer(outcome.CpuToStart):F2} µs to start it, {PerTimer(outcome.CpuToFire):F2} µs to go off ({Timers:N0} timers, {outcome.Sleeper.Length:N0} half milliseconds)"));
    }

    private static void Row(string name, Func<double, double> value) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {value(0.5):F3} | {value(0.9):F3} | {value(0.99):F3} | {value(1):F3} |"));

    private static double Ms(long[] sorted, double share) => sorted[Math.Min((int)(sorted.Length * share), sorted.Length - 1)] / 1e6;

    private static double PerTimer(TimeSpan cpu) => cpu.TotalMicroseconds / Timers;

    private sealed record Outcome(long[] Timers, long[] Sleeper, TimeSpan CpuToStart, TimeSpan CpuToFire);
}
