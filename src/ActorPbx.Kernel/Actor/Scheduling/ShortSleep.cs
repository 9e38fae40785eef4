using System.Runtime.InteropServices;

namespace ActorPbx.Kernel.Actor;

/// <summary>Sleeps for less than a millisecond, which the runtime's own waits cannot.</summary>
internal static partial class ShortSleep
{
    private static readonly bool Posix = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Sleeps for the time, in units of 100 ns.</summary>
    public static void Wait(long timeSpanTicks)
    {
        if (!Posix)
        {
            Thread.Sleep(1);
            return;
        }

        var time = new TimeSpec { Seconds = 0, Nanoseconds = (nint)(timeSpanTicks * 100) };
        _ = Nanosleep(in time, IntPtr.Zero);
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Nanosleep(in TimeSpec request, IntPtr remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
