using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ActorPbx.EndToEnd.Tests.Hosts;

/// <summary>A network device of a host whose packets this process reads and writes.</summary>
internal sealed partial class TunDevice : IDisposable
{
    private const uint SetInterface = 0x400454ca; // TUNSETIFF
    private const short PlainPackets = 0x1001; // IFF_TUN | IFF_NO_PI
    private const short Readable = 1; // POLLIN

    private readonly SafeFileHandle _handle;

    private TunDevice(SafeFileHandle handle) => _handle = handle;

    /// <summary>Makes a device of this name on a host. It is down until <c>ip</c> takes it up, and goes with this object.</summary>
    public static TunDevice Open(Host host, string name) => host.Inside(() =>
    {
        var handle = File.OpenHandle("/dev/net/tun", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var request = new byte[40]; // struct ifreq: the name in 16 bytes, then flags
        Encoding.ASCII.GetBytes(name, request);
        MemoryMarshal.Write(request.AsSpan(16), PlainPackets);
        if (Control(handle, SetInterface, request) == 0) return new TunDevice(handle);
        handle.Dispose();
        throw new InvalidOperationException($"TUNSETIFF {name}: {Marshal.GetLastPInvokeErrorMessage()}");
    });

    /// <summary>The next packet that the host sends; null when there is none in this time.</summary>
    public byte[]? Read(byte[] buffer, TimeSpan patience)
    {
        var wanted = new PollEntry { Descriptor = (int)_handle.DangerousGetHandle(), Events = Readable };
        if (Poll(ref wanted, 1, (int)patience.TotalMilliseconds) <= 0) return null;
        var length = Read(_handle, buffer, (nuint)buffer.Length);
        return length > 0 ? buffer[..(int)length] : null;
    }

    /// <summary>Gives the host a packet. A device that is down takes none.</summary>
    public void Write(byte[] packet) => _ = Write(_handle, packet, (nuint)packet.Length);

    public void Dispose() => _handle.Dispose();

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Found;
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle handle, nuint request, byte[] argument);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollEntry entry, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle handle, byte[] buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle handle, byte[] packet, nuint length);
}
