using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ActorPbx.Sip.Transport;

/// <summary>The few system calls of Linux that .NET's sockets do not offer: many datagrams for one call, and sends that never wait.</summary>
internal static partial class LinuxSockets
{
    public const int WaitForOne = 0x10000;
    public const int DontWait = 0x40;
    public const int ShutReadWrite = 2;
    public const int Interrupted = 4;
    public const int TryAgain = 11;
    public const int NoBuffers = 105;

    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct IoVector
    {
        public byte* Base;
        public nuint Length;
    }

    /// <summary><c>struct mmsghdr</c> of 64-bit systems: a <c>msghdr</c> of 56 bytes and the length received.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct MessageHeader
    {
        public byte* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
        public int Padding;
        public uint ReceivedLength;
        public uint EndPadding;
    }

    public static bool IsSupported => OperatingSystem.IsLinux() && nint.Size == 8;

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static unsafe partial int ReceiveMany(int socket, MessageHeader* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    public static unsafe partial nint SendTo(SafeSocketHandle socket, byte* message, nuint length, int flags, byte* address, uint addressLength);

    [LibraryImport("libc", EntryPoint = "shutdown")]
    public static partial int Shutdown(int socket, int how);
}
