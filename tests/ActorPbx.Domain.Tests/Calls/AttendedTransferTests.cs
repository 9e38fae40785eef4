using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Tests.Calls;

/// <summary>A party joins two calls of its own: one call lends its leg, the other takes it.</summary>
public class AttendedTransferTests
{
    private static readonly LegId Callee = new(1), New = new(2);
    private static readonly ExchangeId Refer = new(7), Bye = new(8);
    private static readonly DialogName Dialog = new("id", "ours", "theirs");
    private static readonly CallInput.JoinAnswered Joined = new(ResponseCode.Ok, HasSession: true, default);

    [Fact]
    public void The_call_that_takes_the_leg_asks_for_it_and_joins_it_before_anybody_is_let_go()
    {
        var world = Borrowed();
        world.Only<CallEffect.OfferJoin>().ShouldBe(new CallEffect.OfferJoin(LegId.Caller, New));
        world.Give(Joined).Only<CallEffect.TakeLeg>().Leg.ShouldBe(New);
        world.Count<CallEffect.HangUp>().ShouldBe(0);

        world.Give(new CallInput.LegGiven(null));
        world.Only<CallEffect.HangUp>().Leg.ShouldBe(Callee);
        world.Last.ShouldContain(new CallEffect.ReportTransfer(Callee, ResponseCode.Ok, IsLast: true));
        world.Last.ShouldContain(new CallEffect.AdmitGiven("103"));
        world.Give(new CallInput.ByeReceived(New, Bye), afterSeconds: 5);
        world.Records.Select(record => (record.Call.Value, record.Side, record.Called, record.OnBehalfOf)).ShouldBe(
        [
            ("c1", RecordSide.Terminating, "101", ""), ("c1", RecordSide.Originating, "101", ""),
            ("c1.1", RecordSide.Originating, "103", "101"), ("c1.1", RecordSide.Terminating, "103", "101"),
        ], ignoreOrder: true);
        world.Settled().State.Phase.ShouldBe(CallPhase.Ended);
    }

    [Fact]
    public void A_leg_that_is_not_lent_leaves_the_call_as_it_was()
    {
        var world = Asked().Give(new CallInput.LegDenied(ResponseCode.NoSuchDialog));
        world.Last.ShouldContain(new CallEffect.ReportTransfer(Callee, ResponseCode.NoSuchDialog, IsLast: true));
        (world.State.Phase, world.State.Transfer, world.Count<CallEffect.HangUp>()).ShouldBe((CallPhase.Connected, null, 0));
        world.Timers.ShouldBe([CallTimer.MaxDuration]);
    }

    [Fact]
    public void A_leg_that_the_other_party_does_not_want_goes_back()
    {
        var world = Borrowed().Give(new CallInput.JoinAnswered(ResponseCode.NotAcceptable, false, default));
        world.Only<CallEffect.ReturnLeg>();
        world.State.PartnerOf(LegId.Caller).ShouldBe(Callee);
        world.Count<CallEffect.HangUp>().ShouldBe(0);
    }

    [Fact]
    public void A_call_that_ends_gives_back_what_it_borrowed()
    {
        var world = Borrowed().Give(new CallInput.ByeReceived(LegId.Caller, Bye));
        world.Only<CallEffect.ReturnLeg>();
        world.Settled().State.Phase.ShouldBe(CallPhase.Ended);
    }

    [Fact]
    public void A_leg_that_comes_too_late_goes_back() =>
        Asked().Give(new CallInput.TimerElapsed(CallTimer.Transfer)).Give(Loan()).Only<CallEffect.ReturnLeg>();

    [Fact]
    public void The_call_that_gives_the_leg_ends_with_its_records_and_says_no_bye_to_it()
    {
        var world = Lent();
        world.Only<CallEffect.LendLeg>().Leg.ShouldBe(Callee);
        world.Give(new CallInput.LegTaken(), afterSeconds: 3);
        world.Only<CallEffect.GiveLeg>().Leg.ShouldBe(Callee);
        world.Only<CallEffect.HangUp>().Leg.ShouldBe(LegId.Caller);
        world.Records.Length.ShouldBe(2);
        world.Settled().State.Phase.ShouldBe(CallPhase.Ended);
    }

    [Fact]
    public void A_leg_that_comes_back_is_told_what_it_was_told_before_and_the_call_goes_on()
    {
        var world = Lent().Give(new CallInput.LegReturned());
        world.Only<CallEffect.SettleLeg>().Leg.ShouldBe(Callee);
        (world.State.Phase, world.State.Lending, world.Count<CallEffect.HangUp>()).ShouldBe((CallPhase.Connected, null, 0));
    }

    [Fact]
    public void Who_joins_its_calls_may_hang_up_in_both_at_once()
    {
        var world = Lent().Give(new CallInput.ByeReceived(LegId.Caller, Bye));
        world.Last.ShouldContain(new CallEffect.AnswerRequest(Bye, ResponseCode.Ok));
        world.Give(new CallInput.LegReturned()).Only<CallEffect.HangUp>().Leg.ShouldBe(Callee);
    }

    [Fact]
    public void A_leg_that_hangs_up_is_not_to_be_had_any_longer()
    {
        var world = Lent().Give(new CallInput.ByeReceived(Callee, Bye));
        world.Only<CallEffect.RefuseLeg>();
        world.Settled().State.Phase.ShouldBe(CallPhase.Ended);
    }

    [Theory]
    [InlineData("999", 481)]
    [InlineData("100", 0)]
    public void A_leg_is_lent_for_the_number_that_has_it_alone(string number, int refused)
    {
        var world = new CallWorld().Talking().Give(new CallInput.LegWanted(LegId.Caller, number));
        world.All.OfType<CallEffect.RefuseLeg>().Select(effect => effect.Code.Value).ShouldBe(refused == 0 ? [] : [refused]);
    }

    [Fact]
    public void While_a_leg_is_lent_no_offer_crosses()
    {
        var world = Lent().Give(new CallInput.RequestReceived(LegId.Caller, Callee, new ExchangeId(3), "INVITE", HasSession: true));
        world.Last.ShouldBe([new CallEffect.AnswerRequest(new ExchangeId(3), ResponseCode.Pending)]);
    }

    [Fact]
    public void A_loan_that_fails_gives_back_nothing_for_nothing_was_taken() =>
        Asked().Give(new CallInput.LegDenied(ResponseCode.NoSuchDialog)).Count<CallEffect.ReleaseTransfer>().ShouldBe(0);

    [Fact]
    public void A_leg_that_is_gone_after_the_other_party_was_told_of_it_ends_the_call()
    {
        var world = Borrowed().Give(Joined).Give(new CallInput.LegDenied(ResponseCode.NoSuchDialog));
        world.All.OfType<CallEffect.HangUp>().Select(hangUp => hangUp.Leg).ShouldBe([LegId.Caller, Callee], ignoreOrder: true);
        world.Settled().State.Phase.ShouldBe(CallPhase.Ended);
    }

    [Fact]
    public void A_leg_brings_its_session_timer_along()
    {
        var terms = new SessionTerms(TimeSpan.FromSeconds(90), WeRefresh: true, ByUpdate: true);
        Borrowed().Give(Joined).Give(new CallInput.LegGiven(terms)).Timers.ShouldContain(CallTimer.CalledSession);
        var lender = new CallWorld().Talking().Give(new CallInput.SessionAgreed(Callee, terms)).Give(new CallInput.LegWanted(LegId.Caller, "100")).Give(Joined);
        lender.Give(new CallInput.LegTaken()).Only<CallEffect.GiveLeg>().Terms.ShouldBe(terms);
    }

    [Fact]
    public void A_leg_is_not_lent_before_the_ack_nor_while_an_offer_is_open()
    {
        var fresh = new CallWorld().Offered().Give(new CallInput.DeviceAnswered(Callee)).Give(new CallInput.LegWanted(LegId.Caller, "100"));
        fresh.Only<CallEffect.RefuseLeg>().Code.ShouldBe(ResponseCode.Pending);
        var busy = new CallWorld().Talking().Give(new CallInput.RequestReceived(Callee, default, new ExchangeId(3), "INVITE", HasSession: true));
        busy.Give(new CallInput.LegWanted(LegId.Caller, "100")).Only<CallEffect.RefuseLeg>().Code.ShouldBe(ResponseCode.Pending);
    }

    [Theory]
    [InlineData(200, 488)]
    [InlineData(500, 500)]
    public void A_leg_that_makes_no_offer_is_not_lent_and_stays(int code, int told)
    {
        var world = new CallWorld().Talking().Give(new CallInput.LegWanted(LegId.Caller, "100")).Give(new CallInput.JoinAnswered(new ResponseCode(code), HasSession: false, default));
        world.Only<CallEffect.RefuseLeg>().Code.Value.ShouldBe(told);
        (world.State.Phase, world.State.Lending).ShouldBe((CallPhase.Connected, null));
    }

    [Fact]
    public void A_call_that_ends_while_its_leg_is_shown_settles_the_offer_first()
    {
        var world = Lent().Give(new CallInput.OperatorReleased());
        world.Only<CallEffect.SettleLeg>().Leg.ShouldBe(Callee);
        world.Only<CallEffect.RefuseLeg>().Code.ShouldBe(ResponseCode.NoSuchDialog);
    }

    private static CallInput.LegLent Loan() => new(CallWorld.Device(3), PartyKind.Phone, "103", "", RelayMedia: false);

    private static CallWorld Asked()
    {
        var world = new CallWorld().Talking().Give(new CallInput.ReferReceived(Callee, Refer, new ReferRequest("", "", IsAllowed: true, Reports: true, Dialog)));
        world.Only<CallEffect.WantLeg>().ShouldBe(new CallEffect.WantLeg(Dialog, "101"));
        return world;
    }

    private static CallWorld Borrowed() => Asked().Give(Loan());

    private static CallWorld Lent() => new CallWorld().Talking().Give(new CallInput.LegWanted(LegId.Caller, "100")).Give(Joined);
}
