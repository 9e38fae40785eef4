using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Tests.Transactions;

namespace ActorPbx.Sip.Tests.Proxying;

/// <summary>An INVITE on its way through the proxy: RFC 3261 §16.6 to §16.10 and RFC 6026, rule by rule.</summary>
public sealed class ProxiedInviteTests
{
    private readonly ProxyBench _bench = new();

    [Fact]
    public void A_call_is_answered_through_the_proxy()
    {
        Start();
        _bench.Answer(6001, 100);
        _bench.Take().ShouldBe("");
        _bench.Answer(6001, 180);
        _bench.Answer(6001, 200);
        _bench.Take().ShouldBe("5070:180 5070:200");
        SipResponse success = _bench.ToCaller[^1];
        success.Headers.GetAll(HeaderName.Via).ToList().ShouldHaveSingleItem().ShouldContain("z9hG4bK1");
        success.ToTag.ShouldBe("bob");
        success.Headers.Contains(HeaderName.Server).ShouldBeFalse();
        _bench.Current.Told.ShouldBe(["finished 200"]);
    }

    [Fact]
    public void What_goes_on_bears_our_via_and_record_route_and_nothing_else_of_ours()
    {
        Start();
        SipRequest sent = _bench.SentTo(6001);
        sent.Headers.CountOf(HeaderName.Via).ShouldBe(2);
        sent.TopVia.HasMagicBranch.ShouldBeTrue();
        sent.MaxForwards.ShouldBe(69);
        sent.Headers.Get(HeaderName.RecordRoute).ShouldBe(ProxyBench.RecordRoute);
        sent.Headers.Contains(HeaderName.UserAgent).ShouldBeFalse();
    }

    [Fact]
    public void Nothing_is_left_64_T1_after_the_call_was_answered()
    {
        Start();
        _bench.Answer(6001, 180);
        _bench.Answer(6001, 200);
        _bench.Take();
        _bench.Pass(33_000);
        _bench.Take().ShouldBe("");
        _bench.Statistics.AliveInAll.ShouldBe(0);
        _bench.TimersSet.ShouldBe(0);
    }

    // RFC 6026 §7.1 and §7.2: neither side of the proxy repeats a 2xx; each one that comes is passed on.
    [Fact]
    public void The_proxy_repeats_no_success_of_its_own_and_passes_each_one_on()
    {
        Start();
        _bench.Answer(6001, 200);
        _bench.Take();
        _bench.Pass(5_000);
        _bench.Take().ShouldBe("");
        _bench.Answer(6001, 200);
        _bench.Answer(6001, 200, "carol");
        _bench.Take().ShouldBe("5070:200 5070:200");
        _bench.Current.Told.ShouldBe(["finished 200"]);
    }

    [Fact]
    public void A_refusal_is_passed_on_and_its_ack_ends_at_the_proxy()
    {
        Start();
        _bench.Answer(6001, 486);
        _bench.Take().ShouldBe("6001:ACK 5070:486");
        _bench.Current.Told.ShouldBe(["finished 486"]);
    }

    [Fact]
    public void A_repeated_invite_gets_the_last_provisional_response()
    {
        Start();
        _bench.CallerRepeats();
        _bench.Take().ShouldBe("5070:100");
        _bench.Answer(6001, 183);
        _bench.Take();
        _bench.CallerRepeats();
        _bench.Take().ShouldBe("5070:183");
    }

    [Fact]
    public void Cancel_goes_to_the_next_hop_with_its_reason_and_its_487_comes_back()
    {
        Start();
        _bench.Answer(6001, 180);
        _bench.Take();
        _bench.CallerCancels("Q.850;cause=16");
        _bench.Take().ShouldBe("6001:CANCEL");
        SipRequest cancel = _bench.Requests[^1].Request;
        cancel.TopVia.Branch.ShouldBe(_bench.SentTo(6001).TopVia.Branch);
        cancel.Headers.Get(HeaderName.Reason).ShouldBe("Q.850;cause=16");
        _bench.Answer(6001, 487);
        _bench.Take().ShouldBe("6001:ACK 5070:487");
    }

    [Fact]
    public void Cancel_before_any_response_waits_for_one()
    {
        Start();
        _bench.CallerCancels();
        _bench.Take().ShouldBe("");
        _bench.Answer(6001, 100);
        _bench.Take().ShouldBe("6001:CANCEL");
    }

    [Fact]
    public void A_success_that_crosses_the_cancel_is_passed_on()
    {
        Start();
        _bench.Answer(6001, 180);
        _bench.CallerCancels();
        _bench.Answer(6001, 200);
        _bench.Take().ShouldEndWith("5070:200");
    }

    [Fact]
    public void A_cancelled_call_tries_no_further_hop()
    {
        Start(hops: 2);
        _bench.Answer(6001, 180);
        _bench.CallerCancels();
        _bench.Answer(6001, 503);
        _bench.Take().ShouldNotContain("6002");
        _bench.Current.Told.ShouldBe(["finished 500"]);
    }

    [Fact]
    public void A_silent_hop_is_left_after_half_a_second_for_the_next_one()
    {
        Start(hops: 2);
        _bench.Pass(490);
        _bench.Take().ShouldBe("");
        _bench.Pass(20);
        _bench.Take().ShouldContain("6002:INVITE");
        _bench.Current.Told.ShouldBe(["silent 6001"]);
        _bench.SentTo(6002).TopVia.Branch.ShouldNotBe(_bench.SentTo(6001).TopVia.Branch);
        _bench.SentTo(6002).Headers.CountOf(HeaderName.RecordRoute).ShouldBe(1);
        _bench.Answer(6002, 180);
        _bench.Answer(6002, 200);
        _bench.Take().ShouldBe("5070:180 5070:200");
    }

    [Fact]
    public void A_hop_that_was_left_is_cancelled_as_soon_as_it_is_heard()
    {
        Start(hops: 2);
        _bench.Pass(510);
        _bench.Answer(6002, 180);
        _bench.Take();
        _bench.Answer(6001, 100);
        _bench.Take().ShouldBe("6001:CANCEL");
        _bench.Answer(6001, 487);
        _bench.Take().ShouldBe("6001:ACK");
        _bench.Answer(6002, 200);
        _bench.Take().ShouldBe("5070:200");
    }

    [Fact]
    public void A_hop_that_is_heard_is_not_left()
    {
        Start(hops: 2);
        _bench.Answer(6001, 100);
        _bench.Pass(60_000);
        _bench.Take().ShouldBe("");
    }

    [Fact]
    public void A_503_sends_the_request_to_the_next_hop()
    {
        Start(hops: 2);
        _bench.Answer(6001, 503);
        _bench.Take().ShouldBe("6001:ACK 6002:INVITE");
        _bench.Answer(6002, 404);
        _bench.Take().ShouldBe("6002:ACK 5070:404");
    }

    // §16.7 item 6: the 503 of a next hop must not make the caller turn away from this proxy.
    [Fact]
    public void A_503_of_the_last_hop_is_told_as_500_with_its_reason()
    {
        Start();
        SipResponse busy = Sample.Response(_bench.SentTo(6001), 503);
        busy.Headers.Add(HeaderName.Reason, "Q.850;cause=42");
        _bench.Answer(busy, 6001);
        _bench.Take().ShouldBe("6001:ACK 5070:500");
        _bench.ToCaller[^1].Headers.Get(HeaderName.Reason).ShouldBe("Q.850;cause=42");
    }

    [Fact]
    public void A_hop_that_cannot_be_reached_is_left_for_the_next_one()
    {
        var bench = new ProxyBench(isReliable: true);
        bench.Arrive(Sample.Request("INVITE"), hops: 2);
        bench.Take();
        bench.TransportFails("refused");
        bench.Take().ShouldBe("6002:INVITE");
        bench.Current.Told.ShouldBe(["silent 6001"]);
        bench.TransportFails("refused");
        bench.Take().ShouldBe("5070:500");
        bench.ToCaller[^1].ToTag.ShouldNotBeNull();
        bench.Current.Told.ShouldBe(["silent 6001", "silent 6002", "finished 500"]);
    }

    [Fact]
    public void Hops_that_fail_at_once_are_tried_one_after_the_other()
    {
        _bench.Port.Failure = "no route";
        _bench.Arrive(Sample.Request("INVITE"), hops: 3);
        _bench.Current.Told.ShouldBe(["silent 6001", "silent 6002", "silent 6003", "finished 500"]);
    }

    [Fact]
    public void The_last_hop_may_be_silent_for_64_T1_then_the_caller_gets_408()
    {
        Start();
        _bench.Pass(31_900);
        _bench.Take().ShouldNotContain("5070:");
        _bench.Pass(200);
        _bench.Take().ShouldBe("5070:408");
        _bench.Current.Told[^1].ShouldBe("finished 408");
    }

    [Fact]
    public void With_patience_set_the_last_hop_may_be_silent_for_no_longer()
    {
        var bench = new ProxyBench(TimeSpan.FromSeconds(2));
        bench.Arrive(Sample.Request("INVITE"));
        bench.Pass(1_990);
        bench.Take().ShouldNotContain("5070:4");
        bench.Pass(20);
        bench.Take().ShouldBe("5070:500");
        bench.Answer(6001, 180);
        bench.Take().ShouldBe("6001:CANCEL");
    }

    [Fact]
    public void Timer_C_cancels_a_call_that_rings_for_ever()
    {
        Start();
        _bench.Answer(6001, 180);
        _bench.Take();
        _bench.Pass(184_000, step: 100);
        _bench.Take().ShouldBe("");
        _bench.Pass(1_200, step: 100);
        _bench.Take().ShouldBe("6001:CANCEL");
        _bench.Answer(6001, 487);
        _bench.Take().ShouldBe("6001:ACK 5070:487");
    }

    [Fact]
    public void Each_provisional_response_but_100_sets_timer_C_anew()
    {
        Start();
        _bench.Answer(6001, 180);
        _bench.Pass(180_000, step: 100);
        _bench.Answer(6001, 180);
        _bench.Take();
        _bench.Pass(180_000, step: 100);
        _bench.Take().ShouldBe("");
        _bench.Answer(6001, 100);
        _bench.Pass(5_200, step: 100);
        _bench.Take().ShouldBe("6001:CANCEL");
    }

    [Fact]
    public void A_hop_that_never_answers_the_cancel_of_timer_C_ends_in_408()
    {
        Start(hops: 2);
        _bench.Answer(6001, 180);
        _bench.Pass(186_000, step: 100);
        _bench.Take();
        _bench.Pass(33_000, step: 100);
        _bench.Take().ShouldEndWith("5070:408");
        _bench.Requests.ShouldNotContain(sent => sent.Port == 6002);
    }

    [Fact]
    public void A_refusal_for_everyone_ends_the_call_at_once()
    {
        Start(hops: 2);
        _bench.Pass(510);
        _bench.Answer(6002, 180);
        _bench.Take();
        _bench.Answer(6001, 603);
        _bench.Take().ShouldBe("6001:ACK 6002:CANCEL 5070:603");
    }

    private void Start(int hops = 1)
    {
        _bench.Arrive(Sample.Request("INVITE"), hops);
        _bench.Take().ShouldBe("5070:100 6001:INVITE");
    }
}
