using System.Net;
using System.Net.Sockets;
using System.Text;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Tests.Stack;

/// <summary>A peer on TCP, or on TLS when it is given the stream: it sends what the test writes and reads whole messages.</summary>
internal sealed class StreamPeer : IDisposable
{
    private const int PatienceMilliseconds = 10_000;

    private readonly Stream _stream;
    private readonly SipStreamFramer _framer = new(SipLimits.Default);
    private readonly byte[] _buffer = new byte[16_384];

    public StreamPeer(Socket socket, Stream? stream = null)
    {
        Socket = socket;
        socket.ReceiveTimeout = PatienceMilliseconds;
        socket.SendTimeout = PatienceMilliseconds;
        _stream = stream ?? new NetworkStream(socket, ownsSocket: true);
        _stream.ReadTimeout = PatienceMilliseconds;
    }

    public Socket Socket { get; }

    public IPEndPoint EndPoint => (IPEndPoint)Socket.LocalEndPoint!;

    public static StreamPeer Connect(IPEndPoint server)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(server);
        return new StreamPeer(socket);
    }

    public void Send(string text) => SendRaw(text.ReplaceLineEndings("\r\n"));

    public void SendRaw(string text) => _stream.Write(Encoding.UTF8.GetBytes(text));

    public SipMessage Receive()
    {
        while (true)
        {
            SipFrame frame = _framer.Next(out SipMessage? message, out SipParseError? error);
            if (frame == SipFrame.Message) return message!;
            frame.ShouldBe(SipFrame.Incomplete, error?.Reason);
            int count = _stream.Read(_buffer);
            count.ShouldBeGreaterThan(0, "the server closed the connection");
            _framer.Feed(_buffer.AsSpan(0, count));
        }
    }

    public SipResponse ReceiveResponse() => Receive().ShouldBeOfType<SipResponse>();

    public SipRequest ReceiveRequest() => Receive().ShouldBeOfType<SipRequest>();

    public string ReadRaw()
    {
        int count = _stream.Read(_buffer);
        return Encoding.UTF8.GetString(_buffer, 0, count);
    }

    /// <summary>Whether the server ends the connection within the test's patience.</summary>
    public bool IsClosedByServer()
    {
        try
        {
            while (_stream.Read(_buffer) > 0)
            {
            }

            return true;
        }
        catch (IOException fault) when (fault.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown })
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public string Request(string method, string branch = "z9hG4bK-1", string? toTag = null, int cseq = 1, string callId = "c1", string transport = "TCP", string body = "") =>
        $"""
        {method} sip:bob@127.0.0.1 SIP/2.0
        Via: SIP/2.0/{transport} {EndPoint};branch={branch};rport
        From: <sip:alice@127.0.0.1>;tag=alice
        To: <sip:bob@127.0.0.1>{(toTag is null ? "" : $";tag={toTag}")}
        Call-ID: {callId}
        CSeq: {cseq} {method}
        Contact: <sip:alice@{EndPoint};transport=tcp>
        Content-Length: {body.Length}

        {body}
        """;

    public void Dispose()
    {
        _stream.Dispose();
        Socket.Dispose();
    }
}
