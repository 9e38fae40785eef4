using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Transactions;

/// <summary>RFC 3261 figure 8 as amended by RFC 4320.</summary>
public sealed class NonInviteServerTests
{
    [Fact]
    public void In_trying_a_retransmission_gets_nothing()
    {
        var bench = new MachineBench();
        var (machine, _) = bench.TakeOther(Sample.Request("OPTIONS"));
        machine.OnRetransmission();
        bench.Port.Take().ShouldBe("");
    }

    [Fact]
    public void After_three_and_a_half_seconds_without_an_answer_100_is_sent_once_and_repeated_on_demand()
    {
        var bench = new MachineBench();
        var (machine, _) = bench.TakeOther(Sample.Request("OPTIONS"));
        bench.TimesOfSending(20_000).ShouldBe([3_500]);
        bench.Port.Take().ShouldBe("100");
        machine.OnRetransmission();
        bench.Port.Take().ShouldBe("100");
    }

    [Theory]
    [InlineData(100)]
    [InlineData(180)]
    [InlineData(183)]
    public void A_provisional_response_of_the_user_is_not_sent(int status)
    {
        var bench = new MachineBench();
        SipRequest request = Sample.Request("OPTIONS");
        var (_, user) = bench.TakeOther(request);
        user.Respond(SipResponse.For(request, status));
        bench.Port.Take().ShouldBe("");
        user.HasFinal.ShouldBeFalse();
    }

    [Fact]
    public void The_answer_is_repeated_for_each_retransmission_until_timer_J()
    {
        var bench = new MachineBench();
        SipRequest request = Sample.Request("BYE", toTag: "bob");
        var (machine, user) = bench.TakeOther(request);
        user.Respond(SipResponse.For(request, 200));
        user.Respond(SipResponse.For(request, 500));
        bench.Port.Take().ShouldBe("200");

        bench.Pass(31_990);
        machine.OnRetransmission();
        bench.Port.Take().ShouldBe("200");
        bench.Pass(10);
        bench.Statistics.AliveInAll.ShouldBe(0);
        machine.OnRetransmission();
        bench.Port.Take().ShouldBe("");
        bench.TimersSet.ShouldBe(0);
    }

    [Fact]
    public void Over_tcp_the_transaction_ends_with_its_answer()
    {
        var bench = new MachineBench(SipTransport.Tcp);
        SipRequest request = Sample.Request("BYE", toTag: "bob");
        var (_, user) = bench.TakeOther(request);
        user.Respond(SipResponse.For(request, 200));
        bench.Port.Take().ShouldBe("200");
        bench.Statistics.AliveInAll.ShouldBe(0);
        bench.TimersSet.ShouldBe(0);
    }

    [Fact]
    public void An_answer_after_64_T1_is_not_sent_for_nobody_waits_for_it()
    {
        var bench = new MachineBench();
        SipRequest request = Sample.Request("OPTIONS");
        var (_, user) = bench.TakeOther(request);
        bench.Pass(32_000);
        bench.Port.Take();
        bench.Statistics.AliveInAll.ShouldBe(0);

        user.Respond(SipResponse.For(request, 200));
        bench.Port.Take().ShouldBe("");
        user.HasFinal.ShouldBeTrue();
    }
}
