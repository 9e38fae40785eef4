using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Tests.Calls;

/// <summary>A party joins two calls of its own, the second of which still rings: REFER with Replaces of an early dialogue.</summary>
public class SemiAttendedTransferTests
{
    private static readonly LegId Callee = new(1);
    private static readonly ExchangeId Refer = new(7), Bye = new(8);
    private static readonly DialogName Dialog = new("id", "ours", "theirs");
    private static readonly CallInput.JoinAnswered Joined = new(ResponseCode.Ok, HasSession: true, default);

    [Fact]
    public void The_call_that_rings_lends_its_leg_when_it_is_answered()
    {
        var world = Ringing();
        world.Last.ShouldBe([new CallEffect.PromiseLeg()]);
        world.Give(new CallInput.DeviceAnswered(Callee)).Count<CallEffect.AskOffer>().ShouldBe(0, "the caller's ACK is awaited");
        world.Give(new CallInput.CallerAcknowledged()).Only<CallEffect.AskOffer>().Leg.ShouldBe(Callee);
        world.Give(Joined).Only<CallEffect.LendLeg>().Leg.ShouldBe(Callee);
        world.Give(new CallInput.LegTaken()).Only<CallEffect.GiveLeg>().Leg.ShouldBe(Callee);
        world.Settled().State.Phase.ShouldBe(CallPhase.Ended);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_asked_may_give_its_call_up_and_it_rings_on(bool byCancel)
    {
        var world = Ringing().Give(byCancel ? new CallInput.CallerCancelled() : new CallInput.ByeReceived(LegId.Caller, Bye));
        world.Last.ShouldContain(new CallEffect.RefuseCaller(ResponseCode.Terminated, Cause.NormalClearing));
        world.Count<CallEffect.CancelDevice>().ShouldBe(0);
        world.Give(new CallInput.DeviceProgressed(Callee, new ResponseCode(180), HasSession: false)).Count<CallEffect.RingCaller>().ShouldBe(0);
        world.Give(new CallInput.DeviceAnswered(Callee));
        world.Last.ShouldContain(new CallEffect.AcknowledgeDevice(Callee));
        world.Last.ShouldContain(new CallEffect.AskOffer(Callee));
        world.Count<CallEffect.AnswerCaller>().ShouldBe(0);
        world.Give(Joined).Give(new CallInput.LegTaken()).Count<CallEffect.HangUp>().ShouldBe(0);
        world.Records.Length.ShouldBe(2);
        world.Settled().State.Phase.ShouldBe(CallPhase.Ended);
    }

    [Fact]
    public void A_call_that_rings_in_vain_says_why()
    {
        Ringing().Give(new CallInput.DeviceRefused(Callee, ResponseCode.Busy)).Only<CallEffect.RefuseLeg>().Code.ShouldBe(ResponseCode.Busy);
        Ringing().Give(new CallInput.TimerElapsed(CallTimer.NoAnswer)).Only<CallEffect.RefuseLeg>().Code.ShouldBe(ResponseCode.Unavailable);
    }

    [Fact]
    public void A_call_that_rings_for_nobody_any_longer_ends()
    {
        var world = Ringing().Give(new CallInput.CallerCancelled()).Give(new CallInput.LegReturned());
        world.Only<CallEffect.CancelDevice>().Leg.ShouldBe(Callee);
        world.Records.ShouldAllBe(record => record.Outcome == CallOutcome.Abandoned);
    }

    [Fact]
    public void A_leg_that_comes_back_while_it_rings_leaves_an_ordinary_call()
    {
        var world = Ringing().Give(new CallInput.LegReturned()).Give(new CallInput.DeviceAnswered(Callee)).Give(new CallInput.CallerAcknowledged());
        (world.State.Phase, world.Count<CallEffect.AskOffer>()).ShouldBe((CallPhase.Connected, 0));
    }

    [Fact]
    public void A_ringing_leg_is_lent_for_the_number_that_calls_alone() =>
        new CallWorld().Offered().Give(new CallInput.LegWanted(LegId.Caller, "999")).Only<CallEffect.RefuseLeg>().Code.ShouldBe(ResponseCode.NoSuchDialog);

    [Fact]
    public void Who_asked_hears_that_it_rings_and_how_it_ends_and_keeps_the_call()
    {
        var world = Asked().Give(new CallInput.LegPromised());
        world.Last.ShouldContain(new CallEffect.ReportTransfer(Callee, ResponseCode.Ringing, IsLast: false));
        world.Last.OfType<CallEffect.StartTimer>().ShouldHaveSingleItem().After.ShouldBe(TimeSpan.FromMinutes(5));
        world.Give(new CallInput.LegDenied(ResponseCode.Busy));
        world.Last.ShouldContain(new CallEffect.ReportTransfer(Callee, ResponseCode.Busy, IsLast: true));
        (world.State.Phase, world.State.Transfer, world.Count<CallEffect.HangUp>()).ShouldBe((CallPhase.Connected, null, 0));
    }

    [Fact]
    public void A_call_that_ends_while_the_other_rings_tells_it() =>
        Asked().Give(new CallInput.LegPromised()).Give(new CallInput.ByeReceived(LegId.Caller, Bye)).Only<CallEffect.ReturnLeg>();

    private static CallWorld Ringing() => new CallWorld().Offered().Give(new CallInput.LegWanted(LegId.Caller, "100"));

    private static CallWorld Asked() =>
        new CallWorld().Talking().Give(new CallInput.ReferReceived(Callee, Refer, new ReferRequest("", "", IsAllowed: true, Reports: true, Dialog)));
}
