using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Stack;

/// <summary>An INVITE that comes by several ways, the later ones to take over from those before.</summary>
public sealed class TwinTests : IAsyncLifetime
{
    private readonly StackBench _bench = new() { Answer = _ => { }, Takes = _ => true };
    private readonly List<StreamPeer> _ways = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _ways.ForEach(way => way.Dispose());
        await _bench.DisposeAsync();
    }

    [Fact]
    public void Each_way_takes_over_from_the_one_before_and_the_call_stays_one()
    {
        StreamPeer first = Bring("z9hG4bK-a");
        _bench.NextRequest();
        StreamPeer second = Bring("z9hG4bK-b");
        _bench.NextTold().ShouldBe("z9hG4bK-b for z9hG4bK-a");
        EndRefused(first, "z9hG4bK-a");
        StreamPeer third = Bring("z9hG4bK-c");
        _bench.NextTold().ShouldBe("z9hG4bK-c for z9hG4bK-b");
        EndRefused(second, "z9hG4bK-b");
        _bench.NextRequest();
        ServerTransaction answering = _bench.NextRequest();
        answering.Respond(SipResponse.For(answering.Request, 200, toTag: "pbx"));
        third.ReceiveResponse().StatusCode.ShouldBe(200);
        _bench.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void What_was_answered_already_is_told_of_each_way()
    {
        Bring("z9hG4bK-a");
        ServerTransaction first = _bench.NextRequest();
        first.Respond(SipResponse.For(first.Request, 200, toTag: "pbx"));
        Bring("z9hG4bK-b");
        _bench.NextTold().ShouldBe("z9hG4bK-b for z9hG4bK-a");
        Bring("z9hG4bK-c");
        _bench.NextTold().ShouldBe("z9hG4bK-c for z9hG4bK-a");
    }

    // Answered with 100 from a transaction of its own.
    private StreamPeer Bring(string branch)
    {
        StreamPeer way = StreamPeer.Connect(_bench.EndPoint(SipTransport.Tcp));
        _ways.Add(way);
        way.Send(way.Request("INVITE", branch));
        way.ReceiveResponse().StatusCode.ShouldBe(100);
        return way;
    }

    private void EndRefused(StreamPeer way, string branch)
    {
        long alive = _bench.Stack.Statistics.Transactions.AliveInAll;
        SipResponse refusal = way.ReceiveResponse();
        refusal.StatusCode.ShouldBe(482);
        way.Send(way.Request("ACK", branch, refusal.ToTag));
        SpinWait.SpinUntil(() => _bench.Stack.Statistics.Transactions.AliveInAll < alive, TimeSpan.FromSeconds(10)).ShouldBeTrue("the first way is forgotten");
    }
}
