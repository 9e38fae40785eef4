using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Stack;

/// <summary>What keeps TLS safe over the years: suites, renewed certificates, and sips: addresses that never leave it.</summary>
public sealed class TlsHardeningTests : IDisposable
{
    private const string Host = "pbx.example";

    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, true)]
    [InlineData(TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, true)]
    [InlineData(TlsCipherSuite.TLS_RSA_WITH_AES_256_GCM_SHA384, false)]
    [InlineData(TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA256, false)]
    [InlineData(TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384, false)]
    public async Task Only_suites_with_forward_secrecy_and_authenticated_encryption_are_spoken(TlsCipherSuite suite, bool spoken)
    {
        await using StackBench bench = Bench(_authority.RsaFiles(Host));
        if (!spoken)
        {
            Should.Throw<Exception>(() => Connect(bench, suite));
            return;
        }

        using StreamPeer phone = Connect(bench, suite);
        phone.Send(phone.Request("OPTIONS", transport: "TLS"));
        phone.ReceiveResponse().StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task A_renewed_certificate_is_shown_to_new_connections_and_old_ones_go_on()
    {
        TlsCertificateFiles files = _authority.Files(Host);
        await using StackBench bench = Bench(files);
        string before = "", after = "", same = "";
        using StreamPeer old = Connect(bench, look: certificate => before = certificate.Thumbprint);
        bench.Stack.ReloadCertificates().ShouldBeFalse();

        _authority.Files(Host);
        bench.Stack.ReloadCertificates().ShouldBeTrue();
        using StreamPeer fresh = Connect(bench, look: certificate => after = certificate.Thumbprint);
        after.ShouldNotBe(before);
        foreach ((StreamPeer peer, string call) in new[] { (old, "c1"), (fresh, "c2") })
        {
            peer.Send(peer.Request("OPTIONS", callId: call, transport: "TLS"));
            peer.ReceiveResponse().StatusCode.ShouldBe(200);
        }

        File.WriteAllText(files.CertificateFile, "half written");
        Should.Throw<SipTransportException>(() => bench.Stack.ReloadCertificates()).Message.ShouldContain(files.CertificateFile);
        using StreamPeer later = Connect(bench, look: certificate => same = certificate.Thumbprint);
        same.ShouldBe(after);
    }

    [Fact]
    public async Task One_bad_file_keeps_all_certificates_as_they_are()
    {
        using var other = new TestAuthority();
        TlsCertificateFiles phones = _authority.Files(Host), links = other.Files("node.example");
        await using var bench = new StackBench(options => options with
        {
            Tls = new TlsOptions { Certificates = [phones] },
            Listeners = [Listener(), Listener() with { Name = "links", Tls = new TlsOptions { Certificates = [links] } }],
        });
        string before = "", after = "";
        using StreamPeer first = Connect(bench.Stack.Listeners[0].EndPoint, look: certificate => before = certificate.Thumbprint);
        _authority.Files(Host);
        File.WriteAllText(links.KeyFile, "no key");
        Should.Throw<SipTransportException>(() => bench.Stack.ReloadCertificates()).Message.ShouldContain(links.KeyFile);
        using StreamPeer second = Connect(bench.Stack.Listeners[0].EndPoint, look: certificate => after = certificate.Thumbprint);
        after.ShouldBe(before);
    }

    [Fact]
    public async Task What_is_sent_to_a_sips_address_must_have_come_over_tls()
    {
        await using var plain = new StackBench();
        using StreamPeer tcp = StreamPeer.Connect(plain.EndPoint(SipTransport.Tcp));
        tcp.Send(tcp.Request("OPTIONS").Replace("OPTIONS sip:", "OPTIONS sips:", StringComparison.Ordinal));
        tcp.ReceiveResponse().StatusCode.ShouldBe(403);
        plain.Requests.ShouldBeEmpty();

        await using StackBench bench = Bench(_authority.Files(Host));
        using StreamPeer tls = Connect(bench);
        tls.Send(tls.Request("OPTIONS", transport: "TLS").Replace("OPTIONS sip:", "OPTIONS sips:", StringComparison.Ordinal));
        tls.ReceiveResponse().StatusCode.ShouldBe(200);
    }

    [Theory]
    [InlineData(SipTransport.Udp)]
    [InlineData(SipTransport.Tcp)]
    public async Task A_request_to_a_sips_address_does_not_leave_over_anything_but_tls(SipTransport transport)
    {
        await using var bench = new StackBench();
        await using var peer = new StackBench();
        SipRequest request = UdpStackTests.Outgoing("OPTIONS");
        request.RequestUri = SipUri.Parse("sips:101@peer.example");
        bench.Stack.Send(request, new SipTarget(transport, peer.EndPoint(transport)), bench);
        bench.NextTold().ShouldStartWith("error a sips: address");
        bench.Stack.SendStateless(request, new SipTarget(transport, peer.EndPoint(transport))).ShouldNotBeNull();
        peer.Requests.ShouldBeEmpty();
    }

    private static SipListenerOptions Listener() => new(SipTransport.Tls, new IPEndPoint(IPAddress.Loopback, 0));

    private static StackBench Bench(TlsCertificateFiles files) =>
        new(options => options with { Tls = new TlsOptions { Certificates = [files] } }, null, SipTransport.Tls);

    private static StreamPeer Connect(StackBench bench, TlsCipherSuite? suite = null, Action<X509Certificate2>? look = null) =>
        Connect(bench.EndPoint(SipTransport.Tls), suite, look);

    private static StreamPeer Connect(IPEndPoint server, TlsCipherSuite? suite = null, Action<X509Certificate2>? look = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(server);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
#pragma warning disable CA1416 // The tests run on Linux.
        stream.AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            TargetHost = Host,
            EnabledSslProtocols = SslProtocols.Tls12,
            CipherSuitesPolicy = suite is { } only ? new CipherSuitesPolicy([only]) : null,
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                look?.Invoke((X509Certificate2)certificate!);
                return true;
            },
        });
#pragma warning restore CA1416
        return new StreamPeer(socket, stream);
    }
}
