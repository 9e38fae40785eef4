using ActorPbx.Domain.Calls;

namespace ActorPbx.Domain.Tests.Calls;

/// <summary>What can go wrong, or cross, while a party sends another on.</summary>
public class TransferFailureTests
{
    private static readonly LegId Callee = new(1), New = new(2);
    private static readonly ExchangeId Refer = new(7), Bye = new(8), Other = new(9);
    private static readonly ReferRequest To103 = new("103", "", IsAllowed: true, Reports: true);
    private static readonly SessionTerms Terms = new(TimeSpan.FromSeconds(90), WeRefresh: true, ByUpdate: false);
    private static readonly CallInput.JoinAnswered Joined = new(ResponseCode.Ok, HasSession: true, default);

    [Fact]
    public void A_refusal_for_all_devices_ends_the_transfer_at_once()
    {
        var world = Offered(devices: 2).Give(new CallInput.DeviceRefused(New, ResponseCode.Decline));
        world.Only<CallEffect.CancelDevice>().Leg.ShouldBe(new LegId(3));
        StaysAsItWas(world, ResponseCode.Decline);
    }

    [Fact]
    public void A_new_party_that_does_not_answer_ends_the_transfer()
    {
        var world = Offered().Give(new CallInput.TimerElapsed(CallTimer.NoAnswer));
        world.Only<CallEffect.CancelDevice>().Leg.ShouldBe(New);
        StaysAsItWas(world, ResponseCode.Unavailable);
    }

    [Fact]
    public void An_exchange_that_does_not_say_whether_it_may_be_ends_the_transfer() =>
        StaysAsItWas(Asked().Give(new CallInput.TimerElapsed(CallTimer.Transfer)), ResponseCode.ServerError);

    [Fact]
    public void A_new_party_that_hangs_up_before_it_is_joined_leaves_the_two_with_the_session_that_they_had()
    {
        var world = Answered().Give(new CallInput.ByeReceived(New, Bye));
        world.Last.ShouldContain(new CallEffect.AcknowledgeDevice(New));
        world.Last.ShouldContain(new CallEffect.AnswerRequest(Bye, ResponseCode.Ok));
        StaysAsItWas(world, ResponseCode.Terminated);
        world.Give(Joined).Last.ShouldBe([new CallEffect.RestoreSession()]);
    }

    [Fact]
    public void An_answer_without_a_session_joins_nobody()
    {
        var world = Answered().Give(Joined with { HasSession = false });
        world.Count<CallEffect.AcknowledgeJoined>().ShouldBe(0);
        world.Only<CallEffect.HangUp>().Leg.ShouldBe(New);
        world.Last.ShouldContain(new CallEffect.ReportTransfer(Callee, ResponseCode.NotAcceptable, IsLast: true));
    }

    [Theory]
    [InlineData(481)]
    [InlineData(408)]
    public void A_party_that_was_to_stay_and_is_gone_ends_the_call(int code)
    {
        var world = Answered().Give(new CallInput.JoinAnswered(new ResponseCode(code), false, default));
        world.Last.OfType<CallEffect.HangUp>().Select(hangUp => hangUp.Leg).ShouldBe([New, LegId.Caller, Callee], ignoreOrder: true);
        world.Settled().State.Phase.ShouldBe(CallPhase.Ended);
    }

    [Fact]
    public void The_new_partys_offer_waits_for_a_refresh_of_ours()
    {
        var world = new CallWorld().Talking().Give(new CallInput.SessionAgreed(LegId.Caller, Terms)).Give(new CallInput.TimerElapsed(CallTimer.CallerSession), afterSeconds: 45);
        Answered(world).Count<CallEffect.OfferJoin>().ShouldBe(0);
        world.Give(new CallInput.RefreshAnswered(LegId.Caller, ResponseCode.Ok, default)).Give(new CallInput.TimerElapsed(CallTimer.Transfer)).Count<CallEffect.OfferJoin>().ShouldBe(1);
    }

    [Fact]
    public void What_who_transfers_has_asked_ends_with_its_leg_and_so_does_its_session_timer()
    {
        var world = new CallWorld().Talking().Give(new CallInput.SessionAgreed(Callee, Terms)).Give(new CallInput.RequestReceived(Callee, default, Other, "INFO", HasSession: false));
        world.Timers.ShouldContain(CallTimer.CalledSession);
        Answered(world).Give(Joined);
        world.Last.ShouldContain(new CallEffect.AnswerRequest(Other, ResponseCode.Terminated));
        world.Timers.ShouldNotContain(CallTimer.CalledSession);
    }

    [Fact]
    public void Nothing_passes_to_who_has_hung_up_while_its_transfer_is_under_way()
    {
        var world = Offered().Give(new CallInput.ByeReceived(Callee, Bye)).Give(new CallInput.RequestReceived(LegId.Caller, default, Other, "INFO", HasSession: false));
        world.Last.ShouldBe([new CallEffect.AnswerRequest(Other, ResponseCode.Pending)]);
    }

    private static void StaysAsItWas(CallWorld world, ResponseCode code)
    {
        world.Last.ShouldContain(new CallEffect.ReportTransfer(Callee, code, IsLast: true));
        world.Last.ShouldContain(new CallEffect.ReleaseTransfer());
        (world.State.Phase, world.State.Transfer, world.State.PartnerOf(LegId.Caller)).ShouldBe((CallPhase.Connected, null, Callee));
        world.All.OfType<CallEffect.HangUp>().ShouldNotContain(hangUp => hangUp.Leg != New);
    }

    private static CallWorld Asked(CallWorld? world = null) => (world ?? new CallWorld().Talking()).Give(new CallInput.ReferReceived(Callee, Refer, To103));

    private static CallWorld Offered(CallWorld? world = null, int devices = 1) => Asked(world).Give(new CallInput.CallerAdmitted(false))
        .Give(new CallInput.CalleePaged([.. Enumerable.Range(2, devices).Select(CallWorld.Device)], TimeSpan.FromSeconds(60), RelayMedia: false));

    private static CallWorld Answered(CallWorld? world = null) => Offered(world).Give(new CallInput.DeviceAnswered(New));
}
