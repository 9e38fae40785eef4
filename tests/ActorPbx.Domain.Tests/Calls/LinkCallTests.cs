using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Tests.Calls;

/// <summary>Calls whose other half another node handles.</summary>
public class LinkCallTests
{
    private static readonly LegId Link = new(1), Trunk = new(2);

    [Fact]
    public void Each_half_is_recorded_by_the_node_that_handles_it()
    {
        var calling = new CallWorld().OfferedToLink().Give(new CallInput.DeviceAnswered(Link)).Give(new CallInput.OperatorReleased());
        calling.Records.ShouldHaveSingleItem().Side.ShouldBe(RecordSide.Originating);
        var called = new CallWorld(caller: PartyKind.Link).Talking().Give(new CallInput.OperatorReleased());
        var record = called.Records.ShouldHaveSingleItem();
        (record.Side, record.Correlation, record.Branch).ShouldBe((RecordSide.Terminating, "corr", "berlin"));
    }

    [Fact]
    public void A_trunk_half_is_ours_to_record() =>
        new CallWorld(caller: PartyKind.Trunk).OfferedToLink().Give(new CallInput.OperatorReleased()).Records.ShouldHaveSingleItem().Side.ShouldBe(RecordSide.Originating);

    [Fact]
    public void A_link_without_a_sign_makes_the_call_look_for_another_way_once()
    {
        var world = new CallWorld().OfferedToLink().Give(new CallInput.DeviceUnreachable(Link));
        world.Only<CallEffect.PageFallBack>();
        world.Give(new CallInput.CalleePaged([CallWorld.Device(2)], TimeSpan.FromSeconds(60), false, PartyKind.Trunk));
        world.All.OfType<CallEffect.InviteDevice>().Select(invite => invite.Leg).ShouldBe([Link, Trunk]);
        world.Give(new CallInput.DeviceAnswered(Trunk)).Give(new CallInput.CallerAcknowledged()).Give(new CallInput.OperatorReleased());
        world.Records.Length.ShouldBe(2);
    }

    [Fact]
    public void Without_another_way_the_caller_gets_503()
    {
        var world = new CallWorld().OfferedToLink().Give(new CallInput.DeviceUnreachable(Link));
        world.Give(new CallInput.CalleeRefused(ResponseCode.ServiceUnavailable, Cause.NoRouteToDestination));
        world.Only<CallEffect.RefuseCaller>().ShouldBe(new CallEffect.RefuseCaller(ResponseCode.ServiceUnavailable, Cause.NoRouteToDestination));
        world.Records.ShouldHaveSingleItem().Outcome.ShouldBe(CallOutcome.Unreachable);
    }

    [Theory]
    [InlineData(486, 17, CallOutcome.Busy)]
    [InlineData(480, 19, CallOutcome.NoAnswer)]
    [InlineData(480, 20, CallOutcome.Unreachable)]
    [InlineData(404, 1, CallOutcome.UnknownNumber)]
    [InlineData(403, 29, CallOutcome.Refused)]
    [InlineData(603, 21, CallOutcome.Declined)]
    [InlineData(482, 25, CallOutcome.Failed)]
    public void What_the_other_node_says_is_passed_on_as_it_is(int code, int cause, CallOutcome outcome)
    {
        var world = new CallWorld().OfferedToLink().Give(new CallInput.DeviceRefused(Link, new ResponseCode(code), new Cause(cause)));
        world.Only<CallEffect.RefuseCaller>().ShouldBe(new CallEffect.RefuseCaller(new ResponseCode(code), new Cause(cause)));
        world.Records.ShouldHaveSingleItem().Outcome.ShouldBe(outcome);
    }

    [Fact]
    public void A_number_that_rang_at_the_far_end_takes_no_other_way() =>
        new CallWorld().OfferedToLink().Give(new CallInput.DeviceProgressed(Link, new ResponseCode(180), false)).Give(new CallInput.DeviceUnreachable(Link))
            .Count<CallEffect.PageFallBack>().ShouldBe(0);

    [Fact]
    public void A_phone_that_gives_no_sign_takes_no_other_way() =>
        new CallWorld().Offered().Give(new CallInput.DeviceUnreachable(Link)).Count<CallEffect.PageFallBack>().ShouldBe(0);

    [Theory]
    [InlineData(404, CallOutcome.UnknownNumber)]
    [InlineData(403, CallOutcome.Refused)]
    [InlineData(482, CallOutcome.Failed)]
    public void A_call_without_a_way_is_refused_with_what_the_route_says(int code, CallOutcome outcome)
    {
        var world = new CallWorld().Give(new CallInput.CallerAdmitted(false)).Give(new CallInput.CalleeRefused(new ResponseCode(code), new Cause(1)));
        world.Only<CallEffect.RefuseCaller>().Code.Value.ShouldBe(code);
        world.Records.ShouldHaveSingleItem().Outcome.ShouldBe(outcome);
    }
}
