using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Tests.Calls;

public class SessionTimerTests
{
    private static readonly LegId Device = new(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(30);

    [Fact]
    public void The_peer_that_refreshes_is_given_up_32_seconds_before_its_session_lapses()
    {
        var world = Talking(LegId.Caller, weRefresh: false);
        Started(world, CallTimer.CallerSession).ShouldBe(Interval - TimeSpan.FromSeconds(32));

        Lapse(world, CallTimer.CallerSession, 1768);
        Ended(world);
    }

    [Fact]
    public void Of_a_short_session_the_margin_is_a_third()
    {
        var world = new CallWorld().Talking().Give(new CallInput.SessionAgreed(Device, new SessionTerms(TimeSpan.FromSeconds(90), false, false)));
        Started(world, CallTimer.CalledSession).ShouldBe(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void We_refresh_at_half_time_by_update_and_the_answer_starts_the_time_anew()
    {
        var world = Talking(Device, weRefresh: true, byUpdate: true);
        Started(world, CallTimer.CalledSession).ShouldBe(Interval / 2);

        Lapse(world, CallTimer.CalledSession, 900);
        world.Only<CallEffect.RefreshSession>().ShouldBe(new CallEffect.RefreshSession(Device, "UPDATE"));
        world.Give(new CallInput.RefreshAnswered(Device, ResponseCode.Ok, default)).Give(Agree(Device, true, true));
        world.Timers.ShouldContain(CallTimer.CalledSession);

        Lapse(world, CallTimer.CalledSession, 900);
        world.Count<CallEffect.RefreshSession>().ShouldBe(2);
        world.State.Phase.ShouldBe(CallPhase.Connected);
    }

    [Fact]
    public void A_peer_that_does_not_take_update_after_all_is_refreshed_by_invite()
    {
        var world = Talking(Device, weRefresh: true, byUpdate: true);
        Lapse(world, CallTimer.CalledSession, 900).Give(new CallInput.RefreshAnswered(Device, new ResponseCode(405), default));
        world.All.OfType<CallEffect.RefreshSession>().Last().Method.ShouldBe("INVITE");
    }

    [Theory]
    [InlineData(408)]
    [InlineData(481)]
    public void A_refresh_that_meets_nobody_ends_the_call_with_bye_to_both(int code)
    {
        var world = Talking(Device, weRefresh: true);
        Lapse(world, CallTimer.CalledSession, 900).Give(new CallInput.RefreshAnswered(Device, new ResponseCode(code), default));
        Ended(world);
    }

    [Fact]
    public void Behind_a_link_silence_is_waited_out_as_long_as_the_session_lives()
    {
        var world = new CallWorld().OfferedToLink().Give(new CallInput.DeviceAnswered(Device)).Give(new CallInput.CallerAcknowledged()).Give(Agree(Device, true, true));
        Lapse(world, CallTimer.CalledSession, 900).Give(new CallInput.RefreshAnswered(Device, ResponseCode.Timeout, TimeSpan.FromSeconds(10)), afterSeconds: 32);
        world.State.Phase.ShouldBe(CallPhase.Connected);
        Lapse(world, CallTimer.CalledSession, 10);
        world.Count<CallEffect.RefreshSession>().ShouldBe(2);

        world.Give(new CallInput.RefreshAnswered(Device, ResponseCode.NoSuchDialog, TimeSpan.FromSeconds(10)));
        world.State.Phase.ShouldBe(CallPhase.Releasing);
    }

    [Fact]
    public void A_refused_refresh_is_tried_again_until_the_session_lapses()
    {
        var world = Talking(Device, weRefresh: true);
        Lapse(world, CallTimer.CalledSession, 900).Give(new CallInput.RefreshAnswered(Device, ResponseCode.Pending, TimeSpan.FromSeconds(3)));
        Started(world, CallTimer.CalledSession).ShouldBe(TimeSpan.FromSeconds(3));
        Lapse(world, CallTimer.CalledSession, 3);
        world.Count<CallEffect.RefreshSession>().ShouldBe(2);

        world.Give(new CallInput.RefreshAnswered(Device, ResponseCode.ServerError, TimeSpan.FromSeconds(10)), afterSeconds: 860);
        Started(world, CallTimer.CalledSession).ShouldBeLessThan(TimeSpan.FromSeconds(6));
        Lapse(world, CallTimer.CalledSession, 6);
        Ended(world);
    }

    [Fact]
    public void A_clock_that_is_set_forward_ends_no_call_whose_peer_is_there()
    {
        var world = Talking(Device, weRefresh: true, byUpdate: true);
        Lapse(world, CallTimer.CalledSession, 7200);
        world.Only<CallEffect.RefreshSession>().ShouldBe(new CallEffect.RefreshSession(Device, "UPDATE"));
        world.Give(new CallInput.RefreshAnswered(Device, ResponseCode.Ok, default)).Give(Agree(Device, true, true));
        Started(world, CallTimer.CalledSession).ShouldBe(Interval / 2);
        Lapse(world, CallTimer.CalledSession, 7200).Give(new CallInput.RefreshAnswered(Device, ResponseCode.ServerError, TimeSpan.FromSeconds(10)));
        Started(world, CallTimer.CalledSession).ShouldBe(TimeSpan.Zero);
        Lapse(world, CallTimer.CalledSession, 0);
        Ended(world);
    }

    [Fact]
    public void An_offer_that_is_open_when_the_clock_is_set_forward_is_waited_for()
    {
        var world = Talking(Device, weRefresh: true);
        world.Give(new CallInput.RequestReceived(LegId.Caller, LegId.Caller, new ExchangeId(1), "INVITE", true));
        Lapse(world, CallTimer.CalledSession, 7200);
        Started(world, CallTimer.CalledSession).ShouldBe(TimeSpan.FromSeconds(2));
        world.Give(new CallInput.RequestAnswered(new ExchangeId(1), ResponseCode.NotAcceptable));
        Lapse(world, CallTimer.CalledSession, 2);
        world.Count<CallEffect.RefreshSession>().ShouldBe(1);
    }

    [Fact]
    public void An_offer_that_crosses_our_refreshing_invite_gets_491_and_ours_waits_for_an_open_one()
    {
        var world = Talking(Device, weRefresh: true);
        world.Give(new CallInput.RequestReceived(LegId.Caller, LegId.Caller, new ExchangeId(1), "INVITE", true));
        Lapse(world, CallTimer.CalledSession, 900);
        world.Count<CallEffect.RefreshSession>().ShouldBe(0);
        world.Give(new CallInput.RequestAnswered(new ExchangeId(1), ResponseCode.NotAcceptable));

        Lapse(world, CallTimer.CalledSession, 2);
        world.Only<CallEffect.RefreshSession>().Method.ShouldBe("INVITE");
        world.Give(new CallInput.RequestReceived(Device, LegId.Caller, new ExchangeId(2), "INVITE", true));
        world.Only<CallEffect.AnswerRequest>().Code.ShouldBe(ResponseCode.Pending);
    }

    [Fact]
    public void A_success_without_session_timer_ends_it()
    {
        var world = Talking(LegId.Caller, weRefresh: false).Give(new CallInput.SessionAgreed(LegId.Caller, null));
        world.Timers.ShouldNotContain(CallTimer.CallerSession);
    }

    [Fact]
    public void A_leg_that_is_not_talking_has_no_session()
    {
        var world = new CallWorld().Offered(2).Give(Agree(new LegId(2), true, true));
        world.Timers.ShouldNotContain(CallTimer.CalledSession);
    }

    [Theory]
    [InlineData("UPDATE")]
    [InlineData("INFO")]
    [InlineData("MESSAGE")]
    public void A_request_that_carries_nothing_is_answered_here_and_one_that_does_passes(string method)
    {
        var world = new CallWorld().Talking().Give(new CallInput.RequestReceived(Device, LegId.Caller, new ExchangeId(1), method, false, IsEmpty: true));
        world.Only<CallEffect.AnswerRequest>().ShouldBe(new CallEffect.AnswerRequest(new ExchangeId(1), ResponseCode.Ok));
        world.Give(new CallInput.RequestReceived(Device, LegId.Caller, new ExchangeId(2), method, false)).Count<CallEffect.ForwardRequest>().ShouldBe(1);

        world.Give(new CallInput.OperatorReleased()).Give(new CallInput.RequestReceived(Device, LegId.Caller, new ExchangeId(3), method, false, IsEmpty: true));
        world.All.OfType<CallEffect.AnswerRequest>().Last().Code.ShouldBe(ResponseCode.NoSuchDialog);
    }

    private static CallWorld Talking(LegId leg, bool weRefresh, bool byUpdate = false) => new CallWorld().Talking().Give(Agree(leg, weRefresh, byUpdate));

    private static CallInput.SessionAgreed Agree(LegId leg, bool weRefresh, bool byUpdate) => new(leg, new SessionTerms(Interval, weRefresh, byUpdate));

    private static CallWorld Lapse(CallWorld world, CallTimer timer, double seconds) => world.Give(new CallInput.TimerElapsed(timer), seconds);

    private static TimeSpan Started(CallWorld world, CallTimer timer) => world.All.OfType<CallEffect.StartTimer>().Last(effect => effect.Timer == timer).After;

    private static void Ended(CallWorld world)
    {
        world.All.OfType<CallEffect.HangUp>().Select(effect => effect.Leg).ShouldBe([LegId.Caller, Device]);
        world.Records.ShouldAllBe(record => record.Outcome == CallOutcome.Answered && record.Cause == 102 && record.ReleasedBy == ReleasedBy.Exchange);
        world.Records.Length.ShouldBe(2);
    }
}
