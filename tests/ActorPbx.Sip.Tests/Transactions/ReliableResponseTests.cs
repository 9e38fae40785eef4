using System.Text;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Transactions;

/// <summary>RFC 3262 §3, the side that answers.</summary>
public sealed class ReliableResponseTests
{
    private readonly SipRequest _invite = Sample.Request("INVITE");

    [Theory]
    [InlineData(SipTransport.Udp)]
    [InlineData(SipTransport.Tcp)]
    public void It_is_repeated_from_T1_doubling_for_64_T1_over_any_transport_and_then_the_user_is_told(SipTransport transport)
    {
        var bench = new MachineBench(transport);
        Ring(bench, 180);
        bench.TimesOfSending(31_990).ShouldBe([500, 1_500, 3_500, 7_500, 15_500, 31_500]);
        bench.TakeTold().ShouldBe("");
        bench.Pass(10);
        bench.TakeTold().ShouldBe("no-prack");
        bench.Pass(60_000);
        bench.TakeTold().ShouldBe("");
    }

    [Fact]
    public void It_bears_require_and_a_number_and_its_prack_ends_the_repetitions()
    {
        var bench = new MachineBench();
        var user = Ring(bench, 180);
        var sent = Last(bench);
        sent.HasOption(HeaderName.Require, "100rel").ShouldBeTrue();
        Number(sent).ShouldBeInRange(1u, (uint)int.MaxValue);

        user.Confirm(Prack(sent)).ShouldBe(PrackVerdict.Confirmed);
        bench.Port.Take();
        bench.Pass(40_000);
        bench.Port.Take().ShouldBe("");
        bench.TakeTold().ShouldBe("");
        bench.TimersSet.ShouldBe(0);
    }

    [Fact]
    public void A_prack_with_another_number_sequence_method_or_dialogue_confirms_nothing()
    {
        var bench = new MachineBench();
        var user = Ring(bench, 180);
        var sent = Last(bench);
        var number = Number(sent);
        foreach (var rack in new[] { $"{number + 1} 1 INVITE", $"{number} 2 INVITE", $"{number} 1 OPTIONS", $"{number} 1", "x 1 INVITE", "" })
        {
            user.Confirm(Sample.Request("PRACK", cseq: 2, toTag: "bob", extra: $"RAck: {rack}\n")).ShouldBe(PrackVerdict.Unknown, rack);
        }

        user.Confirm(Sample.Request("PRACK", cseq: 2, toTag: "other", extra: $"RAck: {number} 1 INVITE\n")).ShouldBe(PrackVerdict.Unknown);
        user.Confirm(Prack(sent)).ShouldBe(PrackVerdict.Confirmed);
        user.Confirm(Prack(sent)).ShouldBe(PrackVerdict.Unknown);
    }

    [Fact]
    public void The_next_waits_for_the_prack_of_the_one_before_and_counts_on()
    {
        var bench = new MachineBench();
        var user = Ring(bench, 180);
        var first = Last(bench);
        user.RespondReliably(WithSession(SipResponse.For(_invite, 183, toTag: "bob")));
        bench.Port.Take().ShouldBe("100 180");

        user.Confirm(Prack(first)).ShouldBe(PrackVerdict.Confirmed);
        var second = Last(bench);
        second.StatusCode.ShouldBe(183);
        Number(second).ShouldBe(Number(first) + 1);
        user.Confirm(Prack(second)).ShouldBe(PrackVerdict.ConfirmedSession);
    }

    [Fact]
    public void Each_early_dialogue_confirms_for_itself()
    {
        var bench = new MachineBench();
        var user = Ring(bench, 180);
        var first = Last(bench);
        user.RespondReliably(SipResponse.For(_invite, 180, toTag: "carol"));
        var other = Last(bench);
        other.ToTag.ShouldBe("carol");
        user.Confirm(Prack(other)).ShouldBe(PrackVerdict.Confirmed);
        user.Confirm(Prack(first)).ShouldBe(PrackVerdict.Confirmed);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(487)]
    public void The_final_response_ends_the_repetitions_but_a_late_prack_is_still_taken(int final)
    {
        var bench = new MachineBench(SipTransport.Tcp);
        var user = Ring(bench, 180);
        var sent = Last(bench);
        user.RespondReliably(SipResponse.For(_invite, 183, toTag: "bob"));
        user.Respond(SipResponse.For(_invite, final, toTag: "bob"));
        bench.Port.Take();
        user.Confirm(Prack(sent)).ShouldBe(PrackVerdict.Confirmed);
        bench.Pass(40_000);
        bench.Port.Take().ShouldNotContain("18");
        bench.TakeTold().ShouldNotContain("no-prack");
        bench.TimersSet.ShouldBe(0);
    }

    [Fact]
    public void What_piles_up_behind_a_peer_that_confirms_nothing_is_bounded()
    {
        var bench = new MachineBench();
        var user = Ring(bench, 180);
        for (var i = 0; i < 100; i++)
        {
            user.RespondReliably(SipResponse.For(_invite, 183, toTag: "bob"));
        }

        var sent = 0;
        while (user.Confirm(Prack(Last(bench))) == PrackVerdict.Confirmed)
        {
            sent++;
        }

        sent.ShouldBe(17);
    }

    private ServerTransaction Ring(MachineBench bench, int status)
    {
        var (_, user) = bench.TakeInvite(_invite);
        user.RespondReliably(SipResponse.For(_invite, status, toTag: "bob"));
        return user;
    }

    private static SipResponse Last(MachineBench bench) => (SipResponse)bench.Port.Sent[^1].Message;

    private static uint Number(SipResponse response) => uint.Parse(response.Headers.Get(HeaderName.RSeq)!, System.Globalization.CultureInfo.InvariantCulture);

    private static SipRequest Prack(SipResponse sent) =>
        Sample.Request("PRACK", cseq: 2, toTag: sent.ToTag, extra: $"RAck:  {Number(sent)}  1   INVITE\n");

    private static SipResponse WithSession(SipResponse response)
    {
        response.Headers.Add(HeaderName.ContentType, "application/sdp");
        response.Body = Encoding.UTF8.GetBytes("v=0\r\n");
        return response;
    }
}
