using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Extensions;

namespace ActorPbx.Pbx.Calls;

/// <summary>What a leg of a call is to reach.</summary>
/// <param name="Binding">As the call's state and records know it.</param>
internal abstract record LegTarget(Binding Binding)
{
    /// <summary>A phone of ours.</summary>
    public sealed record Phone(PagedDevice Device) : LegTarget(Device.Binding);
}

/// <summary>Ways to the called number were found.</summary>
/// <param name="Call">The call.</param>
/// <param name="Targets">One leg for each.</param>
/// <param name="NoAnswer">How long they ring.</param>
/// <param name="RelayMedia">Media shall pass through this node.</param>
/// <param name="Kind">What they are.</param>
internal sealed record TargetsFound(
    CallId Call, System.Collections.Immutable.ImmutableArray<LegTarget> Targets, TimeSpan NoAnswer, bool RelayMedia, PartyKind Kind);
