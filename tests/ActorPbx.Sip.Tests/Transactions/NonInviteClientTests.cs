using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Transactions;

/// <summary>RFC 3261 figure 6.</summary>
public sealed class NonInviteClientTests
{
    [Fact]
    public void Timer_E_doubles_to_T2_and_timer_F_ends_it()
    {
        var bench = new MachineBench();
        bench.Send(Sample.Request("OPTIONS"));
        bench.Port.Take().ShouldBe("OPTIONS");
        bench.TimesOfSending(40_000).ShouldBe([500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500]);
        bench.TakeTold().ShouldBe("timeout");
        bench.Statistics.AliveInAll.ShouldBe(0);
        bench.Statistics.Timeouts.ShouldBe(1);
    }

    [Fact]
    public void After_a_provisional_response_timer_E_is_T2()
    {
        var bench = new MachineBench();
        SipRequest request = Sample.Request("OPTIONS");
        var (machine, _) = bench.Send(request);
        bench.Port.Take();
        machine.OnResponse(Sample.Response(request, 100), bench.Flow);

        bench.TimesOfSending(40_000).ShouldBe([500, 4_500, 8_500, 12_500, 16_500, 20_500, 24_500, 28_500]);
        bench.TakeTold().ShouldBe("100 timeout");
    }

    [Theory]
    [InlineData(200)]
    [InlineData(302)]
    [InlineData(401)]
    [InlineData(503)]
    [InlineData(603)]
    public void A_final_response_is_told_once_and_timer_K_absorbs_its_repetitions(int status)
    {
        var bench = new MachineBench();
        SipRequest request = Sample.Request("OPTIONS");
        var (machine, _) = bench.Send(request);
        bench.Port.Take();
        for (int i = 0; i < 3; i++) machine.OnResponse(Sample.Response(request, status), bench.Flow);
        bench.TakeTold().ShouldBe($"{status}");
        bench.Port.StatisticsOf(SipTransport.Udp).RetransmissionsIn.ShouldBe(2);

        bench.Pass(4_990);
        bench.Statistics.AliveInAll.ShouldBe(1);
        bench.Pass(10);
        bench.Statistics.AliveInAll.ShouldBe(0);
        bench.Port.Take().ShouldBe("");
    }

    [Fact]
    public void Over_tcp_nothing_is_sent_again_and_the_answer_ends_it()
    {
        var bench = new MachineBench(SipTransport.Tcp);
        SipRequest request = Sample.Request("OPTIONS");
        var (machine, _) = bench.Send(request);
        bench.TimesOfSending(31_000).ShouldBeEmpty();
        machine.OnResponse(Sample.Response(request, 200), bench.Flow);
        bench.Statistics.AliveInAll.ShouldBe(0);
        bench.TimersSet.ShouldBe(0);
    }

    [Fact]
    public void Over_tcp_timer_F_still_ends_it()
    {
        var bench = new MachineBench(SipTransport.Tcp);
        bench.Send(Sample.Request("OPTIONS"));
        bench.Pass(32_000);
        bench.TakeTold().ShouldBe("timeout");
    }

    [Fact]
    public void A_transport_that_fails_at_once_or_later_is_told_once()
    {
        var bench = new MachineBench(SipTransport.Tcp);
        bench.Port.Failure = "no route";
        bench.Send(Sample.Request("OPTIONS"));
        bench.TakeTold().ShouldBe("error");

        bench.Port.Failure = null;
        bench.Send(Sample.Request("OPTIONS", "z9hG4bK2"));
        bench.Port.Observers[^1]!.OnSendFailed("refused");
        bench.Port.Observers[^1]!.OnSendFailed("refused");
        bench.TakeTold().ShouldBe("error");
        bench.Statistics.AliveInAll.ShouldBe(0);
        bench.TimersSet.ShouldBe(0);
    }

    [Fact]
    public void Cancel_does_nothing_to_it()
    {
        var bench = new MachineBench();
        SipRequest request = Sample.Request("OPTIONS");
        var (machine, user) = bench.Send(request);
        machine.OnResponse(Sample.Response(request, 100), bench.Flow);
        bench.Port.Take();
        user.Cancel();
        bench.Port.Take().ShouldBe("");
    }
}
