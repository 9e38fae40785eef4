using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Tests.Stack;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Attacks;

/// <summary>Event-loop stall: no exception of whoever handles a message ends the reading of others, on any transport, and no other waits for it.</summary>
public sealed class EventLoopStallTests : IAsyncDisposable
{
    private readonly StackBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void A_handler_that_throws_again_and_again_stops_neither_datagrams_nor_streams()
    {
        using var udp = new UdpPeer(_bench.EndPoint(SipTransport.Udp));
        using var tcp = StreamPeer.Connect(_bench.EndPoint(SipTransport.Tcp));
        _bench.Answer = _ => throw new InvalidOperationException("user");
        _bench.Stateless = request => request.CallId == "early" ? throw new InvalidOperationException("early") : 0;
        for (var i = 0; i < 20; i++)
        {
            udp.Send(udp.Request("OPTIONS", $"z9hG4bK-u{i}", callId: i % 2 == 0 ? $"u{i}" : "early"));
            tcp.Send(udp.Request("OPTIONS", $"z9hG4bK-t{i}", callId: $"t{i}").Replace("SIP/2.0/UDP", "SIP/2.0/TCP", StringComparison.Ordinal));
        }

        for (var i = 0; i < 30; i++)
        {
            _bench.NextRequest();
        }

        _bench.Answer = transaction => transaction.Respond(SipResponse.For(transaction.Request, 200));
        udp.Ask(udp.Request("OPTIONS", "z9hG4bK-good", callId: "good")).StatusCode.ShouldBe(200);
        tcp.Send(udp.Request("OPTIONS", "z9hG4bK-good2", callId: "good2").Replace("SIP/2.0/UDP", "SIP/2.0/TCP", StringComparison.Ordinal));
        tcp.ReceiveResponse().StatusCode.ShouldBe(200);
    }
}
