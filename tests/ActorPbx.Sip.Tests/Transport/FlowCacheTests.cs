using System.Net;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Transport;

/// <summary>What a UDP listener remembers of its peers, and for how long.</summary>
public sealed class FlowCacheTests : IDisposable
{
    private readonly UdpSocket _socket = new(
        new SipListenerOptions(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, 0)), 65_536, SipLimits.Default, new LocalAddresses(ServerAddresses.None),
        new NothingComes(), new TransportStatistics());

    private long _now;

    public void Dispose() => _socket.Dispose();

    [Fact]
    public void A_peer_is_remembered_whether_it_sends_or_is_sent_to()
    {
        var cache = new FlowCache(_socket, () => _now);
        var peer = new IPEndPoint(IPAddress.Loopback, 5070);
        SipFlow flow = cache.Of(peer);
        flow.Remote.ShouldBe(peer);
        _now += 59_000;
        SocketAddress source = peer.Serialize();
        cache.Of(source.Buffer.Span[..source.Size]).ShouldBeSameAs(flow);
        cache.Of(new IPEndPoint(IPAddress.Loopback, 5071)).Remote.Port.ShouldBe(5071);
    }

    [Fact]
    public void A_minute_later_those_that_left_are_forgotten_and_those_that_stayed_have_their_flow_anew()
    {
        var cache = new FlowCache(_socket, () => _now);
        WeakReference left = Meet(cache, 5070), stayed = Meet(cache, 5071);
        _now += 60_000;
        SipFlow anew = cache.Of(new IPEndPoint(IPAddress.Loopback, 5071));
        GC.Collect();
        (left.IsAlive, stayed.IsAlive).ShouldBe((false, false));
        cache.Of(new IPEndPoint(IPAddress.Loopback, 5071)).ShouldBeSameAs(anew);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Meet(FlowCache cache, int port) => new(cache.Of(new IPEndPoint(IPAddress.Loopback, port)));

    private sealed class NothingComes : IInbound
    {
        public SipWatch Watch { get; } = new();

        public IMessageWork? Work => null;

        public void OnMessage(SipMessage message, SipFlow flow) => throw new InvalidOperationException("nothing was sent");

        public bool Shuns(IPAddress source) => false;

        public void OnMalformed(SipParseError error, SipFlow flow) => throw new InvalidOperationException("nothing was sent");

        public void OnFault(Exception fault) => throw fault;
    }
}
