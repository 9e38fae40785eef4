using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Tests.Transactions;

namespace ActorPbx.Sip.Tests.Proxying;

/// <summary>Requests other than INVITE, and the ACK of a 2xx, on their way through the proxy.</summary>
public sealed class ProxiedOtherTests
{
    private readonly ProxyBench _bench = new();

    [Fact]
    public void A_bye_and_its_answer_go_through()
    {
        _bench.Arrive(Bye());
        _bench.Take().ShouldBe("6001:BYE");
        SipRequest sent = _bench.SentTo(6001);
        sent.Headers.Contains(HeaderName.Route).ShouldBeFalse();
        sent.Headers.Contains(HeaderName.RecordRoute).ShouldBeFalse();
        _bench.Answer(6001, 200);
        _bench.Take().ShouldBe("5070:200");
        _bench.CallerRepeats();
        _bench.Take().ShouldBe("5070:200");
        _bench.Pass(33_000);
        _bench.Statistics.AliveInAll.ShouldBe(0);
        _bench.TimersSet.ShouldBe(0);
    }

    // RFC 4320 §4.2: a late answer to a non-INVITE request helps nobody.
    [Fact]
    public void Nothing_is_answered_when_the_next_hop_keeps_silent()
    {
        _bench.Arrive(Bye());
        _bench.Pass(70_000);
        _bench.Take().ShouldNotContain("5070:4");
        _bench.Current.Told.ShouldContain("finished 408");
        _bench.Statistics.AliveInAll.ShouldBe(0);
    }

    [Fact]
    public void A_hop_that_cannot_be_reached_gives_500()
    {
        _bench.Port.Failure = "no route";
        _bench.Arrive(Bye());
        _bench.Current.Told.ShouldBe(["silent 6001", "finished 500"]);
    }

    [Fact]
    public void An_ack_goes_on_without_a_transaction_and_its_repetition_with_the_same_branch()
    {
        SipRequest ack = Sample.Request("ACK", "z9hG4bKack", toTag: "bob", extra: $"Route: {ProxyBench.RecordRoute}\r\n");
        _bench.Acknowledge(ack).ShouldBeNull();
        _bench.Acknowledge(ack).ShouldBeNull();
        _bench.Take().ShouldBe("6001:ACK 6001:ACK");
        _bench.Requests[0].Request.TopVia.Branch.ShouldBe(_bench.Requests[1].Request.TopVia.Branch);
        _bench.Requests[0].Request.Headers.Contains(HeaderName.Route).ShouldBeFalse();
        _bench.Requests[0].Request.MaxForwards.ShouldBe(69);
        _bench.Statistics.AliveInAll.ShouldBe(0);
    }

    [Fact]
    public void An_ack_without_hops_left_ends_here()
    {
        SipRequest ack = Sample.Request("ACK", toTag: "bob");
        ack.Headers.Set(HeaderName.MaxForwards, "0");
        _bench.Acknowledge(ack).ShouldNotBeNull();
        _bench.Take().ShouldBe("");
    }

    private static SipRequest Bye() => Sample.Request("BYE", toTag: "bob", extra: $"Route: {ProxyBench.RecordRoute}\r\n");
}
