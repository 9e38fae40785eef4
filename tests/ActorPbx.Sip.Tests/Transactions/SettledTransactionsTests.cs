using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Transactions;

/// <summary>What is left of transactions that absorb and repeat for 64·T1.</summary>
public sealed class SettledTransactionsTests
{
    private readonly MachineBench _bench = new();
    private readonly SipRequest _invite = Sample.Request("INVITE");

    private SettledTransactions Settled => _bench.Layer.SettledServers;

    [Theory]
    [InlineData(40, 0)]
    [InlineData(40, 5)]
    [InlineData(40, 700)]
    [InlineData(7, 60_000)]
    [InlineData(3, 300_000)]
    public void Each_is_found_with_its_bytes_until_its_time_is_over_however_many_come_and_go(int eachSecond, int length)
    {
        ulong next = 1;
        for (int second = 0; second < 100; second++)
        {
            for (int i = 0; i < eachSecond; i++) Add(next++, length);
            _bench.Pass(1_000, 500);
            ulong living = (ulong)(31 * eachSecond);
            ulong first = next > living ? next - living : 1;
            for (ulong key = first; key < next; key += 1 + (next - first) / 50)
            {
                Settled.TryFind(key, out SettledTransaction found, out byte[]? message).ShouldBeTrue();
                (found.Key, found.Flow.Remote.Port, message!.Length).ShouldBe((key, PortOf(key), length));
                message.ShouldAllBe(value => value == (byte)key);
            }

            if (first > (ulong)eachSecond) Settled.Has(first - 1 - (ulong)eachSecond).ShouldBeFalse();
            _bench.Statistics.AliveInAll.ShouldBe(Math.Min(second + 1, 31) * eachSecond);
        }

        _bench.Pass(32_000, 500);
        (_bench.Statistics.AliveInAll, _bench.TimersSet).ShouldBe((0, 0));
    }

    [Fact]
    public void One_whose_time_is_over_before_those_in_front_of_it_is_not_found_any_longer()
    {
        Add(1, 5);
        Settled.Add(new SettledTransaction(2, TransactionKind.InviteServer, _bench.Flow, _bench.Layer.Now + 1_000) { MergedKey = 3 }, "tag"u8);
        Settled.Has(3).ShouldBeTrue();
        _bench.Pass(1_000);
        (Settled.Has(1), Settled.Has(2), Settled.Has(3)).ShouldBe((true, false, false));
    }

    [Fact]
    public void One_that_is_taken_is_a_machine_again_and_alive_as_before()
    {
        Add(1, 5);
        Add(2, 5);
        Settled.TryTake(1).ShouldBeTrue();
        Settled.TryTake(1).ShouldBeFalse();
        (Settled.Has(1), Settled.Has(2), _bench.Statistics.AliveInAll).ShouldBe((false, true, 2));
        _bench.Pass(32_000);
        _bench.Statistics.AliveInAll.ShouldBe(1, "the machine's own");
    }

    [Fact]
    public void A_merged_key_stays_the_first_ones()
    {
        Settled.Add(new SettledTransaction(1, TransactionKind.NonInviteServer, _bench.Flow, _bench.Layer.Now + 1_000) { MergedKey = 9 }, []);
        Settled.Add(new SettledTransaction(2, TransactionKind.NonInviteServer, _bench.Flow, _bench.Layer.Now + 2_000) { MergedKey = 9 }, []);
        Settled.TryFind(9, out SettledTransaction first, out _).ShouldBeTrue();
        first.Key.ShouldBe(1UL);
        _bench.Pass(1_000);
        (Settled.Has(9), Settled.Has(2)).ShouldBe((false, true));
        Settled.Add(new SettledTransaction(3, TransactionKind.NonInviteServer, _bench.Flow, _bench.Layer.Now + 2_000) { MergedKey = 9 }, []);
        _bench.Pass(1_000);
        Settled.Has(9).ShouldBeTrue("it is another one's by now");
    }

    [Fact]
    public void An_answered_request_is_no_machine_any_longer_and_its_answer_repeated()
    {
        SipRequest bye = Sample.Request("BYE", toTag: "bob");
        var (_, user) = _bench.TakeOther(bye);
        user.Respond(SipResponse.For(bye, 200));
        (_bench.Layer.Servers.Count, _bench.Statistics.Alive(TransactionKind.NonInviteServer)).ShouldBe((0, 1));

        _bench.Layer.Repeat(TransactionKeys.OfServer(bye, SipMethod.Bye));
        _bench.Port.Sent.ConvertAll(sent => (((SipResponse)sent.Message).StatusCode, sent.Message.ToTag)).ShouldBe([(200, "bob"), (200, "bob")]);
        _bench.Port.StatisticsOf(SipTransport.Udp).RetransmissionsOut.ShouldBe(1);
        _bench.Pass(32_000);
        _bench.Statistics.AliveInAll.ShouldBe(0);
    }

    [Theory]
    [InlineData(SipTransport.Udp)]
    [InlineData(SipTransport.Tcp)]
    public void An_acknowledged_invite_is_no_machine_any_longer_and_absorbs_its_copies(SipTransport transport)
    {
        var bench = new MachineBench(transport);
        var (machine, user) = bench.TakeInvite(_invite);
        user.Respond(SipResponse.For(_invite, 200, toTag: "bob"));
        bench.Layer.Servers.Count.ShouldBe(1, "without an ACK the 2xx is repeated");
        machine.OnAckOfSuccess(Sample.Request("ACK", "z9hG4bKack", "bob"));
        (bench.Layer.Servers.Count, bench.Layer.AwaitingAck.Count, bench.Statistics.AliveInAll).ShouldBe((0, 0, 1));

        bench.Port.Take();
        bench.Layer.Repeat(TransactionKeys.OfServer(_invite, SipMethod.Invite));
        bench.Port.Take().ShouldBe("");
        bench.TakeTold().ShouldBe("ack");
        bench.Pass(32_000);
        (bench.Statistics.AliveInAll, bench.TimersSet).ShouldBe((0, 0));
        bench.TakeTold().ShouldBe("");
    }

    [Fact]
    public void A_request_that_settled_since_it_was_looked_for_begins_no_second_transaction()
    {
        SipRequest bye = Sample.Request("BYE", toTag: "bob");
        var (_, user) = _bench.TakeOther(bye);
        user.Respond(SipResponse.For(bye, 200));
        var again = new NonInviteServerMachine(_bench.Layer, TransactionKeys.OfServer(bye, SipMethod.Bye), 0, _bench.Flow);
        again.TryEnter().ShouldBeFalse();
        (_bench.Layer.Servers.Count, _bench.Statistics.AliveInAll).ShouldBe((0, 1));
    }

    [Fact]
    public void The_invite_of_a_call_that_is_over_repeats_its_ack_and_another_fork_is_ended_once()
    {
        ulong key = Accept("left");
        (_bench.Layer.Clients.Count, _bench.Statistics.AliveInAll).ShouldBe((0, 1));
        Late(key, 180, "left");
        Late(key, 486, "left");
        _bench.Port.Take().ShouldBe("");
        Late(key, 200, "left");
        _bench.Port.Take().ShouldBe("ACK");
        _bench.Port.StatisticsOf(SipTransport.Udp).RetransmissionsIn.ShouldBe(3);

        Late(key, 200, "right");
        _bench.Port.Sent.ConvertAll(sent => (sent.Message.CSeq.Method.Name, sent.Message.ToTag)).ShouldBe([("ACK", "right"), ("BYE", "right")]);
        _bench.Port.Take();
        _bench.Layer.Clients.TryFind(key, out ClientMachine? machine).ShouldBeTrue("its forks have to be known apart");
        machine.OnResponse(Sample.Response(_invite, 200, "right"), _bench.Flow);
        machine.OnResponse(Sample.Response(_invite, 200, "left"), _bench.Flow);
        _bench.Port.Sent.ConvertAll(sent => (sent.Message.CSeq.Method.Name, sent.Message.ToTag)).ShouldBe([("ACK", "right"), ("ACK", "left")]);
        _bench.TakeTold().ShouldBe("200:left");
        _bench.Pass(32_000);
        (_bench.Statistics.Alive(TransactionKind.InviteClient), _bench.Layer.Clients.Count).ShouldBe((0L, 0));
    }

    [Fact]
    public void An_invite_without_an_ack_yet_or_with_two_forks_stays_a_machine()
    {
        Accept("left", acknowledges: false);
        _bench.Layer.Clients.Count.ShouldBe(1);
        var (machine, user) = _bench.Send(Sample.Request("INVITE", "z9hG4bK2"));
        foreach (string fork in new[] { "left", "right" })
        {
            machine.OnResponse(Sample.Response(user.Request, 200, fork), _bench.Flow);
            user.Acknowledge(Sample.Request("ACK", $"z9hG4bK{fork}", fork));
        }

        user.Abandon();
        _bench.Layer.Clients.Count.ShouldBe(2);
    }

    [Fact]
    public void An_invite_whose_ack_goes_by_another_flow_stays_a_machine()
    {
        var (machine, user) = _bench.Send(_invite);
        machine.OnResponse(Sample.Response(_invite, 200), _bench.Flow);
        user.Acknowledge(Sample.Request("ACK", "z9hG4bKack", "bob"), new SipTarget(SipTransport.Udp, RecordingPort.Flow(SipTransport.Udp, 5099).Remote));
        user.Abandon();
        _bench.Layer.Clients.Count.ShouldBe(1);
    }

    [Fact]
    public void An_answered_request_of_ours_absorbs_for_T4()
    {
        SipRequest bye = Sample.Request("BYE", toTag: "bob");
        var (machine, _) = _bench.Send(bye);
        machine.OnResponse(Sample.Response(bye, 200), _bench.Flow);
        (_bench.Layer.Clients.Count, _bench.Statistics.AliveInAll).ShouldBe((0, 1));
        ulong key = TransactionKeys.OfClient(bye.TopVia.Branch!, SipMethod.Bye);
        _bench.Pass(4_990);
        _bench.Layer.Absorb(key, Sample.Response(bye, 200), _bench.Flow).ShouldBeTrue();
        _bench.Pass(10);
        _bench.Layer.Absorb(key, Sample.Response(bye, 200), _bench.Flow).ShouldBeFalse();
        _bench.Statistics.AliveInAll.ShouldBe(0);
        _bench.TakeTold().ShouldBe("200");
    }

    private static int PortOf(ulong key) => 1_024 + (int)(key % 7);

    private void Add(ulong key, int length)
    {
        _bench.Statistics.CountAlive(TransactionKind.NonInviteServer, 1);
        byte[] message = new byte[length];
        Array.Fill(message, (byte)key);
        Settled.Add(new SettledTransaction(key, TransactionKind.NonInviteServer, RecordingPort.Flow(SipTransport.Udp, PortOf(key)), _bench.Layer.Now + 32_000), message);
    }

    private ulong Accept(string toTag, bool acknowledges = true)
    {
        var (machine, user) = _bench.Send(_invite);
        machine.OnResponse(Sample.Response(_invite, 200, toTag), _bench.Flow);
        if (acknowledges) user.Acknowledge(Sample.Request("ACK", "z9hG4bKack", toTag));
        user.Abandon();
        _bench.Port.Take();
        return TransactionKeys.OfClient(_invite.TopVia.Branch!, SipMethod.Invite);
    }

    private void Late(ulong key, int status, string toTag) => _bench.Layer.Absorb(key, Sample.Response(_invite, status, toTag), _bench.Flow).ShouldBeTrue();
}
