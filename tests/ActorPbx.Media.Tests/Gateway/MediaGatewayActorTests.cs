using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Media;
using ActorPbx.Media.Gateway;
using ActorPbx.Media.Settings;
using ActorPbx.Pbx.Media;
using ActorPbx.Rtp.Packets;

namespace ActorPbx.Media.Tests.Gateway;

public sealed class MediaGatewayActorTests : TestKit
{
    private static int _nextRange = 50000;
    private readonly int _firstPort = Interlocked.Add(ref _nextRange, 40) - 40;
    private readonly RelayId _relay = new("relay-1");
    private readonly UdpClient _caller = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient _called = new(new IPEndPoint(IPAddress.Loopback, 0));

    [Fact]
    public void A_relay_opens_with_even_ports_and_carries_audio_both_ways()
    {
        var gateway = Gateway();
        var ports = OpenAndAim(gateway);
        (ports.CallerSide.Port % 2, ports.CalledSide.Port % 2).ShouldBe((0, 0));
        ports.CallerSide.Address.ShouldBe("127.0.0.1");

        Send(_caller, ports.CallerSide, 1);
        Receive(_called).Length.ShouldBe(172);
        Send(_called, ports.CalledSide, 2);
        Receive(_caller).Length.ShouldBe(172);
    }

    [Fact]
    public void Closing_answers_what_each_side_sent()
    {
        var gateway = Gateway();
        var ports = OpenAndAim(gateway);
        Send(_caller, ports.CallerSide, 1);
        Receive(_called);
        gateway.Tell(new CloseRelay(_relay), TestActor);

        var closed = ExpectMsg<RelayClosed>();
        closed.Relay.ShouldBe(_relay);
        closed.Streams.Length.ShouldBe(2);
        closed.Streams[0].ShouldBe(new StreamCounters(0, RelaySide.Caller, 1, 172, 0, 0, 0));
        closed.Streams[1].ShouldBe(new StreamCounters(0, RelaySide.Called, 0, 0, 0, 0, 0));
        MustBeFree(ports.CallerSide.Port);
    }

    [Fact]
    public void A_relay_gets_ports_for_more_streams_as_long_as_there_are_any()
    {
        var gateway = Gateway(pairs: 4);
        var first = OpenAndAim(gateway);
        gateway.Tell(new WidenRelay(_relay, 2, "127.0.0.1", "127.0.0.1"), TestActor);
        var widened = ExpectMsg<RelayOpened>();
        widened.Streams.Length.ShouldBe(2);
        widened.Streams[0].ShouldBe(first);
        gateway.Tell(new WidenRelay(_relay, 3, "127.0.0.1", "127.0.0.1"), TestActor);
        ExpectMsg<RelayRefused>().Reason.ShouldContain("in use");
        gateway.Tell(new WidenRelay(new RelayId("other"), 2, "127.0.0.1", "127.0.0.1"), TestActor);
        ExpectMsg<RelayRefused>();

        gateway.Tell(new CloseRelay(_relay), TestActor);
        ExpectMsg<RelayClosed>().Streams.Length.ShouldBe(4);
        MustBeFree(widened.Streams[1].CalledSide.Port);
    }

    [Fact]
    public void Closing_what_is_not_open_answers_without_counters()
    {
        Gateway().Tell(new CloseRelay(_relay), TestActor);
        ExpectMsg<RelayClosed>().Streams.ShouldBeEmpty();
    }

    [Fact]
    public void The_death_of_a_call_frees_its_ports()
    {
        var gateway = Gateway(pairs: 2);
        var call = CreateTestProbe();
        gateway.Tell(Open(), call.Ref);
        var ports = call.ExpectMsg<RelayOpened>().Streams[0];
        gateway.Tell(Open("relay-2"), TestActor);
        ExpectMsg<RelayRefused>().Reason.ShouldContain("in use");

        Sys.Stop(call.Ref);
        AwaitFreePort(ports.CallerSide.Port);
        gateway.Tell(Open("relay-2"), TestActor);
        ExpectMsg<RelayOpened>();
    }

    [Fact]
    public void One_call_may_own_several_relays_and_closing_one_keeps_the_other()
    {
        var gateway = Gateway();
        var call = CreateTestProbe();
        gateway.Tell(Open("a"), call.Ref);
        gateway.Tell(Open("b"), call.Ref);
        var first = call.ExpectMsg<RelayOpened>().Streams[0];
        var second = call.ExpectMsg<RelayOpened>().Streams[0];
        gateway.Tell(new CloseRelay(new RelayId("a")), call.Ref);
        call.ExpectMsg<RelayClosed>();
        MustBeFree(first.CallerSide.Port);
        Should.Throw<SocketException>(() => MustBeFree(second.CallerSide.Port));
        Sys.Stop(call.Ref);
        AwaitFreePort(second.CallerSide.Port);
    }

    [Fact]
    public void No_port_is_taken_before_a_relay_is_asked_for()
    {
        Gateway().Tell(new CloseRelay(_relay), TestActor);
        ExpectMsg<RelayClosed>();
        for (var port = _firstPort; port < _firstPort + 40; port++)
            MustBeFree(port);
    }

    [Theory]
    [InlineData(0, "127.0.0.1", "streams")]
    [InlineData(17, "127.0.0.1", "streams")]
    [InlineData(1, "no address", "no address")]
    [InlineData(1, "192.0.2.1", "192.0.2.1")]
    [InlineData(1, "0.0.0.0", "media.addresses")]
    [InlineData(1, "::", "IPv6")]
    public void What_cannot_be_is_refused_with_the_reason(int streams, string address, string reason)
    {
        Gateway().Tell(Open() with { Streams = streams, CalledSideAddress = address }, TestActor);
        ExpectMsg<RelayRefused>().Reason.ShouldContain(reason);
    }

    [Fact]
    public void A_relay_is_opened_once()
    {
        var gateway = Gateway();
        gateway.Tell(Open(), TestActor);
        ExpectMsg<RelayOpened>();
        gateway.Tell(Open(), TestActor);
        ExpectMsg<RelayRefused>().Reason.ShouldContain("already");
    }

    [Fact]
    public void Configured_addresses_stand_in_for_unspecified_ones()
    {
        var gateway = Gateway(addresses: ["127.0.0.3", "::1"]);
        gateway.Tell(Open() with { CallerSideAddress = "0.0.0.0", CalledSideAddress = "::" }, TestActor);
        var ports = ExpectMsg<RelayOpened>().Streams[0];
        (ports.CallerSide.Address, ports.CalledSide.Address).ShouldBe(("127.0.0.3", "::1"));
    }

    [Fact]
    public void Whoever_opened_a_relay_is_told_that_it_is_silent()
    {
        var gateway = Gateway(silence: TimeSpan.FromMilliseconds(300));
        OpenAndAim(gateway);
        var silent = ExpectMsg<RelaySilent>(TimeSpan.FromSeconds(10));
        silent.Relay.ShouldBe(_relay);
        silent.Silence.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public void Aiming_at_nonsense_harms_nobody()
    {
        var gateway = Gateway();
        var ports = OpenAndAim(gateway);
        var nonsense = new TransportAddress("not an address", -1);
        gateway.Tell(new AimRelay(new RelayId("other"), RelaySide.Caller, 0, nonsense, nonsense, true), TestActor);
        gateway.Tell(new AimRelay(_relay, RelaySide.Caller, 7, nonsense, nonsense, true), TestActor);
        gateway.Tell(new CloseRelay(new RelayId("other")), TestActor);
        ExpectMsg<RelayClosed>();
        Send(_caller, ports.CallerSide, 1);
        Receive(_called).Length.ShouldBe(172);
    }

    protected override void AfterAll()
    {
        _caller.Dispose();
        _called.Dispose();
        base.AfterAll();
    }

    private static void Send(UdpClient phone, TransportAddress to, uint ssrc)
    {
        var packet = new byte[172];
        new RtpHeader(true, 8, 1, 160, ssrc).Write(packet);
        phone.Send(packet, new IPEndPoint(IPAddress.Parse(to.Address), to.Port));
    }

    private static byte[] Receive(UdpClient phone)
    {
        phone.Client.Poll(TimeSpan.FromSeconds(10), SelectMode.SelectRead).ShouldBeTrue("nothing arrived");
        IPEndPoint? from = null;
        return phone.Receive(ref from);
    }

    private static void MustBeFree(int port)
    {
        using var probe = new UdpClient(new IPEndPoint(IPAddress.Loopback, port));
    }

    private void AwaitFreePort(int port) => AwaitAssert(() => MustBeFree(port), TimeSpan.FromSeconds(10));

    private IActorRef Gateway(int pairs = 20, TimeSpan? silence = null, params string[] addresses) =>
        Sys.ActorOf(MediaGatewayActor.For(new MediaSettings
        {
            PortMin = _firstPort,
            PortMax = _firstPort + 2 * pairs - 1,
            SilenceTimeout = silence ?? TimeSpan.FromSeconds(30),
            Addresses = [.. addresses],
        }));

    private OpenRelay Open(string relay = "relay-1") => new(new RelayId(relay), new CallId("call-1"), 1, "127.0.0.1", "127.0.0.1");

    private RelayPorts OpenAndAim(IActorRef gateway)
    {
        gateway.Tell(Open(), TestActor);
        var ports = ExpectMsg<RelayOpened>().Streams[0];
        Aim(gateway, RelaySide.Caller, _caller);
        Aim(gateway, RelaySide.Called, _called);
        // Whatever a relay that is not there answers, it comes after the aiming.
        gateway.Tell(new CloseRelay(new RelayId("nobody")), TestActor);
        ExpectMsg<RelayClosed>();
        return ports;
    }

    private void Aim(IActorRef gateway, RelaySide side, UdpClient phone)
    {
        var address = (IPEndPoint)phone.Client.LocalEndPoint!;
        gateway.Tell(
            new AimRelay(_relay, side, 0, new TransportAddress("127.0.0.1", address.Port), new TransportAddress("127.0.0.1", address.Port + 1), false), TestActor);
    }
}
