using System.Runtime.InteropServices;

namespace ActorPbx.Benchmarks.Timers;

/// <summary>
/// A thread that does nothing but sleep until each next half millisecond: how late it wakes is how late the machine lets any thread be at that moment.
/// </summary>
internal sealed class BareSleeper(int capacity)
{
    private const int Monotonic = 1;
    private const int ThreadCpuTime = 3;
    private const int UntilTheTime = 1;
    private const long Period = 500_000;
    private const long Second = 1_000_000_000;

    private readonly List<long> _lateness = new(capacity);
    private Thread? _thread;
    private volatile bool _stopped;
    private long _cpu;

    /// <summary>How late it was for each half millisecond, in nanoseconds; to be read once stopped.</summary>
    public long[] Lateness => [.. _lateness];

    /// <summary>The processor time that the thread took, in nanoseconds; to be read once stopped.</summary>
    public long Cpu => _cpu;

    public void Start()
    {
        _thread = new Thread(Sleep) { IsBackground = true, Name = "bare-sleeper", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    public void Stop()
    {
        _stopped = true;
        _thread?.Join();
    }

    private void Sleep()
    {
        var due = Clock(Monotonic) + Period;
        while (!_stopped)
        {
            var request = new TimeSpec { Seconds = (nint)(due / Second), Nanoseconds = (nint)(due % Second) };
            _ = ClockNanosleep(Monotonic, UntilTheTime, ref request, IntPtr.Zero);
            for (var now = Clock(Monotonic); due <= now; due += Period)
                _lateness.Add(now - due); // each that was slept through is late as well
        }

        _cpu = Clock(ThreadCpuTime);
    }

    private static long Clock(int clock)
    {
        _ = ClockGettime(clock, out var time);
        return time.Seconds * Second + time.Nanoseconds;
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ClockGettime(int clock, out TimeSpec time);

    [DllImport("libc", EntryPoint = "clock_nanosleep")]
    private static extern int ClockNanosleep(int clock, int flags, ref TimeSpec request, IntPtr remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
