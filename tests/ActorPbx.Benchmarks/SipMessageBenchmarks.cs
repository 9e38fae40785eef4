using System.Net;
using System.Text;
using ActorPbx.Sip.Authentication;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Sdp;
using BenchmarkDotNet.Attributes;

namespace ActorPbx.Benchmarks;

/// <summary>What one SIP message costs: reading, answering, writing, passing on, and checking its credentials.</summary>
[MemoryDiagnoser]
public class SipMessageBenchmarks
{
    private const string Realm = "pbx.example.com";

    private static readonly byte[] Invite = Encoding.ASCII.GetBytes(
        "INVITE sip:200@192.0.2.1:5060 SIP/2.0\r\n" +
        "Via: SIP/2.0/UDP 192.0.2.50:5062;rport;branch=z9hG4bK-524287-1---0f3eb40b11f97a9c\r\n" +
        "Max-Forwards: 70\r\n" +
        "Contact: <sip:100@192.0.2.50:5062;transport=udp>\r\n" +
        "To: <sip:200@pbx.example.com>\r\n" +
        "From: \"Alice Example\" <sip:100@pbx.example.com>;tag=5e00e125\r\n" +
        "Call-ID: wSSsR1c-lUjKuRhxr0iEKA@192.0.2.50\r\n" +
        "CSeq: 1 INVITE\r\n" +
        "Allow: INVITE, ACK, CANCEL, BYE, NOTIFY, REFER, MESSAGE, OPTIONS, INFO, SUBSCRIBE\r\n" +
        "Content-Type: application/sdp\r\n" +
        "Supported: replaces, timer\r\n" +
        "User-Agent: Phone 5.6.1\r\n" +
        "Content-Length: 150\r\n\r\n" +
        "v=0\r\no=100 1731701 1 IN IP4 192.0.2.50\r\ns=-\r\nc=IN IP4 192.0.2.50\r\nt=0 0\r\nm=audio 8000 RTP/AVP 0 8 101\r\n" +
        "a=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n");

    private readonly byte[] _buffer = new byte[4096];
    private readonly DateTimeOffset _now = DateTimeOffset.UnixEpoch.AddYears(56);
    private readonly NonceIssuer _nonces = NonceIssuer.WithRandomKey(TimeSpan.FromMinutes(5));
    private readonly DigestSecret _secret = DigestSecret.FromPassword("100", Realm, "secret");
    private SipRequest _request = null!;
    private SipRequest _authorized = null!;
    private DigestVerifier _verifier = null!;
    private DigestVerification _verification;

    [GlobalSetup]
    public void Prepare()
    {
        _request = Read();
        _authorized = Read();
        _verifier = new DigestVerifier(_nonces);
        _verification = new DigestVerification(Realm, IPAddress.Parse("192.0.2.50"), _ => _secret, [Realm]);
        var challenge = new DigestAuthenticator(_nonces).Challenge(_authorized, Realm, _verification.Source, _now);
        DigestClient.Authorize(_authorized, challenge, "100", _ => _secret);
        var wire = SipWriter.ToArray(_authorized);
        _authorized = SipParser.TryParse(wire, SipLimits.Default, out var message, out _) ? (SipRequest)message : throw new InvalidOperationException("The benchmark's own message is broken.");
    }

    [Benchmark]
    public SipRequest Read() => SipParser.TryParse(Invite, SipLimits.Default, out var message, out _) ? (SipRequest)message : throw new InvalidOperationException("Broken.");

    [Benchmark]
    public int Read_and_ask_what_a_transaction_asks()
    {
        var request = Read();
        return request.TopVia.Branch!.Length + request.CallId.Length + request.FromTag!.Length + (request.ToTag?.Length ?? 0);
    }

    [Benchmark]
    public int Write() => SipWriter.Write(_request, _buffer);

    [Benchmark]
    public int Answer_and_write() => SipWriter.Write(SipResponse.For(_request, 180, toTag: "9fxced76sl"), _buffer);

    /// <summary>What a B2BUA does with an INVITE: a new request, some headers copied as bytes, an own dialog, the body passed on.</summary>
    [Benchmark]
    public int Make_the_other_legs_request_and_write()
    {
        var request = new SipRequest(SipMethod.Invite, _request.RequestUri) { Body = _request.Body };
        request.PrependVia(Via.Create("UDP", "192.0.2.1", 5060, "z9hG4bKa1b2c3d4e5"));
        request.Headers.Add(HeaderName.MaxForwards, "69");
        request.Headers.CopyFrom(_request, HeaderName.From);
        request.Headers.CopyFrom(_request, HeaderName.To);
        request.Headers.Add(HeaderName.CallId, "a1b2c3d4e5f6");
        request.Headers.Add(HeaderName.CSeq, "1 INVITE");
        request.Headers.Add(HeaderName.Contact, "<sip:192.0.2.1:5060>");
        request.Headers.CopyFrom(_request, HeaderName.Allow);
        request.Headers.CopyFrom(_request, HeaderName.ContentType);
        return SipWriter.Write(request, _buffer);
    }

    /// <summary>Everything but the note of the nonce count: the same credentials are a replay from the second time on.</summary>
    [Benchmark]
    public DigestResult Check_credentials() => _verifier.Verify(_authorized, _verification, _now);

    [Benchmark]
    public byte[]? Hide_the_origin() => SdpRewriter.HideOrigin(_request.Body.Span, "-", new SdpConnection("IP4", "192.0.2.1"));

    [Benchmark]
    public byte[] Relay_a_session()
    {
        SessionDescription.TryParse(_request.Body.Span, out var session);
        var address = new SdpConnection("IP4", "192.0.2.1");
        return SdpRewriter.HideOrigin(SdpRewriter.Relay(session!, address, [new RelayedPort(30000)]), "-", address).ToBytes();
    }
}
