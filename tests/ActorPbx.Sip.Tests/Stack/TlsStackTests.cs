using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Stack;

/// <summary>TLS with certificates made here by an authority made here.</summary>
public sealed class TlsStackTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_phone_speaks_over_tls(SslProtocols version)
    {
        await using StackBench bench = Bench();
        using StreamPeer phone = Connect(bench, "pbx.example", version);
        phone.Send(phone.Request("OPTIONS", transport: "TLS"));
        phone.ReceiveResponse().StatusCode.ShouldBe(200);
        bench.NextRequest().Flow.Transport.ShouldBe(SipTransport.Tls);

        SipFlow flow = Register(bench, phone);
        bench.Stack.Send(UdpStackTests.Outgoing("OPTIONS"), SipTarget.For(flow), bench);
        phone.ReceiveRequest().TopVia.Transport.ShouldBe("TLS");
    }

    [Fact]
    public async Task Older_versions_are_refused()
    {
        await using StackBench bench = Bench();
#pragma warning disable SYSLIB0039, CA5397 // That they are refused is what is tested.
        Should.Throw<Exception>(() => Connect(bench, "pbx.example", SslProtocols.Tls11));
#pragma warning restore SYSLIB0039, CA5397
        SpinWait.SpinUntil(() => bench.Stack.Statistics.Of(SipTransport.Tls).Connections == 0, TimeSpan.FromSeconds(10)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("pbx.example", "pbx.example")]
    [InlineData("branch.example", "branch.example")]
    [InlineData("unknown.example", "pbx.example")]
    public async Task The_certificate_is_chosen_by_server_name(string asked, string shown)
    {
        await using StackBench bench = Bench();
        string? subject = null;
        using StreamPeer phone = Connect(bench, asked, SslProtocols.Tls13, certificate => subject = certificate.GetNameInfo(X509NameType.DnsName, false));
        subject.ShouldBe(shown);
    }

    [Theory]
    [InlineData(ClientCertificates.NotAsked, false, true)]
    [InlineData(ClientCertificates.Optional, false, true)]
    [InlineData(ClientCertificates.Optional, true, true)]
    [InlineData(ClientCertificates.Required, false, false)]
    [InlineData(ClientCertificates.Required, true, true)]
    public async Task Client_certificates_are_asked_for_as_configured(ClientCertificates policy, bool shown, bool welcome)
    {
        await using StackBench bench = Bench(options => options with { ClientCertificates = policy });
        // With TLS 1.2 the refusal reaches the client in its handshake.
        if (!welcome)
        {
            Should.Throw<Exception>(() =>
            {
                using StreamPeer refused = Connect(bench, "pbx.example", SslProtocols.Tls12);
                refused.Send(refused.Request("OPTIONS", transport: "TLS"));
                refused.ReceiveResponse();
            });
            return;
        }

        using StreamPeer phone = Connect(bench, "pbx.example", SslProtocols.Tls12, clientCertificate: shown ? _authority.Issue("phone.example") : null);
        phone.Send(phone.Request("OPTIONS", transport: "TLS"));
        phone.ReceiveResponse().StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task A_peer_that_never_shakes_hands_is_cut_off()
    {
        await using StackBench bench = Bench(limits: new TransportLimits { FirstMessageDeadline = TimeSpan.FromMilliseconds(300) });
        using StreamPeer silent = StreamPeer.Connect(bench.EndPoint(SipTransport.Tls));
        silent.IsClosedByServer().ShouldBeTrue();
        using StreamPeer plain = StreamPeer.Connect(bench.EndPoint(SipTransport.Tls));
        plain.Send(plain.Request("OPTIONS"));
        plain.IsClosedByServer().ShouldBeTrue();
        bench.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("carrier.example", true, true)]
    [InlineData("other.example", true, false)]
    [InlineData("other.example", false, true)]
    public async Task A_server_must_bear_the_name_it_was_called_by(string called, bool verify, bool reached)
    {
        await using StackBench bench = Bench(options => options with { VerifyServers = verify });
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task carrier = Task.Run(() => AnswerOnce(listener, _authority.Issue("carrier.example")));

        bench.Stack.Send(UdpStackTests.Outgoing("OPTIONS"), new SipTarget(SipTransport.Tls, (IPEndPoint)listener.LocalEndpoint, called), bench);
        if (reached) bench.NextResponse().StatusCode.ShouldBe(200);
        else bench.NextTold().ShouldStartWith("error tls:127.0.0.1");
        await carrier;
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_is_named()
    {
        await using var user = new StackBench();
        var tls = new TlsOptions { Certificates = [new TlsCertificateFiles("missing.pem", "missing.key")] };
        Should.Throw<SipTransportException>(() => new SipStack(new SipStackOptions { Tls = tls }, user)).Message.ShouldContain("missing.pem");
    }

    [Fact]
    public async Task A_tls_listener_without_a_certificate_is_refused()
    {
        await using var user = new StackBench();
        var options = new SipStackOptions { Listeners = [new SipListenerOptions(SipTransport.Tls, new IPEndPoint(IPAddress.Loopback, 0))] };
        Should.Throw<SipTransportException>(() => new SipStack(options, user)).Message.ShouldContain("no certificate");
    }

    private static SipFlow Register(StackBench bench, StreamPeer phone)
    {
        phone.Send(phone.Request("REGISTER", "z9hG4bK-reg", callId: "reg", transport: "TLS"));
        phone.ReceiveResponse().StatusCode.ShouldBe(200);
        return bench.NextRequest().Flow;
    }

    private static void AnswerOnce(TcpListener listener, X509Certificate2 certificate)
    {
        Socket socket = listener.AcceptSocket();
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            stream.AuthenticateAsServer(certificate);
            using var peer = new StreamPeer(socket, stream);
            SipRequest request = peer.ReceiveRequest();
            peer.SendRaw(Encoding.UTF8.GetString(SipWriter.ToArray(SipResponse.For(request, 200, toTag: "bob"))));
        }
        catch (Exception fault) when (fault is IOException or AuthenticationException or ShouldAssertException)
        {
            // The caller did not like the certificate; the test looks at its side.
        }
    }

    private StackBench Bench(Func<TlsOptions, TlsOptions>? change = null, TransportLimits? limits = null)
    {
        var tls = new TlsOptions { Certificates = [_authority.Files("pbx.example"), _authority.Files("branch.example")], ClientAuthoritiesFile = _authority.File, ServerAuthoritiesFile = _authority.File };
        return new StackBench(
            options => options with { Tls = change?.Invoke(tls) ?? tls, TransportLimits = limits ?? options.TransportLimits }, null, SipTransport.Tls);
    }

    private StreamPeer Connect(
        StackBench bench, string host, SslProtocols version, Action<X509Certificate2>? look = null, X509Certificate2? clientCertificate = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(bench.EndPoint(SipTransport.Tls));
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        stream.AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = version,
            ClientCertificates = clientCertificate is null ? null : [clientCertificate],
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                look?.Invoke((X509Certificate2)certificate!);
                return true;
            },
        });
        return new StreamPeer(socket, stream);
    }
}
