using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;

namespace ActorPbx.Domain.Tests.Extensions;

public class AdmissionTests
{
    private static readonly CallId A = new("a");
    private static readonly CallId B = new("b");

    [Fact]
    public void Zero_calls_means_none_at_all()
    {
        var limits = new CallLimits(0, 0);
        Admission.Outgoing(ActiveCalls.None, limits, A).ShouldBeNull();
        Admission.Incoming(ActiveCalls.None, limits, A).ShouldBeNull();
    }

    [Fact]
    public void Calls_in_and_out_count_together()
    {
        var limits = new CallLimits(2, 2);
        var calls = Admission.Incoming(Admission.Outgoing(ActiveCalls.None, limits, A)!, limits, B)!;
        Admission.Outgoing(calls, limits, new CallId("c")).ShouldBeNull();
        Admission.Incoming(Admission.Release(calls, A), limits, new CallId("c")).ShouldNotBeNull();
    }

    [Fact]
    public void A_call_that_asks_again_counts_once_and_numbers_without_calls_share_one_state()
    {
        var limits = new CallLimits(3, 3);
        var calls = Admission.Outgoing(Admission.Outgoing(ActiveCalls.None, limits, A)!, limits, A)!;
        calls = Admission.Incoming(Admission.Incoming(calls, limits, B)!, limits, B)!;
        calls.Count.ShouldBe(2);
        Admission.Release(Admission.Release(calls, A), B).ShouldBeSameAs(ActiveCalls.None);
    }

    [Fact]
    public void The_outgoing_limit_leaves_room_for_incoming_calls()
    {
        var limits = new CallLimits(2, 1);
        var calls = Admission.Outgoing(ActiveCalls.None, limits, A)!;
        Admission.Outgoing(calls, limits, B).ShouldBeNull();
        Admission.Incoming(calls, limits, B).ShouldNotBeNull();
    }
}
