using System.Text;
using ActorPbx.Domain.Presence;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Sip.Events;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Subscriptions;

public class SubscriptionTests : TestKit
{
    private readonly SipEdge _sip = new();
    private readonly WatchedDomain _domain;

    public SubscriptionTests() => _domain = new WatchedDomain(Sys, _sip, CreateTestProbe().Ref, TimeProvider.System);

    [Fact]
    public void A_busy_lamp_is_told_that_the_number_calls_rings_talks_and_is_free_again()
    {
        var (subscribe, call) = (_domain.Subscribe("100", "101"), CreateTestProbe("call-1").Ref);
        var granted = subscribe.Next(200);
        granted.Headers.Get(HeaderName.Expires).ShouldBe("600");
        granted.Headers.Get(HeaderName.Contact).ShouldBe("<sip:192.0.2.10:5060>");
        var first = _domain.Notify();
        (first.Request.RequestUri.ToString(), first.Request.FromTag, first.Request.ToTag).ShouldBe(("sip:100@192.0.2.100", granted.ToTag, "watcher"));
        first.Request.Headers.Get(HeaderName.Event).ShouldBe("dialog");
        first.Request.Headers.Get(HeaderName.SubscriptionState).ShouldBe("active;expires=600");
        Text(first).ShouldContain("version=\"0\" state=\"full\" entity=\"sip:101@pbx.test\"");
        first.Reply(200);

        _domain.Call(call, "101", "102");
        var trying = _domain.Notify();
        Text(trying).ShouldContain("version=\"1\"");
        Text(trying).ShouldContain("direction=\"initiator\"><state>trying</state><remote><identity>sip:102@pbx.test</identity>");
        _domain.Advance(call, "101", DialogStage.Early);
        _domain.Advance(call, "101", DialogStage.Confirmed);
        trying.Reply(200);
        var confirmed = _domain.Notify();
        confirmed.Reply(200);
        if (!Text(confirmed).Contains("<state>confirmed</state>", StringComparison.Ordinal))
        {
            // The answer to the NOTIFY before overtook the call's answer.
            Text(confirmed = _domain.Notify()).ShouldContain("<state>confirmed</state>");
            confirmed.Reply(200);
        }

        _domain.End(call, "101");
        var free = _domain.Notify();
        Text(free).ShouldContain("<state>terminated</state>");
        free.Reply(200);
    }

    [Fact]
    public void Who_watches_is_told_a_name_of_the_call_that_is_good_for_picking_it_up_alone()
    {
        _domain.Subscribe("100", "101").Next(200);
        _domain.Notify().Reply(200);
        _domain.Call(CreateTestProbe("call-1").Ref, "101", "102");
        Text(_domain.Notify()).ShouldContain("local-tag=\"l-101\" remote-tag=\"r-101\"");
    }

    [Fact]
    public void A_phone_refreshes_and_unsubscribes_in_its_dialogue()
    {
        var subscribe = _domain.Subscribe("100", "101");
        var granted = subscribe.Next(200);
        _domain.Notify().Reply(200);
        _domain.InDialog(subscribe, granted, 2, "Event: dialog\r\nExpires: 1200\r\n").Next(200).Headers.Get(HeaderName.Expires).ShouldBe("1200");
        var refreshed = _domain.Notify();
        refreshed.Request.Headers.Get(HeaderName.SubscriptionState)!.ShouldStartWith("active;expires=1");
        refreshed.Reply(200);
        _domain.InDialog(subscribe, granted, 3, "Event: dialog\r\nExpires: 0\r\n").Next(200);
        var last = _domain.Notify();
        last.Request.Headers.Get(HeaderName.SubscriptionState).ShouldBe("terminated;reason=timeout");
        last.Reply(200);
        AwaitCondition(() => _domain.Dialogs.Subscriptions == 0, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_notify_that_gets_481_ends_the_subscription_and_frees_its_place()
    {
        for (var i = 0; i < 5; i++)
        {
            _domain.Subscribe("100", "101", contact: $"sip:100@192.0.2.{i}").Next(200);
            _domain.Notify().Reply(481);
            AwaitCondition(() => _domain.Dialogs.Subscriptions == 0, TimeSpan.FromSeconds(10));
        }
    }

    [Theory]
    [InlineData("conference", "", 489)]
    [InlineData("dialog", "Accept: application/pidf+xml\r\n", 406)]
    [InlineData("dialog", "Expires: 30\r\n", 423)]
    public void What_cannot_be_served_is_refused(string package, string extra, int code)
    {
        var refused = _domain.Subscribe("100", "101", package, extra).Next(code);
        refused.Headers.Get(HeaderName.MinExpires).ShouldBe(code == 423 ? "60" : null);
        (refused.Headers.Get(HeaderName.AllowEvents)?.Contains("dialog", StringComparison.Ordinal) ?? false).ShouldBe(code == 489);
    }

    [Theory]
    [InlineData("100", "120", 200)]
    [InlineData("120", "121", 200)]
    [InlineData("120", "130", 403)]
    [InlineData("120", "100", 403)]
    [InlineData("110", "100", 403)]
    [InlineData("110", "999", 403)]
    [InlineData("110", "110", 200)]
    [InlineData("100", "999", 404)]
    public void Who_has_the_right_watches_its_group_or_all_and_everybody_sees_himself(string watcher, string target, int code) =>
        _domain.Subscribe(watcher, target).Next(code);

    [Fact]
    public void There_are_no_more_subscriptions_than_allowed_of_one_number_and_to_one_number()
    {
        foreach (var target in new[] { "101", "102", "103" })
        {
            _domain.Subscribe("100", target).Next(200);
        }

        _domain.Subscribe("100", "104").Next(403);
        foreach (var watcher in new[] { "102", "103", "104" })
        {
            _domain.Subscribe(watcher, "101").Next(200);
        }

        _domain.Subscribe("105", "101").Next(403);
        _domain.Subscribe("105", "102").Next(200);
    }

    [Fact]
    public void A_phone_that_forgot_its_subscription_and_asks_anew_has_one_and_not_two()
    {
        var old = _domain.Subscribe("100", "101").Next(200);
        _domain.Notify().Reply(200);
        for (var i = 0; i < 6; i++)
        {
            _domain.Subscribe("100", "101").Next(200);
            _domain.Notify().Reply(200);
        }

        AwaitCondition(() => _domain.Dialogs.Subscriptions == 1, TimeSpan.FromSeconds(10));
        _domain.Dialogs.FindSubscription(old.ToTag!).ShouldBeNull();
    }

    [Fact]
    public void Requests_that_do_not_belong_in_the_dialogue_are_refused_and_change_nothing()
    {
        var subscribe = _domain.Subscribe("100", "101");
        var granted = subscribe.Next(200);
        _domain.Notify().Reply(200);
        _domain.InDialog(subscribe, granted, 5, "Event: presence\r\n").Next(489);
        _domain.InDialog(subscribe, granted, 6, "", "INFO").Next(405).Headers.Get(HeaderName.Allow).ShouldBe("SUBSCRIBE");
        _domain.InDialog(subscribe, granted, 2, "Event: dialog\r\n").Next(500);
        _domain.InDialog(subscribe, granted, 7, "Event: dialog\r\nExpires: 5\r\n").Next(423);
        _domain.InDialog(subscribe, granted, 8, "Event: dialog\r\n").Next(200);
        SubscriptionStateHeader.In(_domain.Notify().Request)!.Value.IsTerminated.ShouldBeFalse();
    }

    [Fact]
    public void A_subscription_that_breaks_takes_no_other_along()
    {
        var broken = _domain.Subscribe("100", "101").Next(200);
        var other = _domain.Subscribe("102", "101");
        var granted = other.Next(200);
        _domain.Notify().Reply(200);
        _domain.Notify().Reply(200);
        EventFilter.Exception<ActorKilledException>().ExpectOne(() => _domain.Dialogs.FindSubscription(broken.ToTag!)!.Tell(Kill.Instance));
        _domain.Notify().Request.Headers.Get(HeaderName.SubscriptionState).ShouldBe("terminated;reason=deactivated");
        _domain.InDialog(other, granted, 2, "Event: dialog\r\n").Next(200);
        SubscriptionStateHeader.In(_domain.Notify().Request)!.Value.IsTerminated.ShouldBeFalse();
    }

    private static string Text(SentRequest notify) => Encoding.UTF8.GetString(notify.Request.Body.Span);
}
