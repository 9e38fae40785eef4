using System.Text.Json;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Records;
using ActorPbx.Domain.Registration;
using FsCheck;
using FsCheck.Fluent;

namespace ActorPbx.Domain.Tests.Calls;

public class CallPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(3000);

    [Fact]
    public void Any_order_of_inputs_ends_a_call_exactly_once_and_leaves_nothing_behind() =>
        Prop.ForAll<int, bool>((seed, lateOffer) => Ends(new System.Random(seed), lateOffer)).Check(Many);

    [Fact]
    public void A_calls_state_survives_serialisation_at_any_moment() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new System.Random(seed);
            var world = new CallWorld().Offered(1 + random.Next(3));
            for (var i = random.Next(20); i > 0; i--)
            {
                world.Give(Any(random, world.State));
            }

            var json = JsonSerializer.Serialize(world.State);
            JsonSerializer.Serialize(JsonSerializer.Deserialize<CallState>(json)).ShouldBe(json);
        }).Check(Many.WithMaxTest(300));

    private static void Ends(System.Random random, bool lateOffer)
    {
        var world = new CallWorld(lateOffer, (PartyKind)random.Next(3), reliable: random.Next(2) == 0);
        for (var i = random.Next(60); i > 0; i--)
        {
            world.Give(Any(random, world.State), random.NextDouble());
        }

        WindUp(world);

        world.State.Phase.ShouldBe(CallPhase.Ended);
        world.Count<CallEffect.EndCall>().ShouldBe(1);
        world.Count<CallEffect.StoreRecords>().ShouldBe(1);
        world.Records.Select(record => (record.Call, record.Side)).ShouldBeUnique();
        world.Records.Any(record => record.Call == world.State.Id && record.Side == RecordSide.Originating).ShouldBe(world.State.Parties.CallerKind != PartyKind.Link);
        var lastLegs = world.State.LegsOf(world.State.Steps.Length);
        var last = world.State.Steps.IsEmpty ? world.State.Id : new CallId($"{world.State.Id}.{world.State.Steps.Length}");
        world.Records.Any(record => record.Call == last && record.Side == RecordSide.Terminating)
            .ShouldBe(lastLegs.IsEmpty ? (world.State.Steps is [.., { Kind: not StepKind.Redirected } step] ? step.Reached : world.State.CalleeReached) : lastLegs.Any(leg => leg.Kind != PartyKind.Link));
        var paid = world.State.Steps.Count(step => step.Kind != StepKind.Replaced);
        world.Records.Where(record => record.OnBehalfOf.Length > 0 && record.OnBehalfOf != record.Caller).Count(record => record.Side == RecordSide.Originating).ShouldBe(paid);
        world.Count<CallEffect.PageFallBack>().ShouldBeLessThanOrEqualTo(1 + world.State.Steps.Length);
        world.State.Steps.Count(step => step.Kind == StepKind.Redirected).ShouldBeLessThanOrEqualTo(5);
        world.State.Transfer.ShouldBeNull();
        world.State.Lending.ShouldBeNull();
        world.State.Newcomer.ShouldBeNull();
        var asked = world.All.OfType<CallEffect.SeatNewcomer>().Count();
        (world.Count<CallEffect.AnswerNewcomer>() + world.Count<CallEffect.RefuseNewcomer>()).ShouldBe(world.Given<CallInput.ReplaceAsked>());
        world.Count<CallEffect.AnswerNewcomer>().ShouldBeLessThanOrEqualTo(asked);
        (world.Count<CallEffect.TakeLeg>() + world.Count<CallEffect.ReturnLeg>()).ShouldBeGreaterThanOrEqualTo(world.State.Devices.Count(leg => leg.Device.Contact == "lent"));
        var transfers = world.Count<CallEffect.AdmitTransfer>() + world.Count<CallEffect.WantLeg>() + asked;
        world.Timers.ShouldBeEmpty();
        (world.Count<CallEffect.RefuseCaller>() + world.Count<CallEffect.AnswerCaller>() + world.Count<CallEffect.AnswerCallerAhead>()).ShouldBe(1);
        world.Count<CallEffect.OpenRelay>().ShouldBeLessThanOrEqualTo(1 + transfers);
        world.Count<CallEffect.CloseRelay>().ShouldBeLessThanOrEqualTo(world.Count<CallEffect.OpenRelay>());
        world.Count<CallEffect.ReleaseNumbers>().ShouldBe(1);
        foreach (var leg in world.State.Devices)
        {
            leg.Phase.ShouldBe(DevicePhase.Ended);
            world.All.OfType<CallEffect.InviteDevice>().Count(effect => effect.Leg == leg.Id).ShouldBeLessThanOrEqualTo(1);
            world.All.OfType<CallEffect.HangUp>().Count(effect => effect.Leg == leg.Id).ShouldBeLessThanOrEqualTo(1);
            world.All.OfType<CallEffect.AcknowledgeDevice>().Count(effect => effect.Leg == leg.Id).ShouldBeLessThanOrEqualTo(1);
            world.All.OfType<CallEffect.CancelDevice>().Count(effect => effect.Leg == leg.Id).ShouldBeLessThanOrEqualTo(1);
            world.All.OfType<CallEffect.ConfirmDevice>().Count(effect => effect.Leg == leg.Id).ShouldBeLessThanOrEqualTo(1);
        }
    }

    // What the SIP stack and the timers owe in the end, whatever happened before.
    private static void WindUp(CallWorld world)
    {
        world.Give(new CallInput.OperatorReleased());
        world.Give(new CallInput.CallerUnacknowledged());
        world.Give(new CallInput.NewcomerUnacknowledged());
        for (var i = 0; i < 20 && world.State.Phase != CallPhase.Ended; i++)
        {
            foreach (var timer in world.Timers.ToArray())
            {
                world.Give(new CallInput.TimerElapsed(timer), afterSeconds: 5);
            }
        }
    }

    private static CallInput Any(System.Random random, CallState state)
    {
        var leg = new LegId(random.Next(0, 4));
        var exchange = new ExchangeId(random.Next(0, 6));
        var code = new ResponseCode(random.Next(3, 7) * 100 + random.Next(0, 100));
        return random.Next(28) switch
        {
            0 or 1 => new CallInput.CallerAdmitted(random.Next(2) == 0),
            2 => random.Next(4) == 0 ? new CallInput.CallerRefused(ResponseCode.Forbidden, Cause.FacilityRejected) : new CallInput.CallerAdmitted(false),
            3 or 4 => new CallInput.CalleePaged([.. Enumerable.Range(1, random.Next(1, 4)).Select(CallWorld.Device)], TimeSpan.FromSeconds(60), random.Next(2) == 0, (PartyKind)random.Next(3)),
            5 => random.Next(3) == 0 ? new CallInput.CalleeRefused(code, new Cause(random.Next(128))) : new CallInput.CalleeUnavailable((Unavailability)random.Next(3)),
            6 or 7 => new CallInput.RelayReady(),
            8 => new CallInput.RelayFailed(),
            9 or 10 => new CallInput.DeviceProgressed(leg, new ResponseCode(random.Next(180, 184)), random.Next(2) == 0, random.Next(2) == 0),
            11 or 12 => new CallInput.DeviceAnswered(leg),
            13 when random.Next(3) == 0 => new CallInput.JoinAnswered(random.Next(3) == 0 ? code : ResponseCode.Ok, random.Next(4) > 0, TimeSpan.FromSeconds(2)),
            13 when random.Next(2) == 0 => new CallInput.DeviceRedirected(leg, new ResponseCode(302), $"20{random.Next(8)}"),
            13 => new CallInput.DeviceRefused(leg, code, random.Next(2) == 0 ? new Cause(random.Next(128)) : null),
            14 when random.Next(2) == 0 => OfLoan(random, leg, code),
            14 => new CallInput.DeviceUnreachable(leg),
            15 => random.Next(3) == 0 ? new CallInput.CallerCancelled() : new CallInput.CallerAcknowledged(),
            16 => new CallInput.CallerAcknowledged(),
            17 when random.Next(2) == 0 => new CallInput.ReferReceived(leg, exchange, new ReferRequest("300", "", random.Next(4) > 0, random.Next(2) == 0, random.Next(2) == 0 ? new DialogName("a", "b", "c") : null, new DeviceWanted(random.Next(2) == 0 ? "<urn:uuid:0-1>" : "", ""))),
            17 => random.Next(3) == 0 ? new CallInput.ByeReceived(leg, exchange) : new CallInput.RequestAcknowledged(exchange),
            18 => new CallInput.RequestReceived(leg, new LegId(random.Next(4)), new ExchangeId(100 + random.Next(1000)), random.Next(2) == 0 ? "INVITE" : "INFO", random.Next(2) == 0, random.Next(3) == 0),
            19 => new CallInput.RequestAnswered(Some(random, state, exchange), random.Next(3) switch { 0 => ResponseCode.Ok, 1 => ResponseCode.Pending, _ => code }, TimeSpan.FromSeconds(2)),
            20 => new CallInput.RequestAcknowledged(Some(random, state, exchange)),
            21 => random.Next(2) == 0 ? new CallInput.RequestCancelled(exchange) : new CallInput.RequestUnacknowledged(exchange),
            22 => random.Next(2) == 0 ? new CallInput.RelayEnded([]) : new CallInput.RecordsSettled(),
            23 or 24 => random.Next(8) == 0 ? new CallInput.CallerUnconfirmed() : new CallInput.CallerConfirmed(leg, new ExchangeId(2000 + random.Next(1000)), random.Next(3) > 0, random.Next(2) == 0),
            25 or 26 => OfNewcomer(random, leg),
            _ => random.Next(3) switch { 0 => new CallInput.RelayWentSilent(), 1 => new CallInput.TimerElapsed(random.Next(2) == 0 ? CallTimer.CalledSession : CallTimer.Change), _ => OfSession(random, leg, code) },
        };
    }

    private static CallInput OfLoan(System.Random random, LegId leg, ResponseCode code) => random.Next(7) switch
    {
        0 => new CallInput.LegWanted(leg, leg.IsCaller ? "100" : "101"),
        1 => new CallInput.LegTaken(),
        2 => new CallInput.LegReturned(),
        3 => new CallInput.LegLent(CallWorld.Device(9) with { Contact = "lent" }, PartyKind.Phone, "400", "", random.Next(2) == 0),
        4 => new CallInput.LegDenied(code),
        5 => new CallInput.LegPromised(),
        _ => new CallInput.LegGiven(null),
    };

    private static CallInput OfNewcomer(System.Random random, LegId leg) => random.Next(6) switch
    {
        0 => new CallInput.NewcomerCancelled(),
        1 => new CallInput.NewcomerAcknowledged(),
        2 => new CallInput.NewcomerUnacknowledged(),
        _ => new CallInput.ReplaceAsked(
            leg, new Newcomer(random.Next(2) == 0 ? "500" : "101", "", PartyKind.Phone, CallWorld.Device(5), (ReplaceRight)random.Next(3), random.Next(4) > 0, random.Next(2) == 0),
            random.Next(4) == 0, random.Next(4) > 0),
    };

    private static CallInput OfSession(System.Random random, LegId leg, ResponseCode code) => random.Next(2) == 0
        ? random.Next(4) == 0 ? new CallInput.SessionChanged(leg) : new CallInput.SessionAgreed(leg, random.Next(4) == 0 ? null : new SessionTerms(TimeSpan.FromSeconds(90), random.Next(2) == 0, random.Next(2) == 0))
        : new CallInput.RefreshAnswered(leg, random.Next(3) == 0 ? ResponseCode.Ok : code, TimeSpan.FromSeconds(2));

    private static ExchangeId Some(System.Random random, CallState state, ExchangeId otherwise) =>
        state.Exchanges.IsEmpty ? otherwise : state.Exchanges[random.Next(state.Exchanges.Length)].Id;
}
