using System.Net;
using System.Net.Sockets;
using System.Text;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Tests.Stack;

/// <summary>A phone on UDP that sends what the test writes and reads what comes.</summary>
internal sealed class UdpPeer : IDisposable
{
    private const int PatienceMilliseconds = 10_000;

    private readonly Socket _socket;
    private readonly IPEndPoint _server;
    private readonly byte[] _buffer = new byte[65_536];

    public UdpPeer(IPEndPoint server)
    {
        _server = server;
        _socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = PatienceMilliseconds };
        _socket.Bind(new IPEndPoint(server.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback, 0));
    }

    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    public void Send(string text) => Send(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")));

    public void Send(byte[] bytes) => _socket.SendTo(bytes, _server);

    public SipMessage Receive()
    {
        int length = _socket.Receive(_buffer);
        SipParser.TryParse(_buffer.AsSpan(0, length), SipLimits.Default, out SipMessage? message, out SipParseError? error).ShouldBeTrue(error?.Reason);
        return message!;
    }

    public SipResponse ReceiveResponse() => Receive().ShouldBeOfType<SipResponse>();

    public SipRequest ReceiveRequest() => Receive().ShouldBeOfType<SipRequest>();

    /// <summary>Sends the request and tells the status of the first answer.</summary>
    public SipResponse Ask(string text)
    {
        Send(text);
        return ReceiveResponse();
    }

    public string Request(
        string method, string branch = "z9hG4bK-1", string? toTag = null, int cseq = 1, string uri = "sip:bob@127.0.0.1", string callId = "c1", string extra = "",
        string viaParameters = ";rport", string body = "", string? sentBy = null) =>
        $"""
        {method} {uri} SIP/2.0
        Via: SIP/2.0/UDP {sentBy ?? EndPoint.ToString()};branch={branch}{viaParameters}
        From: <sip:alice@127.0.0.1>;tag=alice
        To: <sip:bob@127.0.0.1>{(toTag is null ? "" : $";tag={toTag}")}
        Call-ID: {callId}
        CSeq: {cseq} {method}
        Contact: <sip:alice@{EndPoint}>
        {extra}Content-Length: {body.Length}

        {body}
        """;

    public void Dispose() => _socket.Dispose();
}
