using ActorPbx.Domain.Extensions;

namespace ActorPbx.Domain.Tests.Extensions;

public class CallLimitsTests
{
    [Fact]
    public void Zero_calls_means_none_at_all()
    {
        var limits = new CallLimits(0, 0);
        limits.AllowOutgoing(default).ShouldBeFalse();
        limits.AllowIncoming(default).ShouldBeFalse();
    }

    [Fact]
    public void Calls_in_and_out_count_together()
    {
        var limits = new CallLimits(2, 2);
        limits.AllowOutgoing(new PlacesTaken(1, 1)).ShouldBeFalse();
        limits.AllowIncoming(new PlacesTaken(1, 1)).ShouldBeFalse();
        limits.AllowOutgoing(new PlacesTaken(0, 1)).ShouldBeTrue();
        limits.AllowIncoming(new PlacesTaken(0, 1)).ShouldBeTrue();
    }

    [Fact]
    public void The_outgoing_limit_leaves_room_for_incoming_calls()
    {
        var limits = new CallLimits(2, 1);
        limits.AllowOutgoing(new PlacesTaken(1, 0)).ShouldBeFalse();
        limits.AllowIncoming(new PlacesTaken(1, 0)).ShouldBeTrue();
    }

    [Fact]
    public void Calls_at_other_branches_leave_less()
    {
        var left = new CallLimits(5, 3).Beside(new PlacesTaken(1, 2));
        left.ShouldBe(new CallLimits(2, 2));
        new CallLimits(5, 3).Beside(default).ShouldBe(new CallLimits(5, 3));
    }
}
