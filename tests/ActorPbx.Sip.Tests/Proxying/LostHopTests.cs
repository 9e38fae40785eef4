using ActorPbx.Sip.Tests.Transactions;

namespace ActorPbx.Sip.Tests.Proxying;

/// <summary>A next hop whose connection broke before it said anything, and that may be back while the caller still waits.</summary>
public sealed class LostHopTests
{
    [Fact]
    public void A_hop_that_is_back_while_the_call_waits_gets_it()
    {
        var bench = new ProxyBench(TimeSpan.FromSeconds(2.5), isReliable: true);
        bench.Arrive(Sample.Request("INVITE"));
        bench.Take();
        bench.TransportFails("reset");
        bench.Pass(1_000);
        bench.Take().ShouldBe("");
        bench.Current.Told.ShouldBe(["silent 6001"]);
        bench.Current.Back = 6001;
        bench.Pass(300);
        bench.Take().ShouldBe("6001:INVITE");
        bench.Answer(6001, 200);
        bench.Take().ShouldBe("5070:200");
    }

    [Fact]
    public void A_silent_hop_gets_the_call_once_more_as_soon_as_it_is_reached_another_way()
    {
        var bench = new ProxyBench(TimeSpan.FromSeconds(2.5), isReliable: true);
        bench.Arrive(Sample.Request("INVITE"));
        bench.Pass(1_000);
        bench.Take().ShouldBe("5070:100 6001:INVITE");
        bench.Current.Back = 6002;
        bench.Pass(300);
        bench.Take().ShouldBe("6002:INVITE");
    }

    [Fact]
    public void A_call_whose_hop_does_not_come_back_is_refused_when_patience_ends()
    {
        var bench = new ProxyBench(TimeSpan.FromSeconds(2.5), isReliable: true);
        bench.Arrive(Sample.Request("INVITE"));
        bench.Take();
        bench.TransportFails("reset");
        bench.Pass(2_400);
        bench.Take().ShouldBe("");
        bench.Pass(400);
        bench.Take().ShouldBe("5070:500");
        bench.Current.Told.ShouldBe(["silent 6001", "finished 500"]);
    }

    [Fact]
    public void A_request_may_wait_longer_for_a_silent_hop_than_others_and_no_longer_for_one_that_was_lost()
    {
        var bench = new ProxyBench(TimeSpan.FromSeconds(2.5)) { LongestSilence = TimeSpan.FromSeconds(8) };
        bench.Arrive(Sample.Request("INVITE"));
        bench.Pass(7_900);
        bench.Take().ShouldNotContain("5070:5");
        bench.Pass(200);
        bench.Take().ShouldBe("5070:500");

        bench = new ProxyBench(TimeSpan.FromSeconds(2.5), isReliable: true) { LongestSilence = TimeSpan.FromSeconds(8) };
        bench.Arrive(Sample.Request("INVITE"));
        bench.TransportFails("reset");
        bench.Pass(2_900);
        bench.Take().ShouldEndWith("5070:500");
    }

    [Fact]
    public void A_caller_who_gives_up_while_no_hop_is_back_is_told_so()
    {
        var bench = new ProxyBench(TimeSpan.FromSeconds(2.5), isReliable: true);
        bench.Arrive(Sample.Request("INVITE"));
        bench.TransportFails("reset");
        bench.Take();
        bench.CallerCancels();
        bench.Pass(300);
        bench.Take().ShouldEndWith("5070:487");
    }
}
