using System.Text.Json;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Records;
using ActorPbx.Domain.Registration;

namespace ActorPbx.Domain.Tests.Calls;

/// <summary>A party of a call sends the other on (REFER).</summary>
public class TransferTests
{
    private static readonly LegId Callee = new(1), New = new(2);
    private static readonly ExchangeId Refer = new(7), Bye = new(8);
    private static readonly ReferRequest To103 = new("103", "", IsAllowed: true, Reports: true);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Who_is_sent_on_keeps_the_call_until_the_new_party_is_joined_with_it(int by, int stays)
    {
        var world = Answered(new CallWorld().Talking(), new LegId(by));
        world.Last.ShouldContain(new CallEffect.OfferJoin(new LegId(stays), New));
        world.Count<CallEffect.HangUp>().ShouldBe(0);

        world.Give(Joined());
        world.Last.OfType<CallEffect.HangUp>().ShouldHaveSingleItem().Leg.ShouldBe(new LegId(by));
        world.Last.ShouldContain(new CallEffect.AcknowledgeJoined(New));
        world.Last.ShouldContain(new CallEffect.ReportTransfer(new LegId(by), ResponseCode.Ok, IsLast: true));
        world.State.PartnerOf(New).ShouldBe(new LegId(stays));
        world.State.SideOf(New).ShouldNotBe(world.State.SideOf(new LegId(stays)));
    }

    [Fact]
    public void Requests_pass_between_the_two_that_are_joined_and_bye_of_either_ends_the_call()
    {
        var world = Answered(new CallWorld().Talking(), LegId.Caller).Give(Joined());
        world.Give(new CallInput.RequestReceived(Callee, default, new ExchangeId(9), "INVITE", HasSession: true));
        world.Only<CallEffect.ForwardRequest>().To.ShouldBe(New);
        world.Give(new CallInput.RequestReceived(LegId.Caller, default, new ExchangeId(10), "INFO", HasSession: false));
        world.Last.ShouldContain(new CallEffect.AnswerRequest(new ExchangeId(10), ResponseCode.NoSuchDialog));
        world.Give(new CallInput.ByeReceived(New, Bye));
        world.Last.OfType<CallEffect.HangUp>().ShouldHaveSingleItem().Leg.ShouldBe(Callee);
        world.Settled().State.Phase.ShouldBe(CallPhase.Ended);
    }

    [Fact]
    public void A_transfer_to_one_device_asks_for_it_and_its_state_can_be_kept()
    {
        var device = new DeviceWanted("<urn:uuid:0-1>", "");
        var world = new CallWorld().Talking().Give(new CallInput.ReferReceived(Callee, Refer, To103 with { Device = device }));
        world.Only<CallEffect.AdmitTransfer>().Device.ShouldBe(device);
        JsonSerializer.Deserialize<CallState>(JsonSerializer.Serialize(world.State))!.Transfer!.Request.Device.ShouldBe(device);
    }

    [Theory]
    [InlineData(486, CallOutcome.Busy)]
    [InlineData(603, CallOutcome.Declined)]
    public void A_transfer_that_is_refused_leaves_the_call_as_it_was_and_says_so(int code, CallOutcome outcome)
    {
        var world = Offered(new CallWorld().Talking(), Callee).Give(new CallInput.DeviceRefused(New, new ResponseCode(code)));
        world.Last.ShouldContain(new CallEffect.ReportTransfer(Callee, new ResponseCode(code), IsLast: true));
        world.Last.ShouldContain(new CallEffect.ReleaseTransfer());
        (world.State.Phase, world.State.Transfer).ShouldBe((CallPhase.Connected, null));
        world.Count<CallEffect.HangUp>().ShouldBe(0);
        world.Timers.ShouldBe([CallTimer.MaxDuration]);

        world.Give(new CallInput.ByeReceived(LegId.Caller, Bye), afterSeconds: 5);
        world.Records.Select(record => (record.Side, record.Called, record.OnBehalfOf, record.Outcome)).ShouldBe(
        [
            (RecordSide.Originating, "103", "101", outcome), (RecordSide.Terminating, "103", "101", outcome),
            (RecordSide.Originating, "101", "", CallOutcome.Answered), (RecordSide.Terminating, "101", "", CallOutcome.Answered),
        ], ignoreOrder: true);
    }

    [Fact]
    public void A_session_that_the_other_party_refuses_leaves_the_call_as_it_was()
    {
        var world = Answered(new CallWorld().Talking(), Callee).Give(new CallInput.JoinAnswered(ResponseCode.NotAcceptable, false, default));
        world.Last.OfType<CallEffect.HangUp>().ShouldHaveSingleItem().Leg.ShouldBe(New);
        world.Last.ShouldContain(new CallEffect.ReportTransfer(Callee, ResponseCode.NotAcceptable, IsLast: true));
        world.State.PartnerOf(LegId.Caller).ShouldBe(Callee);
    }

    [Fact]
    public void An_offer_that_meets_another_is_made_again()
    {
        var world = Answered(new CallWorld().Talking(), Callee).Give(new CallInput.JoinAnswered(ResponseCode.Pending, false, TimeSpan.FromSeconds(3)));
        world.Give(new CallInput.TimerElapsed(CallTimer.Transfer), afterSeconds: 3).Count<CallEffect.OfferJoin>().ShouldBe(2);
    }

    [Fact]
    public void The_new_partys_offer_waits_until_no_other_is_open()
    {
        var world = new CallWorld().Talking().Give(new CallInput.RequestReceived(LegId.Caller, Callee, new ExchangeId(3), "INVITE", HasSession: true));
        Answered(world, Callee).Count<CallEffect.OfferJoin>().ShouldBe(0);
        world.Give(new CallInput.RequestAnswered(new ExchangeId(3), ResponseCode.Ok)).Give(new CallInput.RequestAcknowledged(new ExchangeId(3)));
        world.Give(new CallInput.TimerElapsed(CallTimer.Transfer)).Count<CallEffect.OfferJoin>().ShouldBe(1);
        world.Give(new CallInput.RequestReceived(LegId.Caller, Callee, new ExchangeId(4), "INVITE", HasSession: true));
        world.Last.ShouldBe([new CallEffect.AnswerRequest(new ExchangeId(4), ResponseCode.Pending)]);
    }

    [Fact]
    public void Who_transfers_may_hang_up_at_once_and_pays_for_what_follows()
    {
        var world = Offered(new CallWorld().Talking(), Callee).Give(new CallInput.ByeReceived(Callee, Bye), afterSeconds: 10);
        world.Last.ShouldContain(new CallEffect.AnswerRequest(Bye, ResponseCode.Ok));
        world.Give(new CallInput.DeviceAnswered(New)).Give(Joined());
        world.Count<CallEffect.HangUp>().ShouldBe(0);
        world.All.OfType<CallEffect.ReportTransfer>().ShouldAllBe(report => !report.IsLast);

        world.Give(new CallInput.ByeReceived(New, new ExchangeId(9)), afterSeconds: 60);
        var records = world.Records.ToDictionary(record => (record.Call.Value, record.Side));
        records.Count.ShouldBe(4);
        records[("c1", RecordSide.Terminating)].Duration.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        records[("c1", RecordSide.Originating)].Duration.ShouldBeGreaterThan(TimeSpan.FromSeconds(70));
        var paid = records[("c1.1", RecordSide.Originating)];
        (paid.Caller, paid.Called, paid.OnBehalfOf, paid.Correlation).ShouldBe(("100", "103", "101", "corr"));
        records[("c1.1", RecordSide.Terminating)].Duration.ShouldBeInRange(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(61));
    }

    [Fact]
    public void A_transfer_that_fails_after_who_asked_for_it_has_gone_ends_the_call()
    {
        var world = Offered(new CallWorld().Talking(), Callee).Give(new CallInput.ByeReceived(Callee, Bye)).Give(new CallInput.DeviceRefused(New, ResponseCode.Busy));
        world.Only<CallEffect.HangUp>().Leg.ShouldBe(LegId.Caller);
        world.Settled().State.Phase.ShouldBe(CallPhase.Ended);
    }

    [Fact]
    public void The_caller_that_hangs_up_ends_the_transfer_too()
    {
        var world = Offered(new CallWorld().Talking(), Callee).Give(new CallInput.ByeReceived(LegId.Caller, Bye));
        world.Last.OfType<CallEffect.CancelDevice>().ShouldHaveSingleItem().Leg.ShouldBe(New);
        world.Last.OfType<CallEffect.ReportTransfer>().ShouldHaveSingleItem().IsLast.ShouldBeTrue();
        world.Last.OfType<CallEffect.HangUp>().ShouldHaveSingleItem().Leg.ShouldBe(Callee);
    }

    [Theory]
    [InlineData("103", false, 403)]
    [InlineData("", true, 400)]
    public void What_may_not_be_or_cannot_be_read_is_refused(string to, bool isAllowed, int code)
    {
        var world = new CallWorld().Talking().Give(new CallInput.ReferReceived(Callee, Refer, new ReferRequest(to, "", isAllowed, Reports: true)));
        world.Last.ShouldBe([new CallEffect.AnswerRequest(Refer, new ResponseCode(code))]);
    }

    [Fact]
    public void One_transfer_at_a_time()
    {
        var world = Offered(new CallWorld().Talking(), Callee).Give(new CallInput.ReferReceived(LegId.Caller, new ExchangeId(9), To103));
        world.Last.ShouldBe([new CallEffect.AnswerRequest(new ExchangeId(9), ResponseCode.Pending)]);
    }

    [Fact]
    public void Who_wants_no_reports_gets_none()
    {
        var world = new CallWorld().Talking().Give(new CallInput.ReferReceived(Callee, Refer, To103 with { Reports = false }));
        Page(world).Give(new CallInput.DeviceRefused(New, ResponseCode.Busy)).Count<CallEffect.ReportTransfer>().ShouldBe(0);
    }

    [Fact]
    public void A_relay_that_the_new_party_needs_is_opened_for_it_and_closed_if_it_comes_to_nothing()
    {
        var world = new CallWorld().Talking().Give(new CallInput.ReferReceived(Callee, Refer, To103)).Give(new CallInput.CallerAdmitted(false));
        world.Give(new CallInput.CalleePaged([CallWorld.Device(2)], TimeSpan.FromSeconds(60), RelayMedia: true)).Give(new CallInput.DeviceAnswered(New));
        world.Count<CallEffect.OfferJoin>().ShouldBe(0);
        world.Only<CallEffect.OpenRelay>();
        world.Give(new CallInput.RelayReady()).Count<CallEffect.OfferJoin>().ShouldBe(1);
        world.Give(new CallInput.JoinAnswered(ResponseCode.NotAcceptable, false, default)).Only<CallEffect.CloseRelay>();
        world.State.Relay.ShouldBe(RelayPhase.None);
    }

    [Fact]
    public void The_session_timer_of_the_new_leg_holds_from_when_it_is_joined()
    {
        var world = Answered(new CallWorld().Talking(), Callee);
        world.Give(new CallInput.SessionAgreed(New, new SessionTerms(TimeSpan.FromSeconds(90), WeRefresh: true, ByUpdate: true)));
        world.Timers.ShouldNotContain(CallTimer.CalledSession);
        world.Give(Joined()).Timers.ShouldContain(CallTimer.CalledSession);
        world.Give(new CallInput.TimerElapsed(CallTimer.CalledSession), afterSeconds: 45).Only<CallEffect.RefreshSession>().Leg.ShouldBe(New);
    }

    private static CallInput.JoinAnswered Joined() => new(ResponseCode.Ok, HasSession: true, default);

    private static CallWorld Offered(CallWorld world, LegId by)
    {
        world.Give(new CallInput.ReferReceived(by, Refer, To103));
        world.Last.ShouldContain(new CallEffect.AnswerRequest(Refer, ResponseCode.Accepted));
        world.Last.ShouldContain(new CallEffect.ReportTransfer(by, ResponseCode.Trying, IsLast: false));
        world.Last.ShouldContain(new CallEffect.AdmitTransfer(by, by.IsCaller ? "100" : "101", "103"));
        return Page(world);
    }

    private static CallWorld Page(CallWorld world) => world.Give(new CallInput.CallerAdmitted(false))
        .Give(new CallInput.CalleePaged([CallWorld.Device(2)], TimeSpan.FromSeconds(60), RelayMedia: false));

    private static CallWorld Answered(CallWorld world, LegId by) => Offered(world, by).Give(new CallInput.DeviceAnswered(New));
}
