using ActorPbx.Pbx.Extensions;

namespace ActorPbx.Pbx.Calls;

/// <summary>A phone that a leg rings: what it needs to be rung over another of its flows.</summary>
/// <param name="Device">The flow that was tried last.</param>
/// <param name="Shown">What it is told of the call.</param>
internal sealed record RungPhone(PagedDevice Device, CallShown Shown)
{
    /// <summary>All flows that were tried.</summary>
    public List<PagedDevice> Tried { get; } = [];
}
