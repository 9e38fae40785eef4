using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Tests.Calls;

public class CallLogicTests
{
    private static readonly LegId First = new(1);
    private static readonly LegId Second = new(2);

    [Fact]
    public void An_answered_call_is_acknowledged_and_ended_by_the_callers_bye()
    {
        var world = new CallWorld().Talking();
        world.State.Phase.ShouldBe(CallPhase.Connected);
        world.Count<CallEffect.AcknowledgeDevice>().ShouldBe(1);

        world.Give(new CallInput.ByeReceived(LegId.Caller, new ExchangeId(1)), afterSeconds: 30);
        world.Only<CallEffect.HangUp>().Leg.ShouldBe(First);
        world.Records.Select(record => record.Side).ShouldBe([RecordSide.Originating, RecordSide.Terminating]);
        world.Records.ShouldAllBe(record => record.Outcome == CallOutcome.Answered && record.ReleasedBy == ReleasedBy.Caller && record.Duration > TimeSpan.FromSeconds(29));
        world.State.Phase.ShouldBe(CallPhase.Releasing);

        world.Settled().State.Phase.ShouldBe(CallPhase.Ended);
    }

    [Fact]
    public void The_200_to_bye_waits_for_the_records()
    {
        var world = new CallWorld().Talking().Give(new CallInput.ByeReceived(First, new ExchangeId(7)));
        world.Count<CallEffect.AnswerRequest>().ShouldBe(0);
        world.Settled();
        world.Only<CallEffect.AnswerRequest>().ShouldBe(new CallEffect.AnswerRequest(new ExchangeId(7), ResponseCode.Ok));
        world.Records[0].ReleasedBy.ShouldBe(ReleasedBy.Called);
    }

    [Fact]
    public void A_store_that_does_not_reply_holds_the_bye_no_longer_than_the_inner_timer()
    {
        var world = new CallWorld().Talking().Give(new CallInput.ByeReceived(LegId.Caller, new ExchangeId(7)));
        world.Give(new CallInput.TimerElapsed(CallTimer.Inner), afterSeconds: 5);
        world.Only<CallEffect.AnswerRequest>().Code.ShouldBe(ResponseCode.Ok);
        world.State.Phase.ShouldBe(CallPhase.Ended);
    }

    [Theory]
    [InlineData(Unavailability.Unknown, 404, 1, CallOutcome.UnknownNumber, 1)]
    [InlineData(Unavailability.Unregistered, 480, 20, CallOutcome.Unreachable, 2)]
    [InlineData(Unavailability.Busy, 486, 17, CallOutcome.Busy, 2)]
    public void A_number_that_cannot_be_rung_gets_its_own_response_and_cause(Unavailability reason, int code, int cause, CallOutcome outcome, int halves)
    {
        var world = new CallWorld().Give(new CallInput.CallerAdmitted(false)).Give(new CallInput.CalleeUnavailable(reason));
        world.Only<CallEffect.RefuseCaller>().ShouldBe(new CallEffect.RefuseCaller(new ResponseCode(code), new Cause(cause)));
        world.Records.Length.ShouldBe(halves);
        world.Records.ShouldAllBe(record => record.Outcome == outcome);
    }

    [Theory]
    [InlineData(486, 486, 17, CallOutcome.Busy)]
    [InlineData(603, 603, 21, CallOutcome.Declined)]
    [InlineData(480, 480, 31, CallOutcome.Unreachable)]
    [InlineData(404, 480, 31, CallOutcome.Unreachable)]
    [InlineData(401, 480, 31, CallOutcome.Unreachable)]
    [InlineData(488, 488, 88, CallOutcome.Failed)]
    [InlineData(503, 503, 41, CallOutcome.Failed)]
    public void A_devices_refusal_reaches_the_caller_with_its_cause(int device, int caller, int cause, CallOutcome outcome)
    {
        var world = new CallWorld().Offered().Give(new CallInput.DeviceRefused(First, new ResponseCode(device)));
        world.Only<CallEffect.RefuseCaller>().ShouldBe(new CallEffect.RefuseCaller(new ResponseCode(caller), new Cause(cause)));
        world.Records[1].Outcome.ShouldBe(outcome);
        world.Settled().State.Phase.ShouldBe(CallPhase.Ended);
    }

    [Fact]
    public void A_device_that_gives_no_sign_is_unreachable()
    {
        var world = new CallWorld().Offered().Give(new CallInput.DeviceUnreachable(First));
        world.Only<CallEffect.RefuseCaller>().ShouldBe(new CallEffect.RefuseCaller(ResponseCode.Timeout, Cause.NoUserResponding));
    }

    [Fact]
    public void No_answer_cancels_the_device_and_tells_the_caller_480_with_cause_19()
    {
        var world = new CallWorld().Offered().Give(new CallInput.DeviceProgressed(First, new ResponseCode(180), false));
        world.Give(new CallInput.TimerElapsed(CallTimer.NoAnswer), afterSeconds: 60);
        world.Only<CallEffect.RefuseCaller>().ShouldBe(new CallEffect.RefuseCaller(ResponseCode.Unavailable, Cause.NoAnswer));
        world.Only<CallEffect.CancelDevice>().CompletedElsewhere.ShouldBeFalse();
        world.Settled().State.Phase.ShouldBe(CallPhase.Releasing);
        world.Give(new CallInput.DeviceRefused(First, ResponseCode.Terminated)).State.Phase.ShouldBe(CallPhase.Ended);
    }

    [Fact]
    public void The_first_answer_wins_and_the_others_are_told_that_it_was_answered_elsewhere()
    {
        var world = new CallWorld().Offered(devices: 3).Give(new CallInput.DeviceAnswered(Second));
        world.Only<CallEffect.AnswerCaller>().From.ShouldBe(Second);
        world.All.OfType<CallEffect.CancelDevice>().ShouldBe([new(First, true), new(new LegId(3), true)]);
    }

    [Fact]
    public void A_second_answer_in_the_same_moment_is_acknowledged_and_hung_up()
    {
        var world = new CallWorld().Offered(devices: 2).Give(new CallInput.DeviceAnswered(First)).Give(new CallInput.DeviceAnswered(Second));
        world.Count<CallEffect.AnswerCaller>().ShouldBe(1);
        world.Last.ShouldBe([new CallEffect.AcknowledgeDevice(Second), new CallEffect.HangUp(Second, Cause.NormalClearing)]);
    }

    [Fact]
    public void Cancel_and_answer_in_the_same_moment_end_one_call_once()
    {
        var world = new CallWorld().Offered().Give(new CallInput.CallerCancelled()).Give(new CallInput.DeviceAnswered(First)).Settled();
        world.Only<CallEffect.RefuseCaller>().Code.ShouldBe(ResponseCode.Terminated);
        world.Count<CallEffect.AnswerCaller>().ShouldBe(0);
        world.Only<CallEffect.HangUp>().Leg.ShouldBe(First);
        world.Only<CallEffect.EndCall>();
        world.Records.Length.ShouldBe(2);
        world.Records[0].Outcome.ShouldBe(CallOutcome.Abandoned);
    }

    [Fact]
    public void Cancel_after_the_answer_changes_nothing()
    {
        var world = new CallWorld().Talking().Give(new CallInput.CallerCancelled());
        world.Last.ShouldBeEmpty();
        world.State.Phase.ShouldBe(CallPhase.Connected);
    }

    [Fact]
    public void One_busy_device_leaves_the_others_ringing()
    {
        var world = new CallWorld().Offered(devices: 2).Give(new CallInput.DeviceRefused(First, ResponseCode.Busy));
        world.State.Phase.ShouldBe(CallPhase.Offering);
        world.Give(new CallInput.DeviceUnreachable(Second));
        world.Only<CallEffect.RefuseCaller>().Code.ShouldBe(ResponseCode.Busy);
    }

    [Fact]
    public void A_6xx_speaks_for_all_devices()
    {
        var world = new CallWorld().Offered(devices: 2).Give(new CallInput.DeviceRefused(First, ResponseCode.Decline));
        world.Only<CallEffect.RefuseCaller>().Code.ShouldBe(ResponseCode.Decline);
        world.Only<CallEffect.CancelDevice>().ShouldBe(new CallEffect.CancelDevice(Second, false));
    }

    [Fact]
    public void A_late_offer_is_acknowledged_to_the_device_only_with_the_callers_ack()
    {
        var world = new CallWorld(lateOffer: true).Offered().Give(new CallInput.DeviceAnswered(First));
        world.Count<CallEffect.AcknowledgeDevice>().ShouldBe(0);
        world.Give(new CallInput.CallerAcknowledged());
        world.Only<CallEffect.AcknowledgeDevice>().Leg.ShouldBe(First);
    }

    [Fact]
    public void Bye_to_the_caller_waits_for_its_ack()
    {
        var world = new CallWorld().Offered().Give(new CallInput.DeviceAnswered(First)).Give(new CallInput.ByeReceived(First, new ExchangeId(1)));
        world.Count<CallEffect.HangUp>().ShouldBe(0);
        world.Give(new CallInput.CallerAcknowledged());
        world.Only<CallEffect.HangUp>().Leg.ShouldBe(LegId.Caller);
        world.Settled().State.Phase.ShouldBe(CallPhase.Ended);
    }

    [Fact]
    public void A_caller_that_never_acknowledges_loses_the_call()
    {
        var world = new CallWorld().Offered().Give(new CallInput.DeviceAnswered(First)).Give(new CallInput.CallerUnacknowledged(), afterSeconds: 32);
        world.All.OfType<CallEffect.HangUp>().Select(effect => effect.Leg).ShouldBe([LegId.Caller, First], ignoreOrder: true);
    }

    [Fact]
    public void Early_media_of_each_device_is_passed_and_plain_ringing_once()
    {
        var world = new CallWorld().Offered(devices: 2);
        world.Give(new CallInput.DeviceProgressed(First, new ResponseCode(180), false));
        world.Give(new CallInput.DeviceProgressed(Second, new ResponseCode(180), false));
        world.Give(new CallInput.DeviceProgressed(Second, new ResponseCode(183), true));
        world.All.OfType<CallEffect.RingCaller>().ShouldBe([new(First, new ResponseCode(180), false), new(Second, new ResponseCode(183), true)]);
    }

    [Fact]
    public void Ports_are_taken_after_routing_and_given_back_with_their_counters_in_the_record()
    {
        var world = new CallWorld().Offered(relay: true);
        world.All.Select(effect => effect.GetType()).ShouldBeSubsetOf(
            [typeof(CallEffect.StartTimer), typeof(CallEffect.StopTimer), typeof(CallEffect.AdmitCaller), typeof(CallEffect.PageCallee), typeof(CallEffect.OpenRelay), typeof(CallEffect.InviteDevice)]);
        world.Give(new CallInput.CallerCancelled()).Count<CallEffect.StoreRecords>().ShouldBe(0);
        world.Only<CallEffect.CloseRelay>();
        world.Give(new CallInput.RelayEnded([new(0, Media.RelaySide.Caller, 5, 860, 0, 0, 1)]));
        world.Records[0].Streams.ShouldHaveSingleItem().Packets.ShouldBe(5);
        world.Records[1].Streams.ShouldBeEmpty();
    }

    [Fact]
    public void A_call_that_ends_while_ports_are_opened_gives_them_back()
    {
        var world = new CallWorld().Give(new CallInput.CallerAdmitted(true)).Give(new CallInput.CalleePaged([CallWorld.Device(1)], TimeSpan.FromSeconds(60), false));
        world.Give(new CallInput.CallerCancelled()).Count<CallEffect.CloseRelay>().ShouldBe(0);
        world.Give(new CallInput.RelayReady()).Only<CallEffect.CloseRelay>();
        world.Give(new CallInput.RelayEnded([])).Settled().State.Phase.ShouldBe(CallPhase.Ended);
        world.Count<CallEffect.InviteDevice>().ShouldBe(0);
    }

    [Fact]
    public void Requests_in_the_dialog_pass_to_the_other_leg_and_their_answers_back()
    {
        var world = new CallWorld().Talking().Give(new CallInput.RequestReceived(First, LegId.Caller, new ExchangeId(1), "INFO", false));
        world.Only<CallEffect.ForwardRequest>().ShouldBe(new CallEffect.ForwardRequest(new ExchangeId(1), LegId.Caller, "INFO"));
        world.Give(new CallInput.RequestAnswered(new ExchangeId(1), ResponseCode.Ok));
        world.Only<CallEffect.ForwardAnswer>().Code.ShouldBe(ResponseCode.Ok);
        world.State.Exchanges.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("INVITE", "INVITE")]
    [InlineData("INVITE", "UPDATE")]
    [InlineData("UPDATE", "INVITE")]
    [InlineData("UPDATE", "UPDATE")]
    public void Offers_that_cross_get_491_and_a_second_from_the_same_leg_500(string open, string second)
    {
        var world = new CallWorld().Talking().Give(new CallInput.RequestReceived(LegId.Caller, LegId.Caller, new ExchangeId(1), open, true));
        world.Give(new CallInput.RequestReceived(First, LegId.Caller, new ExchangeId(2), second, true));
        world.Give(new CallInput.RequestReceived(LegId.Caller, LegId.Caller, new ExchangeId(3), second, true));
        world.All.OfType<CallEffect.AnswerRequest>().Select(effect => effect.Code.Value).ShouldBe([491, 500]);
    }

    [Fact]
    public void A_reinvite_with_an_offer_is_acknowledged_at_once_and_one_without_by_the_ack()
    {
        var world = new CallWorld().Talking().Give(new CallInput.RequestReceived(LegId.Caller, LegId.Caller, new ExchangeId(1), "INVITE", true));
        world.Give(new CallInput.RequestAnswered(new ExchangeId(1), ResponseCode.Ok)).Count<CallEffect.ForwardAck>().ShouldBe(1);
        world.Give(new CallInput.RequestAcknowledged(new ExchangeId(1)));
        world.Give(new CallInput.RequestReceived(LegId.Caller, LegId.Caller, new ExchangeId(2), "INVITE", false));
        world.Give(new CallInput.RequestAnswered(new ExchangeId(2), ResponseCode.Ok)).Count<CallEffect.ForwardAck>().ShouldBe(1);
        world.Give(new CallInput.RequestAcknowledged(new ExchangeId(2))).Count<CallEffect.ForwardAck>().ShouldBe(2);
    }

    [Theory]
    [InlineData("INVITE")]
    [InlineData("UPDATE")]
    public void An_offer_that_is_here_before_the_ack_of_the_last_one_passes_and_the_ack_is_waited_for_no_longer(string second)
    {
        var world = Renegotiated(withOffer: true).Give(new CallInput.RequestReceived(LegId.Caller, LegId.Caller, new ExchangeId(2), second, true));
        world.Last.ShouldBe([new CallEffect.ForwardRequest(new ExchangeId(2), First, second)]);
        world.Give(new CallInput.RequestAcknowledged(new ExchangeId(1))).Give(new CallInput.RequestUnacknowledged(new ExchangeId(1))).Last.ShouldBeEmpty();
        world.State.Phase.ShouldBe(CallPhase.Connected);
    }

    [Fact]
    public void Other_requests_leave_the_ack_awaited_and_an_offer_of_the_other_side_gets_491()
    {
        var world = Renegotiated(withOffer: true).Give(new CallInput.RequestReceived(LegId.Caller, LegId.Caller, new ExchangeId(2), "INFO", false));
        world.Give(new CallInput.RequestReceived(First, LegId.Caller, new ExchangeId(3), "INVITE", true)).Last.ShouldBe([new CallEffect.AnswerRequest(new ExchangeId(3), ResponseCode.Pending)]);
        world.Give(new CallInput.RequestUnacknowledged(new ExchangeId(1))).State.Phase.ShouldBe(CallPhase.Releasing);
    }

    [Fact]
    public void An_offer_before_the_ack_that_answers_ours_gets_491()
    {
        var world = Renegotiated(withOffer: false).Give(new CallInput.RequestReceived(LegId.Caller, LegId.Caller, new ExchangeId(2), "INVITE", true));
        world.Last.ShouldBe([new CallEffect.AnswerRequest(new ExchangeId(2), ResponseCode.Pending)]);
        world.Give(new CallInput.RequestAcknowledged(new ExchangeId(1))).Last.ShouldBe([new CallEffect.ForwardAck(new ExchangeId(1))]);
    }

    [Fact]
    public void A_leg_that_knows_no_such_dialog_ends_the_call()
    {
        var world = new CallWorld().Talking().Give(new CallInput.RequestReceived(LegId.Caller, LegId.Caller, new ExchangeId(1), "INFO", false));
        world.Give(new CallInput.RequestAnswered(new ExchangeId(1), ResponseCode.NoSuchDialog));
        world.State.Phase.ShouldBe(CallPhase.Releasing);
    }

    [Fact]
    public void Open_requests_of_an_ended_call_get_487()
    {
        var world = new CallWorld().Talking().Give(new CallInput.RequestReceived(LegId.Caller, LegId.Caller, new ExchangeId(1), "INVITE", true));
        world.Give(new CallInput.ByeReceived(First, new ExchangeId(2)));
        world.All.OfType<CallEffect.AnswerRequest>().ShouldContain(new CallEffect.AnswerRequest(new ExchangeId(1), ResponseCode.Terminated));
    }

    [Fact]
    public void A_refused_caller_gets_a_clear_4xx_and_one_record()
    {
        var world = new CallWorld().Give(new CallInput.CallerRefused(ResponseCode.Forbidden, Cause.FacilityRejected));
        world.Only<CallEffect.RefuseCaller>().ShouldBe(new CallEffect.RefuseCaller(ResponseCode.Forbidden, Cause.FacilityRejected));
        world.Records.ShouldHaveSingleItem().Outcome.ShouldBe(CallOutcome.Refused);
    }

    private static CallWorld Renegotiated(bool withOffer) => new CallWorld().Talking()
        .Give(new CallInput.RequestReceived(LegId.Caller, LegId.Caller, new ExchangeId(1), "INVITE", withOffer))
        .Give(new CallInput.RequestAnswered(new ExchangeId(1), ResponseCode.Ok));
}
