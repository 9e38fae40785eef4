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
    public void A_hop_that_was_heard_and_whose_connection_broke_gets_the_call_again_when_it_is_back()
    {
        var bench = Ringing();
        bench.TransportFails("reset");
        bench.Pass(20_000);
        bench.Take().ShouldBe("");
        bench.Current.Back = 6001;
        bench.Pass(300);
        bench.Take().ShouldBe("6001:INVITE");
        bench.Answer(6001, 486);
        bench.Take().ShouldBe("6001:ACK 6001:CANCEL 5070:486", "who took the copy over does not hear of the first one's CANCEL");
        bench.Current.Told.ShouldBe(["lost 6001", "finished 486"]);
    }

    [Theory]
    [InlineData(200, "5070:200")]
    [InlineData(486, "6001:ACK 5070:486")]
    public void What_a_lost_hop_says_over_a_new_connection_is_the_answer(int status, string sent)
    {
        var bench = Ringing();
        bench.TransportFails("reset");
        bench.Answer(6001, status);
        bench.Take().ShouldBe(sent);
        bench.Current.Back = 6001;
        bench.Pass(1_000);
        bench.Take().ShouldBe("");
    }

    [Fact]
    public void That_another_copy_was_first_ends_no_call_whose_hop_is_awaited()
    {
        var bench = Ringing();
        bench.TransportFails("reset");
        bench.Answer(6001, 482);
        bench.Take().ShouldBe("6001:ACK");
        bench.Pass(200);
        bench.Take().ShouldBe("");
    }

    [Fact]
    public void A_call_whose_hop_was_heard_and_does_not_come_back_ends_in_time()
    {
        var bench = Ringing();
        bench.TransportFails("reset");
        bench.Pass(31_900);
        bench.Take().ShouldBe("");
        bench.Pass(500);
        bench.Take().ShouldBe("6001:CANCEL 5070:500");
        bench.Current.Told.ShouldBe(["lost 6001", "finished 500"]);
    }

    [Fact]
    public void That_a_copy_was_taken_over_is_told_to_no_caller()
    {
        var bench = Ringing();
        bench.TransportFails("reset");
        var first = bench.SentTo(6001);
        bench.Current.Back = 6001;
        bench.Pass(300);
        bench.Take();
        bench.Answer(Sample.Response(first, 482), 6001);
        bench.Take().ShouldBe("6001:ACK");
        bench.Answer(6001, 480);
        bench.Take().ShouldBe("6001:ACK 5070:480");
    }

    private static ProxyBench Ringing()
    {
        var bench = new ProxyBench(TimeSpan.FromSeconds(2.5), isReliable: true);
        bench.Arrive(Sample.Request("INVITE"));
        bench.Answer(6001, 180);
        bench.Take().ShouldBe("5070:100 6001:INVITE 5070:180");
        bench.Pass(5_000);
        return bench;
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
