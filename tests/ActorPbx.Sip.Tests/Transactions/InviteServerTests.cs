using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Transactions;

/// <summary>RFC 3261 figure 7 and RFC 6026 §7.1, arrow by arrow.</summary>
public sealed class InviteServerTests
{
    [Fact]
    public void Trying_is_sent_before_the_user_hears_of_the_invite_and_again_for_each_retransmission()
    {
        var bench = new MachineBench();
        var (machine, _) = bench.TakeInvite(Sample.Request("INVITE"));
        bench.Port.Take().ShouldBe("100");

        machine.OnRetransmission();
        machine.OnRetransmission();
        bench.Port.Take().ShouldBe("100 100");
    }

    [Fact]
    public void A_retransmission_gets_the_last_provisional_response()
    {
        var bench = new MachineBench();
        SipRequest invite = Sample.Request("INVITE");
        var (machine, user) = bench.TakeInvite(invite);
        user.Respond(SipResponse.For(invite, 180, toTag: "bob"));
        user.Respond(SipResponse.For(invite, 183, toTag: "bob"));
        bench.Port.Take();

        machine.OnRetransmission();
        bench.Port.Take().ShouldBe("183");
    }

    [Fact]
    public void A_success_is_repeated_from_T1_to_T2_until_its_ack_over_any_transport()
    {
        foreach (SipTransport transport in (SipTransport[])[SipTransport.Udp, SipTransport.Tcp])
        {
            var bench = new MachineBench(transport);
            SipRequest invite = Sample.Request("INVITE");
            var (machine, user) = bench.TakeInvite(invite);
            user.Respond(SipResponse.For(invite, 200, toTag: "bob"));
            bench.TimesOfSending(20_000).ShouldBe([500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500]);

            machine.OnAckOfSuccess(Sample.Request("ACK", "z9hG4bK2", "bob"));
            bench.TakeTold().ShouldBe("ack");
            bench.Port.Take();
            bench.Pass(11_990);
            bench.Port.Take().ShouldBe("");
            bench.Statistics.AliveInAll.ShouldBe(1);
            bench.Pass(10);
            bench.Statistics.AliveInAll.ShouldBe(0);
            bench.TakeTold().ShouldBe("");
        }
    }

    [Fact]
    public void A_success_without_ack_is_told_after_64_T1_and_all_is_forgotten()
    {
        var bench = new MachineBench();
        SipRequest invite = Sample.Request("INVITE");
        var (_, user) = bench.TakeInvite(invite);
        user.Respond(SipResponse.For(invite, 200, toTag: "bob"));

        bench.Pass(31_990);
        bench.TakeTold().ShouldBe("");
        bench.Pass(10);
        bench.TakeTold().ShouldBe("no-ack");
        bench.Statistics.AliveInAll.ShouldBe(0);
        bench.Layer.AwaitingAck.Count.ShouldBe(0);
        bench.TimersSet.ShouldBe(0);
    }

    [Fact]
    public void Each_ack_after_the_first_is_absorbed()
    {
        var bench = new MachineBench();
        SipRequest invite = Sample.Request("INVITE");
        var (machine, user) = bench.TakeInvite(invite);
        user.Respond(SipResponse.For(invite, 200, toTag: "bob"));
        SipRequest ack = Sample.Request("ACK", "z9hG4bK2", "bob");
        machine.OnAckOfSuccess(ack);
        machine.OnAckOfSuccess(ack);
        machine.OnAckOfBranch(ack);
        bench.TakeTold().ShouldBe("ack");
    }

    [Fact]
    public void In_accepted_an_invite_retransmission_is_absorbed()
    {
        var bench = new MachineBench();
        SipRequest invite = Sample.Request("INVITE");
        var (machine, user) = bench.TakeInvite(invite);
        user.Respond(SipResponse.For(invite, 200, toTag: "bob"));
        bench.Port.Take();

        machine.OnRetransmission();
        bench.Port.Take().ShouldBe("");
    }

    [Fact]
    public void A_refusal_over_udp_is_repeated_by_timer_G_until_timer_H_ends_it()
    {
        var bench = new MachineBench();
        SipRequest invite = Sample.Request("INVITE");
        var (_, user) = bench.TakeInvite(invite);
        user.Respond(SipResponse.For(invite, 486, toTag: "bob"));
        bench.Port.Take();

        bench.TimesOfSending(40_000).ShouldBe([500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500]);
        bench.Statistics.AliveInAll.ShouldBe(0);
        bench.TakeTold().ShouldBe("");
    }

    [Fact]
    public void The_ack_of_a_refusal_stops_timer_G_and_timer_I_absorbs_more_of_them()
    {
        var bench = new MachineBench();
        SipRequest invite = Sample.Request("INVITE");
        var (machine, user) = bench.TakeInvite(invite);
        user.Respond(SipResponse.For(invite, 486, toTag: "bob"));
        bench.Port.Take();

        machine.OnAckOfBranch(Sample.Request("ACK", toTag: "bob"));
        machine.OnAckOfBranch(Sample.Request("ACK", toTag: "bob"));
        machine.OnRetransmission();
        bench.Pass(4_990);
        bench.Port.Take().ShouldBe("");
        bench.Statistics.AliveInAll.ShouldBe(1);
        bench.Pass(10);
        bench.Statistics.AliveInAll.ShouldBe(0);
        bench.TakeTold().ShouldBe("");
    }

    [Fact]
    public void A_refusal_over_tcp_is_sent_once_and_forgotten_with_its_ack()
    {
        var bench = new MachineBench(SipTransport.Tcp);
        SipRequest invite = Sample.Request("INVITE");
        var (machine, user) = bench.TakeInvite(invite);
        user.Respond(SipResponse.For(invite, 486, toTag: "bob"));
        bench.Port.Take();
        bench.Pass(31_000);
        bench.Port.Take().ShouldBe("");

        machine.OnAckOfBranch(Sample.Request("ACK", toTag: "bob"));
        bench.Statistics.AliveInAll.ShouldBe(0);
    }

    [Theory]
    [InlineData(0, "cancel")]
    [InlineData(180, "cancel")]
    [InlineData(200, "")]
    [InlineData(486, "")]
    public void Cancel_is_told_once_and_only_before_a_final_response(int answered, string told)
    {
        var bench = new MachineBench();
        SipRequest invite = Sample.Request("INVITE");
        var (machine, user) = bench.TakeInvite(invite);
        if (answered != 0) user.Respond(SipResponse.For(invite, answered, toTag: "bob"));

        SipRequest cancel = Sample.Request("CANCEL");
        machine.OnCancel(cancel);
        machine.OnCancel(cancel);
        bench.TakeTold().ShouldBe(told);
    }

    [Fact]
    public void Cancel_and_answer_from_two_threads_send_exactly_one_final_response()
    {
        for (int round = 0; round < 200; round++)
        {
            var bench = new MachineBench();
            SipRequest invite = Sample.Request("INVITE");
            var (_, user) = bench.TakeInvite(invite);
            bench.Port.Take();
            SipResponse answer = SipResponse.For(invite, 200, toTag: "bob");
            SipResponse end = SipResponse.For(invite, 487, toTag: "bob");
            Parallel.Invoke(() => user.Respond(answer), () => user.Respond(end));
            bench.Port.Take().ShouldBeOneOf("200", "487");
            user.HasFinal.ShouldBeTrue();
        }
    }

    [Fact]
    public void Every_response_but_100_has_a_to_tag_and_it_is_always_the_same()
    {
        var bench = new MachineBench();
        SipRequest invite = Sample.Request("INVITE");
        var (_, user) = bench.TakeInvite(invite);
        user.Respond(SipResponse.For(invite, 180));
        user.Respond(SipResponse.For(invite, 486));

        bench.Port.Sent[0].Message.ToTag.ShouldBeNull();
        string? tag = bench.Port.Sent[1].Message.ToTag;
        tag.ShouldNotBeNullOrEmpty();
        bench.Port.Sent[2].Message.ToTag.ShouldBe(tag);
    }

    [Fact]
    public void A_response_that_cannot_be_sent_is_told()
    {
        var bench = new MachineBench();
        SipRequest invite = Sample.Request("INVITE");
        var (_, user) = bench.TakeInvite(invite);
        bench.Port.Failure = "no route";
        user.Respond(SipResponse.For(invite, 486));
        bench.TakeTold().ShouldBe("error");
    }

    [Fact]
    public void A_response_whose_connection_is_gone_goes_over_a_new_one_to_the_sent_by()
    {
        var bench = new MachineBench(SipTransport.Tcp);
        SipRequest invite = Sample.Request("INVITE", sentBy: "127.0.0.1:5099");
        var port = new ClosingPort(bench.Port);
        var layer = new TransactionLayer(SipTimers.Default, bench.Layer.Wheel, port, new TransactionStatistics(), bench.Faults.Add);
        var machine = new InviteServerMachine(layer, 1, 0, bench.Flow);
        var user = new MachineServerTransaction(machine, invite, bench.Flow);
        machine.Attach(user);
        port.Closed = bench.Flow;

        user.Respond(SipResponse.For(invite, 486));
        bench.Port.Sent.ShouldHaveSingleItem().Flow.Remote.Port.ShouldBe(5099);
    }

    [Fact]
    public void A_user_that_throws_does_no_harm()
    {
        var bench = new MachineBench();
        var (machine, user) = bench.TakeInvite(Sample.Request("INVITE"));
        user.User = new Thrower();
        machine.OnCancel(Sample.Request("CANCEL"));
        bench.Faults.ShouldHaveSingleItem().ShouldBeOfType<InvalidOperationException>();
    }

    private sealed class Thrower : IServerTransactionUser
    {
        public void OnCancel(ServerTransaction transaction, SipRequest cancel) => throw new InvalidOperationException();

        public void OnAck(ServerTransaction transaction, SipRequest ack) => throw new InvalidOperationException();

        public void OnAckTimeout(ServerTransaction transaction) => throw new InvalidOperationException();

        public void OnTransportError(ServerTransaction transaction, string why) => throw new InvalidOperationException();
    }
}
