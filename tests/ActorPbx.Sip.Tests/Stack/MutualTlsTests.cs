using System.Net;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Stack;

/// <summary>Two servers that prove to each other who they are, under an authority that is theirs alone (RFC 5922).</summary>
public sealed class MutualTlsTests : IDisposable
{
    private const string Links = "links";
    private const string Alice = "alice-1.alice.demo.invalid";
    private const string Trunk = "t1.hq.demo.invalid";

    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Each_side_knows_the_names_that_the_other_proved()
    {
        await using StackBench alice = Bench(_authority, Alice);
        await using StackBench trunk = Bench(_authority, Trunk);
        alice.Stack.Send(UdpStackTests.Outgoing("OPTIONS"), Target(trunk, Trunk), alice);
        alice.NextResponse().StatusCode.ShouldBe(200);

        SipFlow flow = trunk.NextRequest().Flow;
        flow.PeerNames.ShouldBe([Alice]);
        flow.ProvesToBe("ALICE-1.alice.demo.invalid").ShouldBeTrue();
        flow.ProvesToBe("alice.demo.invalid").ShouldBeFalse();
        flow.Listener.ShouldBe(Links);

        // Back over the connection that alice made: alice knows who is at its other end.
        trunk.Stack.Send(UdpStackTests.Outgoing("OPTIONS"), SipTarget.For(flow), trunk);
        trunk.NextResponse().StatusCode.ShouldBe(200);
        SipFlow back = alice.NextRequest().Flow;
        back.PeerNames.ShouldBe([Trunk]);
        back.Listener.ShouldBe(Links);
        trunk.Stack.Statistics.Of(SipTransport.Tls).Connections.ShouldBe(1);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_opens_no_connection()
    {
        using var stranger = new TestAuthority();
        await using StackBench forged = Bench(stranger, Alice);
        await using StackBench trunk = Bench(_authority, Trunk);
        forged.Stack.Send(UdpStackTests.Outgoing("OPTIONS"), Target(trunk, Trunk), forged);
        forged.NextTold().ShouldStartWith("error");
        trunk.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_under_another_authority_is_told_nothing()
    {
        using var stranger = new TestAuthority();
        await using StackBench alice = Bench(_authority, Alice);
        await using StackBench forged = Bench(stranger, Trunk);
        alice.Stack.Send(UdpStackTests.Outgoing("OPTIONS"), Target(forged, Trunk), alice);
        alice.NextTold().ShouldStartWith("error");
        forged.Requests.ShouldBeEmpty();
    }

    // Of two sides that both refuse, neither shows that the other does: here one of them takes everybody.
    [Fact]
    public async Task A_server_under_another_authority_is_told_nothing_though_it_takes_everybody()
    {
        using var stranger = new TestAuthority();
        await using StackBench alice = Bench(_authority, Alice);
        await using var forged = new StackBench(options => options with
        {
            Listeners = [Listener(_authority, Trunk) with { Tls = new TlsOptions { Certificates = [stranger.Files(Trunk)] } }],
        });
        alice.Stack.Send(UdpStackTests.Outgoing("OPTIONS"), Target(forged, Trunk), alice);
        alice.NextTold().ShouldStartWith("error");
        forged.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ClientCertificates.Required)]
    [InlineData(ClientCertificates.Optional)]
    public async Task A_client_under_another_authority_is_not_heard_though_it_believes_ours(ClientCertificates asked)
    {
        using var stranger = new TestAuthority();
        SipListenerOptions ours = Listener(_authority, Trunk), theirs = Listener(_authority, Alice);
        await using var trunk = new StackBench(options => options with { Listeners = [ours with { Tls = ours.Tls! with { ClientCertificates = asked } }] });
        await using var forged = new StackBench(options => options with { Listeners = [theirs with { Tls = theirs.Tls! with { Certificates = [stranger.Files(Alice)] } }] });
        forged.Stack.Send(UdpStackTests.Outgoing("OPTIONS"), Target(trunk, Trunk), forged);
        forged.NextTold().ShouldStartWith("error");
        trunk.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("*.hq.demo.invalid", false, false)]
    [InlineData("*.hq.demo.invalid", true, true)]
    [InlineData("t2.hq.demo.invalid", false, false)]
    public async Task A_wildcard_names_a_server_only_where_that_is_allowed(string shown, bool wildcards, bool reached)
    {
        await using StackBench alice = Bench(_authority, Alice, wildcards);
        await using StackBench trunk = Bench(_authority, shown);
        alice.Stack.Send(UdpStackTests.Outgoing("OPTIONS"), Target(trunk, Trunk), alice);
        if (reached) alice.NextResponse().StatusCode.ShouldBe(200);
        else alice.NextTold().ShouldStartWith("error");
    }

    [Fact]
    public async Task A_peer_that_is_not_verified_proves_nothing()
    {
        await using StackBench alice = Bench(_authority, Alice);
        await using var open = new StackBench(
            options => options with
            {
                Listeners = [Listener(_authority, Trunk) with { Tls = new TlsOptions { Certificates = [_authority.Files(Trunk)] } }],
            });
        alice.Stack.Send(UdpStackTests.Outgoing("OPTIONS"), Target(open, Trunk), alice);
        alice.NextResponse().StatusCode.ShouldBe(200);
        open.NextRequest().Flow.PeerNames.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_meant_for_one_listener_goes_out_by_no_other()
    {
        await using var bench = new StackBench(options => options with
        {
            Listeners =
            [
                new SipListenerOptions(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, 0)),
                new SipListenerOptions(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, 0)) { Name = Links, AdvertisedHost = Alice },
            ],
        });
        using var peer = new UdpPeer(bench.Stack.Listeners[0].EndPoint);
        bench.Stack.Send(UdpStackTests.Outgoing("OPTIONS"), new SipTarget(SipTransport.Udp, peer.EndPoint), bench);
        peer.ReceiveRequest().TopVia.Port.ShouldBe(bench.Stack.Listeners[0].EndPoint.Port);
        bench.Stack.Send(UdpStackTests.Outgoing("OPTIONS"), new SipTarget(SipTransport.Udp, peer.EndPoint) { Listener = Links }, bench);
        Via via = peer.ReceiveRequest().TopVia;
        via.Host.ShouldBe(Alice);
        via.Port.ShouldBe(bench.Stack.Listeners[1].EndPoint.Port);
        bench.Stack.Send(UdpStackTests.Outgoing("OPTIONS"), new SipTarget(SipTransport.Udp, peer.EndPoint) { Listener = "none" }, bench);
        bench.NextTold().ShouldStartWith("error no UDP listener");
    }

    [Fact]
    public async Task A_disconnected_link_is_made_anew_by_the_next_request()
    {
        await using StackBench alice = Bench(_authority, Alice);
        await using StackBench trunk = Bench(_authority, Trunk);
        for (int i = 0; i < 2; i++)
        {
            alice.Stack.Send(UdpStackTests.Outgoing("OPTIONS"), Target(trunk, Trunk), alice);
            alice.NextResponse().StatusCode.ShouldBe(200);
            alice.Stack.Disconnect(Target(trunk, Trunk), "test");
        }

        trunk.NextRequest().Flow.ConnectionId.ShouldNotBe(trunk.NextRequest().Flow.ConnectionId);
    }

    private static SipTarget Target(StackBench bench, string host) => new(SipTransport.Tls, bench.EndPoint(SipTransport.Tls), host) { Listener = Links };

    private static SipListenerOptions Listener(TestAuthority authority, string host, bool wildcards = false) => new(SipTransport.Tls, new IPEndPoint(IPAddress.Loopback, 0))
    {
        Name = Links,
        AdvertisedHost = host,
        UnacknowledgedTimeout = TimeSpan.FromSeconds(5),
        Tls = new TlsOptions
        {
            Certificates = [authority.Files(host)],
            ClientAuthoritiesFile = authority.File,
            ServerAuthoritiesFile = authority.File,
            ClientCertificates = ClientCertificates.Required,
            WildcardNames = wildcards,
        },
    };

    private static StackBench Bench(TestAuthority authority, string host, bool wildcards = false) =>
        new(options => options with { Listeners = [Listener(authority, host, wildcards)] });
}
