using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Transport;

/// <summary>One UDP listener: a socket, how it is read, and the flows of its peers.</summary>
internal sealed class UdpSocket : IDisposable
{
    private readonly Socket _socket;
    private readonly SafeSocketHandle _handle;
    private readonly SipLimits _limits;
    private readonly IInbound _inbound;
    private readonly TransportStatistics _statistics;
    private readonly LocalEnd _localEnd;
    private readonly FlowCache _flows;
    private readonly DatagramReader _reader;
    private readonly UdpReading _reading;
    private volatile bool _closed;

    public UdpSocket(SipListenerOptions options, int receiveBuffer, SipLimits limits, LocalAddresses addresses, IInbound inbound, TransportStatistics statistics)
    {
        _socket = Bind(options.EndPoint, receiveBuffer);
        _handle = _socket.SafeHandle;
        _limits = limits;
        _inbound = inbound;
        _statistics = statistics;
        Listener = new SipListener(SipTransport.Udp, (IPEndPoint)_socket.LocalEndPoint!);
        Name = options.Name;
        _localEnd = new LocalEnd(options, Listener.EndPoint, addresses);
        _flows = new FlowCache(this, static () => Environment.TickCount64);
        _reader = DatagramReader.For(_socket);
        _reading = new UdpReading(
            $"sip-udp-{Listener.EndPoint.Port}", _reader, inbound.Work, i => Take(_reader.Message(i), _reader.Source(i)), Release, inbound.OnFault);
    }

    public SipListener Listener { get; }

    public string Name { get; }

    public void Start() => _reading.Start();

    public (IPEndPoint Local, string SentBy) LocalEndFor(IPAddress peer) => _localEnd.Towards(peer);

    public SipFlow FlowTo(IPEndPoint remote) => _flows.Of(remote);

    /// <summary>Sends without waiting: a full socket buffer loses the datagram, as the network may. Returns what went wrong, or null.</summary>
    public string? Send(SipFlow flow, ReadOnlySpan<byte> message)
    {
        try
        {
            if (_closed) return "the listener is closed";
            _inbound.Watch.Show(flow, sent: true, message);
            return LinuxSockets.IsSupported ? SendAtOnce(flow, message) : SendPortably(flow, message);
        }
        catch (ObjectDisposedException)
        {
            return "the listener is closed";
        }
    }

    public void Dispose()
    {
        _closed = true;
        // The reading thread lets go of the socket when it wakes, also when it is the one that disposes.
        _reading.Dispose();
    }

    private static Socket Bind(IPEndPoint endPoint, int receiveBuffer)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6) socket.DualMode = false;
            socket.ReceiveBufferSize = receiveBuffer;
            socket.SendBufferSize = receiveBuffer;
            socket.Bind(endPoint);
            return socket;
        }
        catch (SocketException fault)
        {
            socket.Dispose();
            throw ListenFault.Of(SipTransport.Udp, endPoint, fault);
        }
    }

    private void Release()
    {
        _reader.Dispose();
        _socket.Dispose();
    }

    private void Take(ReadOnlySpan<byte> message, ReadOnlySpan<byte> source)
    {
        try
        {
            if (IsKeepAlive(message)) return;
            bool isStun = StunKeepAlive.IsStun(message);
            if (!isStun)
            {
                _statistics.CountMessageIn();
                _statistics.CountBytesIn(message.Length);
            }

            SipFlow flow = _flows.Of(source);
            if (Name.Length == 0 && _inbound.Shuns(flow.Remote.Address))
            {
                _statistics.CountRefused();
                return;
            }

            if (isStun)
            {
                AnswerStun(message, flow);
                return;
            }

            _inbound.Watch.Show(flow, sent: false, message);
            if (SipParser.TryParse(message, _limits, out SipMessage? parsed, out SipParseError? error)) _inbound.OnMessage(parsed, flow);
            else _inbound.OnMalformed(error, flow);
        }
        catch (Exception fault)
        {
            _inbound.OnFault(fault);
        }
    }

    private void AnswerStun(ReadOnlySpan<byte> request, SipFlow flow)
    {
        Span<byte> answer = stackalloc byte[StunKeepAlive.MaxAnswer];
        int length = StunKeepAlive.Answer(request, flow.Remote, answer);
        if (length > 0) Send(flow, answer[..length]);
    }

    /// <summary>Phones behind a NAT send line ends or zero bytes to keep its mapping alive; nothing is expected back over UDP.</summary>
    private static bool IsKeepAlive(ReadOnlySpan<byte> message) => message.Length <= 4 && message.IndexOfAnyExcept((byte)'\r', (byte)'\n', (byte)0) < 0;

    private string? Sent(int bytes)
    {
        _statistics.CountOut(bytes);
        return null;
    }

    private string? Failed(int error)
    {
        _statistics.CountSendFailure();
        return error is LinuxSockets.TryAgain or LinuxSockets.NoBuffers or LinuxSockets.Interrupted ? null : Marshal.GetPInvokeErrorMessage(error);
    }

    private unsafe string? SendAtOnce(SipFlow flow, ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> address = flow.RemoteAddress!.Buffer.Span[..flow.RemoteAddress.Size];
        nint sent;
        fixed (byte* bytes = message)
        fixed (byte* to = address)
        {
            sent = LinuxSockets.SendTo(_handle, bytes, (nuint)message.Length, LinuxSockets.DontWait, to, (uint)address.Length);
        }

        return sent >= 0 ? Sent(message.Length) : Failed(Marshal.GetLastPInvokeError());
    }

    private string? SendPortably(SipFlow flow, ReadOnlySpan<byte> message)
    {
        try
        {
            _socket.SendTo(message, SocketFlags.None, flow.RemoteAddress!);
            return Sent(message.Length);
        }
        catch (SocketException fault)
        {
            _statistics.CountSendFailure();
            return fault.Message;
        }
    }
}
