using System.Buffers.Binary;
using System.Net.Sockets;

namespace ActorPbx.Sip.Transport;

/// <summary>What all stream connections of one listener name have in common, accepted or made.</summary>
internal sealed class StreamSetup(string name, TlsContext? tls, TimeSpan unacknowledgedTimeout)
{
    private const int TcpLevel = 6;
    private const int UserTimeout = 18;

    public string Name => name;

    public TlsContext? Tls => tls;

    /// <summary>Small messages without delay, and an end to those that nobody acknowledges.</summary>
    public void Prepare(Socket socket)
    {
        socket.NoDelay = true;
        if (unacknowledgedTimeout <= TimeSpan.Zero || !OperatingSystem.IsLinux()) return;
        Span<byte> milliseconds = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(milliseconds, (int)unacknowledgedTimeout.TotalMilliseconds);
        if (!BitConverter.IsLittleEndian) milliseconds.Reverse();
        socket.SetRawSocketOption(TcpLevel, UserTimeout, milliseconds);
    }
}
