using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Media;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Protection;
using ActorPbx.Pbx.Roaming;
using ActorPbx.Pbx.Trunks;

namespace ActorPbx.Pbx.Domains;

/// <summary>What all domains of a node share.</summary>
public sealed record ExchangeServices(
    ISipOutlet Outlet, DialogOwners Dialogs, DomainDoors Doors, IActorRef Store, IActorRef Media, TimeProvider Clock, string Node, int MaxCalls, TrunkSources Trunks, BranchCalls? Branch = null, RoamingParts? Roaming = null,
    PbxDirectory? Directory = null)
{
    /// <summary>The calls to the outside that extensions make; null: they are not counted.</summary>
    public TollLedger? Tolls { get; init; }

    /// <summary>Where it is noted that an extension may not call; null for nowhere.</summary>
    public SecurityLog? Security { get; init; }

    /// <summary>Which addresses media pass between without a relay.</summary>
    public MediaNetworks Networks { get; init; } = MediaNetworks.None;

    /// <summary>Where calls and registrations are counted; null for nowhere.</summary>
    public ExchangeMetrics? Metrics { get; init; }
}
