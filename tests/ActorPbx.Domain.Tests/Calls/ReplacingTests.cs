using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Tests.Calls;

/// <summary>A party takes the place of another in a call (INVITE with Replaces).</summary>
public class ReplacingTests
{
    private static readonly LegId Callee = new(1), New = new(2);
    private static readonly ExchangeId Bye = new(8);
    private static readonly CallInput.JoinAnswered Joined = new(ResponseCode.Ok, HasSession: true, default);

    [Theory]
    [InlineData(1, 0, "101")]
    [InlineData(0, 1, "100")]
    public void The_other_party_is_asked_first_and_who_is_replaced_is_let_go_last(int replaced, int stays, string number)
    {
        var world = new CallWorld().Talking().Give(Wants(replaced, By(number)));
        world.Last.ShouldBe([new CallEffect.SeatNewcomer(New), new CallEffect.StopTimer(CallTimer.Transfer), new CallEffect.OfferJoin(new LegId(stays), New)]);

        world.Give(Joined, afterSeconds: 10);
        world.Only<CallEffect.AnswerNewcomer>().Leg.ShouldBe(New);
        world.Only<CallEffect.HangUp>().Leg.ShouldBe(new LegId(replaced));
        world.State.PartnerOf(New).ShouldBe(new LegId(stays));
        world.State.SideOf(New).ShouldNotBe(world.State.SideOf(new LegId(stays)));

        world.Give(new CallInput.NewcomerAcknowledged()).Give(new CallInput.ByeReceived(New, Bye), afterSeconds: 20);
        world.Last.OfType<CallEffect.HangUp>().ShouldHaveSingleItem().Leg.ShouldBe(new LegId(stays));
        var taken = replaced == 0 ? RecordSide.Originating : RecordSide.Terminating;
        world.Records.Select(record => (record.Call.Value, record.Side, record.Caller, record.Called, record.OnBehalfOf)).ShouldBe(
            [("c1", RecordSide.Originating, "100", "101", ""), ("c1", RecordSide.Terminating, "100", "101", ""), ("c1.1", taken, "100", "101", "")], ignoreOrder: true);
        world.Records.Where(record => record.Side == taken).Sum(record => record.Duration.TotalSeconds).ShouldBe(
            world.Records.Single(record => record.Side != taken).Duration.TotalSeconds, tolerance: 10.5);
        world.Settled().State.Phase.ShouldBe(CallPhase.Ended);
    }

    [Theory]
    [InlineData(ReplaceRight.None, false, true, 403)]
    [InlineData(ReplaceRight.Watcher, false, true, 403)]
    [InlineData(ReplaceRight.SameParty, true, true, 486)]
    [InlineData(ReplaceRight.SameParty, false, false, 488)]
    public void A_call_that_talks_is_for_the_same_party_alone(ReplaceRight right, bool earlyOnly, bool hasSession, int code) =>
        new CallWorld().Talking().Give(new CallInput.ReplaceAsked(Callee, By("101", right, hasSession), earlyOnly, CallerCanWait: true))
            .Last.ShouldBe([new CallEffect.RefuseNewcomer(new ResponseCode(code))]);

    [Theory]
    [InlineData(ReplaceRight.None, 1, true, 403)]
    [InlineData(ReplaceRight.Watcher, 0, true, 481)]
    [InlineData(ReplaceRight.Watcher, 1, false, 488)]
    public void A_call_that_rings_can_be_taken_from_who_is_called_by_who_may_watch_it(ReplaceRight right, int leg, bool callerCanWait, int code) =>
        new CallWorld().Offered().Give(new CallInput.ReplaceAsked(new LegId(leg), By("103", right), EarlyOnly: true, callerCanWait))
            .Last.ShouldBe([new CallEffect.RefuseNewcomer(new ResponseCode(code))]);

    [Fact]
    public void A_call_that_is_over_is_declined() =>
        new CallWorld().Talking().Give(new CallInput.ByeReceived(LegId.Caller, Bye)).Give(Wants(1, By("101")))
            .Last.ShouldBe([new CallEffect.RefuseNewcomer(ResponseCode.Decline)]);

    [Fact]
    public void A_call_that_seeks_its_callee_has_no_dialogue_yet_that_could_be_taken() =>
        new CallWorld().Give(Wants(0, By("100"))).Last.ShouldBe([new CallEffect.RefuseNewcomer(ResponseCode.NoSuchDialog)]);

    [Fact]
    public void Who_was_replaced_can_not_be_replaced_again() =>
        Taken().Give(new CallInput.NewcomerAcknowledged()).Give(Wants(1, By("101"))).Last.ShouldBe([new CallEffect.RefuseNewcomer(ResponseCode.Decline)]);

    [Fact]
    public void Only_one_at_a_time_takes_a_place() =>
        new CallWorld().Talking().Give(Wants(1, By("101"))).Give(Wants(0, By("100"))).Last.ShouldBe([new CallEffect.RefuseNewcomer(ResponseCode.ServerError)]);

    [Fact]
    public void An_offer_that_is_refused_leaves_the_call_as_it_was()
    {
        var world = new CallWorld().Talking().Give(Wants(1, By("101"))).Give(new CallInput.JoinAnswered(ResponseCode.NotAcceptable, false, default));
        world.Last.ShouldContain(new CallEffect.RefuseNewcomer(ResponseCode.NotAcceptable));
        (world.State.Phase, world.State.Transfer, world.State.PartnerOf(LegId.Caller), world.Count<CallEffect.HangUp>()).ShouldBe((CallPhase.Connected, null, Callee, 0));
        world.Give(new CallInput.ByeReceived(LegId.Caller, Bye)).Records.Length.ShouldBe(2, "nobody was replaced");
    }

    [Fact]
    public void A_newcomer_that_gives_up_while_the_other_is_asked_leaves_it_with_the_session_that_it_had()
    {
        var world = new CallWorld().Talking().Give(Wants(1, By("101"))).Give(new CallInput.NewcomerCancelled());
        world.Last.ShouldContain(new CallEffect.RefuseNewcomer(ResponseCode.Terminated));
        world.Give(Joined).Last.ShouldBe([new CallEffect.RestoreSession()]);
        world.State.PartnerOf(LegId.Caller).ShouldBe(Callee);
    }

    [Fact]
    public void Who_picks_a_call_up_is_joined_when_the_caller_knows_that_it_is_answered()
    {
        var world = new CallWorld().Offered(devices: 2).Give(new CallInput.DeviceProgressed(Callee, new ResponseCode(180), HasSession: false));
        world.Give(Wants(1, By("103", ReplaceRight.Watcher)), afterSeconds: 4);
        var leg = new LegId(3);
        world.All.OfType<CallEffect.CancelDevice>().ShouldBe([new(Callee, CompletedElsewhere: true), new(new LegId(2), CompletedElsewhere: true)]);
        world.Only<CallEffect.AnswerCallerAhead>().Leg.ShouldBe(leg);
        world.Count<CallEffect.OfferJoin>().ShouldBe(0);
        world.Give(new CallInput.DeviceRefused(Callee, ResponseCode.Terminated)).Give(new CallInput.DeviceRefused(new LegId(2), ResponseCode.Terminated));
        world.Give(new CallInput.CallerAcknowledged()).Only<CallEffect.OfferJoin>().ShouldBe(new CallEffect.OfferJoin(LegId.Caller, leg));

        world.Give(Joined).Give(new CallInput.NewcomerAcknowledged());
        world.Only<CallEffect.LeaveReplaced>().ShouldBe(new CallEffect.LeaveReplaced("103", "101"));
        world.Count<CallEffect.HangUp>().ShouldBe(0);
        world.Give(new CallInput.ByeReceived(LegId.Caller, Bye), afterSeconds: 20);
        world.Records.Select(record => (record.Call.Value, record.Side, record.Called, record.OnBehalfOf, record.Outcome, record.AnsweredAt is null)).ShouldBe(
        [
            ("c1", RecordSide.Originating, "101", "", CallOutcome.Answered, false), ("c1", RecordSide.Terminating, "101", "", CallOutcome.Diverted, true),
            ("c1.1", RecordSide.Terminating, "103", "101", CallOutcome.Answered, false),
        ], ignoreOrder: true);
        world.Settled().State.Phase.ShouldBe(CallPhase.Ended);
    }

    [Fact]
    public void A_phone_that_answers_as_it_is_picked_up_elsewhere_is_let_go()
    {
        var world = new CallWorld().Offered().Give(Wants(1, By("103", ReplaceRight.Watcher))).Give(new CallInput.DeviceAnswered(Callee));
        world.Last.ShouldBe([new CallEffect.AcknowledgeDevice(Callee), new CallEffect.HangUp(Callee, Cause.NormalClearing)]);
        world.Give(new CallInput.CallerAcknowledged()).Give(Joined).State.PartnerOf(LegId.Caller).ShouldBe(New);
    }

    [Fact]
    public void A_caller_that_was_answered_for_nobody_is_let_go()
    {
        var world = new CallWorld().Offered().Give(Wants(1, By("103", ReplaceRight.Watcher))).Give(new CallInput.CallerAcknowledged());
        world.Give(new CallInput.JoinAnswered(ResponseCode.NotAcceptable, false, default));
        world.Only<CallEffect.RefuseNewcomer>().Code.ShouldBe(ResponseCode.NotAcceptable);
        world.Only<CallEffect.HangUp>().Leg.ShouldBe(LegId.Caller);
    }

    [Fact]
    public void A_newcomer_gets_its_bye_after_its_ack()
    {
        var world = Taken().Give(new CallInput.ByeReceived(LegId.Caller, Bye));
        world.All.OfType<CallEffect.HangUp>().ShouldNotContain(hangUp => hangUp.Leg == New);
        world.Settled().State.Phase.ShouldBe(CallPhase.Releasing);
        world.Give(new CallInput.NewcomerAcknowledged()).Last.ShouldContain(new CallEffect.HangUp(New, Cause.NormalClearing));
        world.State.Phase.ShouldBe(CallPhase.Ended);
    }

    [Fact]
    public void A_newcomer_whose_ack_stays_out_ends_the_call()
    {
        var world = Taken().Give(new CallInput.NewcomerUnacknowledged());
        world.All.OfType<CallEffect.HangUp>().Select(hangUp => hangUp.Leg).ShouldBe([Callee, LegId.Caller, New], ignoreOrder: true);
    }

    [Fact]
    public void Until_the_newcomers_ack_no_offer_crosses()
    {
        var world = Taken();
        world.Give(new CallInput.RequestReceived(LegId.Caller, default, new ExchangeId(3), "INVITE", HasSession: true));
        world.Last.ShouldBe([new CallEffect.AnswerRequest(new ExchangeId(3), ResponseCode.Pending)]);
        world.Give(new CallInput.NewcomerAcknowledged()).Give(new CallInput.RequestReceived(LegId.Caller, default, new ExchangeId(4), "INVITE", HasSession: true));
        world.Only<CallEffect.ForwardRequest>().To.ShouldBe(New);
    }

    [Fact]
    public void Who_pays_for_a_transfer_pays_on_when_the_party_that_it_led_to_is_replaced()
    {
        var world = new CallWorld().Talking().Give(new CallInput.ReferReceived(Callee, new ExchangeId(7), new ReferRequest("103", "", IsAllowed: true, Reports: false)));
        world.Give(new CallInput.CallerAdmitted(false)).Give(new CallInput.CalleePaged([CallWorld.Device(2)], TimeSpan.FromSeconds(60), RelayMedia: false));
        world.Give(new CallInput.DeviceAnswered(New)).Give(Joined).Give(Wants(2, By("103"))).Give(Joined, afterSeconds: 5).Give(new CallInput.NewcomerAcknowledged());
        world.Give(new CallInput.ByeReceived(LegId.Caller, Bye), afterSeconds: 10);
        var records = world.Records.ToDictionary(record => (record.Call.Value, record.Side));
        records.Count.ShouldBe(5);
        records[("c1.1", RecordSide.Originating)].EndedAt.ShouldBe(world.State.EndedAt!.Value);
        records[("c1.1", RecordSide.Terminating)].EndedAt.ShouldBeLessThan(world.State.EndedAt!.Value);
        records[("c1.2", RecordSide.Terminating)].EndedAt.ShouldBe(world.State.EndedAt!.Value);
    }

    private static CallWorld Taken() => new CallWorld().Talking().Give(Wants(1, By("101"))).Give(Joined);

    private static CallInput.ReplaceAsked Wants(int leg, Newcomer by) => new(new LegId(leg), by, EarlyOnly: false, CallerCanWait: true);

    private static Newcomer By(string number, ReplaceRight right = ReplaceRight.SameParty, bool hasSession = true) =>
        new(number, "", PartyKind.Phone, CallWorld.Device(9), right, hasSession, RelayMedia: false);
}
