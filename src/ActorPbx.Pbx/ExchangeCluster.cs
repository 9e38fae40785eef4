using System.Collections.Immutable;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Numbers;
using ActorPbx.Pbx.Transit;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx;

/// <summary>What makes an exchange a node of a cluster.</summary>
/// <param name="Links">Who it is, and how it speaks with other nodes.</param>
/// <param name="Listeners">Where it takes SIP from them; made by <see cref="LinkListener"/>.</param>
/// <param name="Numbers">Who owns which number.</param>
/// <param name="Places">How many calls its links may carry.</param>
/// <param name="Plan">How it routes between branches; for a T-MSS.</param>
/// <param name="Limits">How many calls each branch may have; for a T-MSS.</param>
public sealed record ExchangeCluster(
    LinkOptions Links, ImmutableArray<SipListenerOptions> Listeners, NumberBoard Numbers, LinkCalls Places, ITransitPlan? Plan = null, TransitLimits? Limits = null);
