using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Transactions;

/// <summary>RFC 3261 figure 5, RFC 6026 §7.2 and RFC 3261 §9.1, arrow by arrow.</summary>
public sealed class InviteClientTests
{
    private readonly MachineBench _bench = new();
    private readonly SipRequest _invite = Sample.Request("INVITE");

    [Fact]
    public void Timer_A_doubles_without_bound_and_timer_B_ends_it()
    {
        _bench.Send(_invite);
        _bench.Port.Take().ShouldBe("INVITE");
        _bench.TimesOfSending(40_000).ShouldBe([500, 1_500, 3_500, 7_500, 15_500, 31_500]);
        _bench.TakeTold().ShouldBe("timeout");
        _bench.Statistics.AliveInAll.ShouldBe(0);
    }

    [Fact]
    public void A_provisional_response_stops_timers_A_and_B()
    {
        var (machine, _) = Send();
        machine.OnResponse(Sample.Response(_invite, 180), _bench.Flow);
        machine.OnResponse(Sample.Response(_invite, 180), _bench.Flow);
        _bench.TimesOfSending(120_000).ShouldBeEmpty();
        _bench.TakeTold().ShouldBe("180 180");
        _bench.TimersSet.ShouldBe(0);
    }

    [Fact]
    public void A_refusal_is_acknowledged_each_time_and_told_once()
    {
        var (machine, _) = Send();
        for (int i = 0; i < 3; i++) machine.OnResponse(Sample.Response(_invite, 486), _bench.Flow);

        _bench.Port.Sent.Count.ShouldBe(3);
        var ack = (SipRequest)_bench.Port.Sent[0].Message;
        ack.Method.ShouldBe(SipMethod.Ack);
        ack.TopVia.Branch.ShouldBe(_invite.TopVia.Branch);
        ack.ToTag.ShouldBe("bob");
        ack.FromTag.ShouldBe("alice");
        ack.CSeq.Number.ShouldBe(1u);
        ack.RequestUri.ShouldBe(_invite.RequestUri);
        _bench.TakeTold().ShouldBe("486");

        _bench.Pass(31_990);
        _bench.Statistics.AliveInAll.ShouldBe(1);
        _bench.Pass(10);
        _bench.Statistics.AliveInAll.ShouldBe(0);
    }

    [Fact]
    public void The_ack_of_a_refusal_takes_the_route_of_its_invite()
    {
        SipRequest invite = Sample.Request("INVITE", extra: "Route: <sip:proxy.example;lr>\r\nRoute: <sip:edge.example;lr>\r\n");
        var (machine, _) = _bench.Send(invite);
        machine.OnResponse(Sample.Response(invite, 404), _bench.Flow);
        _bench.Port.Sent[^1].Message.Routes.Select(route => route.ToString()).ShouldBe(["<sip:proxy.example;lr>", "<sip:edge.example;lr>"]);
    }

    [Fact]
    public void Over_tcp_a_refusal_is_acknowledged_and_forgotten()
    {
        var bench = new MachineBench(SipTransport.Tcp);
        var (machine, _) = bench.Send(_invite);
        bench.TimesOfSending(31_000).ShouldBeEmpty();
        bench.Port.Take();
        machine.OnResponse(Sample.Response(_invite, 486), bench.Flow);
        bench.Port.Take().ShouldBe("ACK");
        bench.Statistics.AliveInAll.ShouldBe(0);
    }

    [Fact]
    public void Each_repetition_of_a_success_gets_its_ack_again_and_is_not_told()
    {
        var (machine, user) = Send();
        machine.OnResponse(Sample.Response(_invite, 200), _bench.Flow);
        machine.OnResponse(Sample.Response(_invite, 200), _bench.Flow);
        _bench.Port.Take().ShouldBe("");

        user.Acknowledge(Ack("bob"));
        machine.OnResponse(Sample.Response(_invite, 200), _bench.Flow);
        machine.OnResponse(Sample.Response(_invite, 200), _bench.Flow);
        _bench.TakeTold().ShouldBe("200");
        string?[] branches = [.. _bench.Port.Sent.Select(sent => sent.Message.TopVia.Branch)];
        branches.Length.ShouldBe(3);
        branches.Distinct().ShouldHaveSingleItem().ShouldNotBe(_invite.TopVia.Branch);
    }

    [Fact]
    public void Each_fork_of_a_success_is_told_once_and_has_its_own_ack()
    {
        var (machine, user) = Send();
        machine.OnResponse(Sample.Response(_invite, 180), _bench.Flow);
        machine.OnResponse(Sample.Response(_invite, 200, "left"), _bench.Flow);
        user.Acknowledge(Ack("left"));
        machine.OnResponse(Sample.Response(_invite, 200, "right"), _bench.Flow);
        user.Acknowledge(Ack("right"));
        machine.OnResponse(Sample.Response(_invite, 200, "left"), _bench.Flow);
        machine.OnResponse(Sample.Response(_invite, 200, "right"), _bench.Flow);

        _bench.TakeTold().ShouldBe("180 200:left 200:right");
        _bench.Port.Sent.Select(sent => sent.Message.ToTag).ShouldBe(["left", "right", "left", "right"]);
    }

    [Fact]
    public void An_invite_that_is_let_go_of_still_gets_its_acks_repeated_and_its_forks_told()
    {
        var (machine, user) = Send();
        user.LetGo();
        user.Request.ShouldBe(_invite, "no 2xx yet: it may have to be cancelled");
        machine.OnResponse(Sample.Response(_invite, 200, "left"), _bench.Flow);
        user.Acknowledge(Ack("left"));
        user.LetGo();
        Should.Throw<InvalidOperationException>(() => user.Request);

        user.Cancel();
        machine.OnResponse(Sample.Response(_invite, 200, "left"), _bench.Flow);
        machine.OnResponse(Sample.Response(_invite, 486, "right"), _bench.Flow);
        machine.OnResponse(Sample.Response(_invite, 200, "right"), _bench.Flow);
        user.Acknowledge(Ack("right"));
        _bench.TakeTold().ShouldBe("200:left 200:right");
        _bench.Port.Sent.Select(sent => sent.Message.ToTag).ShouldBe(["left", "left", "right"]);
    }

    [Fact]
    public void When_the_user_is_no_more_another_fork_is_acknowledged_and_ended()
    {
        var (machine, user) = Send();
        machine.OnResponse(Sample.Response(_invite, 200, "left"), _bench.Flow);
        user.Acknowledge(Ack("left"));
        user.Abandon();
        machine.OnResponse(Sample.Response(_invite, 200, "left"), _bench.Flow);
        _bench.Port.Take().ShouldBe("ACK ACK");

        machine.OnResponse(Sample.Response(_invite, 200, "right"), _bench.Flow);
        machine.OnResponse(Sample.Response(_invite, 200, "right"), _bench.Flow);
        var sent = _bench.Port.Sent.ConvertAll(message => (SipRequest)message.Message);
        sent.ConvertAll(request => request.CSeq.ToString()).ShouldBe(["1 ACK", "2 BYE", "1 ACK"]);
        foreach (SipRequest request in sent)
        {
            request.RequestUri.ToString().ShouldBe("sip:bob@127.0.0.1:5080");
            (request.CallId, request.FromTag, request.ToTag, request.MaxForwards).ShouldBe((_invite.CallId, "alice", "right", 70));
        }

        _bench.TakeTold().ShouldBe("200:left");
    }

    [Theory]
    [InlineData(false, "CANCEL ACK BYE")]
    [InlineData(true, "CANCEL ACK")]
    public void When_the_user_is_no_more_a_success_that_crosses_the_cancel_is_ended_and_a_refusal_acknowledged(bool isRefused, string sent)
    {
        var (machine, user) = Send();
        machine.OnResponse(Sample.Response(_invite, 180), _bench.Flow);
        user.Cancel();
        user.Abandon();
        machine.OnResponse(Sample.Response(_invite, isRefused ? 487 : 200), _bench.Flow);
        _bench.Port.Take().ShouldBe(sent);
        _bench.TakeTold().ShouldBe("180");
    }

    [Fact]
    public void A_user_that_is_no_more_is_not_told_of_the_end()
    {
        var (_, user) = Send();
        user.Abandon();
        _bench.Pass(40_000);
        _bench.TakeTold().ShouldBe("");
        _bench.Statistics.AliveInAll.ShouldBe(0);
    }

    [Fact]
    public void A_flood_of_forks_is_bounded()
    {
        var (machine, _) = Send();
        for (int i = 0; i < 100; i++) machine.OnResponse(Sample.Response(_invite, 200, $"fork{i}"), _bench.Flow);
        _bench.Told.Count.ShouldBe(16);
    }

    [Fact]
    public void Accepted_lasts_64_T1()
    {
        var (machine, _) = Send();
        machine.OnResponse(Sample.Response(_invite, 200), _bench.Flow);
        _bench.Pass(31_990);
        _bench.Statistics.AliveInAll.ShouldBe(1);
        _bench.Pass(10);
        _bench.Statistics.AliveInAll.ShouldBe(0);
        _bench.TakeTold().ShouldBe("200");
    }

    [Theory]
    [InlineData(180)]
    [InlineData(486)]
    public void After_a_success_other_responses_are_absorbed(int status)
    {
        var (machine, _) = Send();
        machine.OnResponse(Sample.Response(_invite, 200), _bench.Flow);
        machine.OnResponse(Sample.Response(_invite, status), _bench.Flow);
        _bench.TakeTold().ShouldBe("200");
        _bench.Port.Take().ShouldBe("");
    }

    [Fact]
    public void After_a_refusal_a_success_is_absorbed()
    {
        var (machine, _) = Send();
        machine.OnResponse(Sample.Response(_invite, 486), _bench.Flow);
        machine.OnResponse(Sample.Response(_invite, 200), _bench.Flow);
        _bench.TakeTold().ShouldBe("486");
    }

    [Fact]
    public void A_transport_failure_is_told_and_ends_it()
    {
        _bench.Port.Failure = "no route";
        _bench.Send(_invite);
        _bench.TakeTold().ShouldBe("error");
        _bench.Statistics.AliveInAll.ShouldBe(0);
    }

    [Fact]
    public void A_connection_that_fails_after_the_answer_is_not_told()
    {
        var (machine, _) = Send();
        machine.OnResponse(Sample.Response(_invite, 180), _bench.Flow);
        _bench.Port.Observers[0]!.OnSendFailed("reset");
        _bench.TakeTold().ShouldBe("180");
    }

    private (ClientMachine Machine, ClientTransaction User) Send()
    {
        var sent = _bench.Send(_invite);
        _bench.Port.Take();
        return sent;
    }

    private static SipRequest Ack(string toTag)
    {
        SipRequest ack = Sample.Request("ACK", toTag: toTag);
        ack.RemoveTopVia();
        return ack;
    }
}
