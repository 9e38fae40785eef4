using System.Collections.Immutable;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Registration;

namespace ActorPbx.Domain.Tests.Registration;

/// <summary>Devices that keep several flows (RFC 5626).</summary>
public class InstanceFlowsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RegistrationPolicy One = new(TimeSpan.FromSeconds(60), TimeSpan.FromHours(2), TimeSpan.FromHours(1), SeveralDevices: false, MaxDevices: 2);
    private static readonly RegistrationPolicy Several = One with { SeveralDevices = true };

    [Fact]
    public void Flows_of_one_instance_stand_beside_each_other_and_another_device_replaces_them()
    {
        var both = Register(Register([], Flow("a", 1), One), Flow("a", 2), One);
        both.Select(binding => binding.RegId).ShouldBe([1, 2]);
        InstanceFlows.DevicesIn(both).ShouldBe(1);
        Register(both, Flow("b", 1), One).ShouldHaveSingleItem().Instance.ShouldBe("b");
    }

    [Fact]
    public void A_flow_that_registers_again_replaces_itself_alone()
    {
        var both = Register(Register([], Flow("a", 1), One), Flow("a", 2), One);
        var again = Register(both, Flow("a", 1) with { Contact = "sip:new", CSeq = 2 }, One);
        again.Select(binding => (binding.RegId, binding.Contact)).ShouldBe([(1, "sip:new"), (2, "sip:a2")]);
    }

    [Fact]
    public void Several_flows_count_as_one_device_of_those_that_a_number_may_have()
    {
        ImmutableArray<Binding> bindings = [];
        foreach (var flow in new[] { Flow("a", 1), Flow("a", 2), Flow("b", 1), Flow("b", 2) })
        {
            bindings = Register(bindings, flow, Several);
        }

        bindings.Length.ShouldBe(4);
        RegistrationLogic.Register(bindings, [new RequestedContact(Flow("c", 1), 600)], Several, Now).ShouldBe(new RegistrationDecision.TooManyDevices(2));
    }

    [Fact]
    public void The_oldest_flow_makes_room_for_one_above_the_limit()
    {
        ImmutableArray<Binding> bindings = [];
        for (var id = 1; id <= InstanceFlows.Most + 1; id++)
        {
            bindings = ((RegistrationDecision.Accepted)RegistrationLogic.Register(bindings, [new RequestedContact(Flow("a", id), 600)], One, Now.AddSeconds(id))).Bindings;
        }

        bindings.Select(binding => binding.RegId).ShouldBe([2, 3, 4, 5]);
    }

    [Fact]
    public void Of_each_device_the_flow_comes_first_that_was_refreshed_last()
    {
        var bindings = ImmutableArray.Create(
            Flow("a", 1) with { ExpiresAt = Now }, Flow("b", 0) with { ExpiresAt = Now }, Flow("a", 2) with { ExpiresAt = Now.AddSeconds(9) });
        InstanceFlows.ByDevice(bindings).Select(device => string.Join(",", device.Select(flow => flow.Contact))).ShouldBe(["sip:a2,sip:a1", "sip:b0"]);
    }

    [Fact]
    public void Bindings_without_instance_or_reg_id_are_devices_of_their_own()
    {
        var bindings = ImmutableArray.Create(Flow("", 0), Flow("", 0) with { Contact = "sip:x" }, Flow("a", 0));
        InstanceFlows.DevicesIn(bindings).ShouldBe(3);
        InstanceFlows.ByDevice(bindings).Length.ShouldBe(3);
    }

    private static ImmutableArray<Binding> Register(ImmutableArray<Binding> bindings, Binding flow, RegistrationPolicy policy) =>
        ((RegistrationDecision.Accepted)RegistrationLogic.Register(bindings, [new RequestedContact(flow, 600)], policy, Now)).Bindings;

    private static Binding Flow(string instance, int id) => new(
        $"sip:{instance}{id}", instance, $"{instance}{id}", 1, 1000, default, default, "tcp", new TransportAddress("192.0.2.1", 5060), BehindNat: false, Connection: 0, UserAgent: "")
    {
        RegId = id,
    };
}
