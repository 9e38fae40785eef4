using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Media;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Protection;

namespace ActorPbx.Pbx.Calls;

/// <summary>What every call of a domain works with.</summary>
/// <param name="Outlet">The way out to the SIP stack.</param>
/// <param name="Dialogs">Who owns which dialog.</param>
/// <param name="Extensions">The domain's extensions.</param>
/// <param name="Trunks">The domain's trunks.</param>
/// <param name="Store">The one door to the database.</param>
/// <param name="Media">The media gateway.</param>
/// <param name="Clock">The time.</param>
/// <param name="Node">Name of this node.</param>
/// <param name="Log">Where the calls tell their story; each line bears the call's name.</param>
/// <param name="MaxCalls">Calls of this domain at once; more get 503.</param>
/// <param name="Routing">Where calls go.</param>
public sealed record CallServices(
    ISipOutlet Outlet, DialogOwners Dialogs, IActorRef Extensions, IActorRef Trunks, IActorRef Store, IActorRef Media, TimeProvider Clock, string Node, ILoggingAdapter Log, int MaxCalls, CallRouting Routing)
{
    /// <summary>The calls to the outside that extensions make; null: they are not counted.</summary>
    public TollLedger? Tolls { get; init; }

    /// <summary>Where it is noted that an extension may not call; null for nowhere.</summary>
    public SecurityLog? Security { get; init; }

    /// <summary>Which addresses media pass between without a relay, and what peers are told of ours.</summary>
    public MediaNetworks Networks { get; init; } = MediaNetworks.None;

    /// <summary>Where calls are counted; null for nowhere.</summary>
    public ExchangeMetrics? Metrics { get; init; }
}
