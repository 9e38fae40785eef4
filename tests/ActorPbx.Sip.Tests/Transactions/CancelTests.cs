using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Sip.Tests.Transactions;

/// <summary>RFC 3261 §9.1: every order of CANCEL, provisional and final responses at the caller's side.</summary>
public sealed class CancelTests
{
    private const string Reason = "SIP;cause=200;text=\"Call completed elsewhere\"";

    private readonly MachineBench _bench = new();
    private readonly SipRequest _invite = Sample.Request("INVITE");

    // C = the user cancels, T = 64·T1 pass, numbers = responses to the INVITE.
    [Theory]
    [InlineData("C", "", "")]
    [InlineData("C 100", "CANCEL", "100")]
    [InlineData("C 180", "CANCEL", "180")]
    [InlineData("C 180 180", "CANCEL", "180 180")]
    [InlineData("180 C", "CANCEL", "180")]
    [InlineData("180 C C", "CANCEL", "180")]
    [InlineData("180 C 183", "CANCEL", "180 183")]
    [InlineData("180 C 487", "CANCEL ACK", "180 487")]
    [InlineData("180 C 200", "CANCEL", "180 200")]
    [InlineData("180 C 486", "CANCEL ACK", "180 486")]
    [InlineData("C 200", "", "200")]
    [InlineData("C 486", "ACK", "486")]
    [InlineData("200 C", "", "200")]
    [InlineData("486 C", "ACK", "486")]
    [InlineData("180 200 C", "", "180 200")]
    [InlineData("180 C 200 487", "CANCEL", "180 200")]
    [InlineData("180 C 487 200", "CANCEL ACK", "180 487")]
    public void Orders(string events, string sent, string told)
    {
        var (machine, user) = Start();
        Play(events, machine, user);
        _bench.Port.Take().ShouldBe(sent);
        _bench.TakeTold().ShouldBe(told);
    }

    [Fact]
    public void Cancel_before_any_response_waits_and_the_invite_still_times_out()
    {
        var (machine, user) = Start();
        Play("C", machine, user);
        _bench.Pass(32_000);
        _bench.TakeTold().ShouldBe("timeout");
        _bench.Port.Take().ShouldNotContain("CANCEL");
        _bench.Statistics.AliveInAll.ShouldBe(0);
    }

    [Fact]
    public void Without_a_final_response_64_T1_after_the_cancel_the_call_is_given_up()
    {
        var (machine, user) = Start();
        Play("180", machine, user);
        _bench.Pass(100_000);
        Play("C", machine, user);
        _bench.Pass(31_990);
        _bench.TakeTold().ShouldBe("180");
        _bench.Pass(10);
        _bench.TakeTold().ShouldBe("timeout");
        _bench.Pass(32_000);
        _bench.Statistics.AliveInAll.ShouldBe(0);
    }

    [Fact]
    public void The_cancel_has_the_invites_branch_number_and_route_and_the_users_reason()
    {
        SipRequest invite = Sample.Request("INVITE", "z9hG4bKroute", cseq: 7, extra: "Route: <sip:proxy.example;lr>\r\n");
        var (machine, user) = _bench.Send(invite);
        machine.OnResponse(Sample.Response(invite, 180), _bench.Flow);
        user.Cancel(Reason);

        var cancel = (SipRequest)_bench.Port.Sent[^1].Message;
        cancel.Method.ShouldBe(SipMethod.Cancel);
        cancel.TopVia.Branch.ShouldBe("z9hG4bKroute");
        cancel.CSeq.ShouldBe(new CSeq(7, SipMethod.Cancel));
        cancel.ToTag.ShouldBeNull();
        cancel.RequestUri.ShouldBe(invite.RequestUri);
        cancel.Routes.ShouldHaveSingleItem().ToString().ShouldBe("<sip:proxy.example;lr>");
        cancel.Headers.Get(HeaderName.Reason).ShouldBe(Reason);
        cancel.Headers.Contains(HeaderName.Require).ShouldBeFalse();
    }

    [Fact]
    public void The_cancel_is_repeated_until_it_is_answered()
    {
        var (machine, user) = Start();
        Play("180 C", machine, user);
        _bench.Port.Take();
        _bench.TimesOfSending(2_000).Count.ShouldBe(2);

        ulong key = TransactionKeys.OfClient(_invite.TopVia.Branch!, SipMethod.Cancel);
        _bench.Layer.Clients.TryFind(key, out ClientMachine? cancel).ShouldBeTrue();
        cancel!.OnResponse(Sample.Response(Sample.Request("CANCEL"), 200), _bench.Flow);
        _bench.Port.Take();
        _bench.TimesOfSending(20_000).ShouldBeEmpty();
        _bench.TakeTold().ShouldBe("180");
    }

    [Fact]
    public void Cancel_and_a_success_from_two_threads_always_deliver_the_success()
    {
        for (int round = 0; round < 200; round++)
        {
            var bench = new MachineBench();
            var (machine, user) = bench.Send(_invite);
            machine.OnResponse(Sample.Response(_invite, 180), bench.Flow);
            SipResponse success = Sample.Response(_invite, 200);
            Parallel.Invoke(() => user.Cancel(), () => machine.OnResponse(success, bench.Flow));
            bench.TakeTold().ShouldBe("180 200");
        }
    }

    private (ClientMachine Machine, ClientTransaction User) Start()
    {
        var sent = _bench.Send(_invite);
        _bench.Port.Take();
        return sent;
    }

    private void Play(string events, ClientMachine machine, ClientTransaction user)
    {
        foreach (string one in events.Split(' '))
        {
            if (one == "C") user.Cancel(Reason);
            else machine.OnResponse(Sample.Response(_invite, int.Parse(one, System.Globalization.CultureInfo.InvariantCulture)), _bench.Flow);
        }
    }
}
