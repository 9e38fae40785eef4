using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Tests.Calls;

/// <summary>Calls that a ringing phone sends on to another number.</summary>
public class DivertedCallTests
{
    private static readonly LegId First = new(1), Second = new(2), Third = new(3);

    [Fact]
    public void A_phone_that_sends_the_call_on_has_it_made_by_its_own_rights_and_the_caller_is_told()
    {
        var world = new CallWorld().Offered(devices: 2).Give(Redirect(First, "102"));
        world.Last.OfType<CallEffect.CancelDevice>().ShouldHaveSingleItem().Leg.ShouldBe(Second);
        world.Only<CallEffect.AdmitDiversion>().ShouldBe(new CallEffect.AdmitDiversion("101", "102"));
        world.Only<CallEffect.TellCallerForwarded>();
        world.Timers.ShouldBe([CallTimer.Inner]);
        world.Give(new CallInput.CallerAdmitted(false)).Count<CallEffect.PageCallee>().ShouldBe(2);
    }

    [Fact]
    public void Each_number_has_its_half_and_who_sent_the_call_on_pays_for_the_rest()
    {
        var world = Answered(Diverted("102"), Second);
        world.Give(new CallInput.DeviceRefused(Second, ResponseCode.Terminated)).Give(new CallInput.OperatorReleased(), afterSeconds: 10);
        var records = world.Records.Select(record => (record.Call.Value, record.Side, record.Caller, record.Called, record.OnBehalfOf, record.Outcome)).ToArray();
        records.ShouldBe(
        [
            ("c1", RecordSide.Terminating, "100", "101", "", CallOutcome.Diverted),
            ("c1", RecordSide.Originating, "100", "101", "", CallOutcome.Answered),
            ("c1.1", RecordSide.Originating, "100", "102", "101", CallOutcome.Answered),
            ("c1.1", RecordSide.Terminating, "100", "102", "101", CallOutcome.Answered),
        ]);
        world.Records[0].Duration.ShouldBe(TimeSpan.Zero);
        world.Records[1..].ShouldAllBe(record => record.Duration > TimeSpan.FromSeconds(10));
        world.Records[2].Correlation.ShouldBe("corr");
    }

    [Theory]
    [InlineData(false, "unconditional")]
    [InlineData(true, "deflection")]
    public void A_phone_that_gives_no_reason_sends_it_on_at_once_or_while_it_rings(bool rang, string reason)
    {
        var world = new CallWorld().Offered();
        if (rang)
        {
            world.Give(new CallInput.DeviceProgressed(First, new ResponseCode(180), HasSession: false));
        }

        world.Give(Redirect(First, "102")).State.Steps[0].Reason.ShouldBe(reason);
    }

    [Fact]
    public void The_half_of_a_guest_belongs_to_its_home()
    {
        var parties = new CallParties(new DomainName("pbx.test"), "node", "100", "101", "192.0.2.1:5060", LateOffer: false, Branch: "berlin", CalledHome: "lagos");
        var world = new CallWorld(parties).Offered().Give(new CallInput.DeviceRedirected(First, new ResponseCode(302), "102", "shanghai"));
        Page(world, 2);
        Answered(world, Second).Give(new CallInput.OperatorReleased());
        world.Records.Where(record => record.Side == RecordSide.Terminating).Select(record => record.Branch).ShouldBe(["lagos", "shanghai"]);
    }

    [Fact]
    public void What_a_guest_pays_for_is_its_homes()
    {
        var parties = new CallParties(new DomainName("pbx.test"), "node", "100", "101", "192.0.2.1:5060", LateOffer: false, Branch: "berlin", CalledHome: "lagos");
        var world = new CallWorld(parties).Offered().Give(Redirect(First, "102"));
        Page(world, 2);
        Answered(world, Second).Give(new CallInput.OperatorReleased());
        world.Records.Where(record => record.Side == RecordSide.Originating).Select(record => (record.OnBehalfOf, record.Branch)).ShouldBe([("", "berlin"), ("101", "lagos")]);
    }

    [Fact]
    public void A_call_that_comes_back_to_a_number_it_left_is_refused_as_a_loop()
    {
        var world = Diverted("102");
        world.Give(Redirect(Second, "101"));
        world.Only<CallEffect.RefuseCaller>().ShouldBe(new CallEffect.RefuseCaller(ResponseCode.LoopDetected, Cause.ExchangeRoutingError));
    }

    [Fact]
    public void A_call_is_sent_on_five_times_and_not_once_more()
    {
        var world = new CallWorld().Offered();
        for (var hop = 1; hop <= 5; hop++)
        {
            world.Give(Redirect(new LegId(hop), $"20{hop}"));
            Page(world, hop + 1);
        }

        world.Give(Redirect(new LegId(6), "206"));
        world.Only<CallEffect.RefuseCaller>().ShouldBe(new CallEffect.RefuseCaller(ResponseCode.TooManyHops, Cause.ExchangeRoutingError));
        world.Count<CallEffect.AdmitDiversion>().ShouldBe(5);
    }

    [Fact]
    public void Hops_and_numbers_of_other_nodes_count()
    {
        var parties = new CallWorld().State.Parties with { Earlier = new EarlierDiversions(2, ["102", "103"]) };
        new CallWorld(parties).Offered().Give(Redirect(First, "103")).Only<CallEffect.RefuseCaller>().Code.ShouldBe(ResponseCode.LoopDetected);
        new CallWorld(parties with { Earlier = new EarlierDiversions(5, []) }).Offered().Give(Redirect(First, "109")).Only<CallEffect.RefuseCaller>().Code.ShouldBe(ResponseCode.TooManyHops);
    }

    [Fact]
    public void What_a_phone_says_that_the_call_left_changes_nothing()
    {
        var world = new CallWorld().Offered(devices: 2).Give(Redirect(First, "102"));
        Page(world, 3);
        world.Give(new CallInput.DeviceRefused(Second, ResponseCode.Decline)).State.Phase.ShouldBe(CallPhase.Offering);
        world.Give(new CallInput.DeviceRefused(Third, ResponseCode.Busy));
        world.Only<CallEffect.RefuseCaller>().Code.ShouldBe(ResponseCode.Busy);
    }

    [Theory]
    [InlineData(403, 29)]
    [InlineData(404, 1)]
    public void Of_the_number_that_it_was_sent_on_to_the_caller_hears_only_that_it_is_not_there(int code, int cause)
    {
        var world = new CallWorld().Offered().Give(Redirect(First, "102")).Give(new CallInput.CallerAdmitted(false));
        world.Give(new CallInput.CalleeRefused(new ResponseCode(code), new Cause(cause)));
        world.Only<CallEffect.RefuseCaller>().ShouldBe(new CallEffect.RefuseCaller(ResponseCode.Unavailable, new Cause(cause)));
    }

    [Fact]
    public void A_trunk_sends_no_call_on()
    {
        var world = new CallWorld().Give(new CallInput.CallerAdmitted(false));
        world.Give(new CallInput.CalleePaged([CallWorld.Device(1)], TimeSpan.FromSeconds(60), false, PartyKind.Trunk)).Give(Redirect(First, "102"));
        world.Count<CallEffect.AdmitDiversion>().ShouldBe(0);
        world.Only<CallEffect.RefuseCaller>().Code.ShouldBe(ResponseCode.Unavailable);
    }

    private static CallInput.DeviceRedirected Redirect(LegId leg, string to) => new(leg, new ResponseCode(302), to);

    private static CallWorld Diverted(string to)
    {
        var world = new CallWorld().Offered().Give(Redirect(First, to));
        Page(world, 2);
        return world;
    }

    private static void Page(CallWorld world, int device) => world.Give(new CallInput.CallerAdmitted(false))
        .Give(new CallInput.CalleePaged([CallWorld.Device(device)], TimeSpan.FromSeconds(60), RelayMedia: false));

    private static CallWorld Answered(CallWorld world, LegId leg) => world.Give(new CallInput.DeviceAnswered(leg)).Give(new CallInput.CallerAcknowledged());
}
