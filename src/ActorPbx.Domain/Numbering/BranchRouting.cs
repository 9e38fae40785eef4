using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Trunks;

namespace ActorPbx.Domain.Numbering;

/// <summary>What an L-MSS knows when it routes a call of one of its own.</summary>
/// <param name="Self">Its branch.</param>
/// <param name="Plan">Who owns which number, as last heard.</param>
/// <param name="Trunks">Its own trunks' dial plan.</param>
public sealed record BranchView(BranchName Self, NumberPlan Plan, ImmutableArray<TrunkRoute> Trunks);

/// <summary>How an L-MSS routes what its own phones dial.</summary>
public static class BranchRouting
{
    /// <summary>
    /// Extensions that ring here come first, then own trunks by their prefix, then headquarters, which knows the rest. A number in this
    /// branch's own blocks that no extension has is unknown, and is not sent around.
    /// </summary>
    /// <param name="view">What is known.</param>
    /// <param name="domain">The virtual PBX.</param>
    /// <param name="number">What was dialled.</param>
    /// <param name="ringsHere">An extension of this node, or a guest, has the number.</param>
    public static RouteDecision Decide(BranchView view, DomainName domain, string number, bool ringsHere)
    {
        var owner = view.Plan.Find(domain, number);
        if (owner is { IsAway: true } && owner.Home == view.Self)
        {
            // Its phone is registered at another branch at the moment.
            return new RouteDecision.ToHeadquarters();
        }

        if (ringsHere)
        {
            return new RouteDecision.ToExtension();
        }

        if (TrunkRoute.For(view.Trunks, number) is { } route)
        {
            return new RouteDecision.ToTrunk(route.Trunk, route.Outward(number));
        }

        return owner?.Home == view.Self
            ? new RouteDecision.Refused(ResponseCode.NotFound, Cause.UnallocatedNumber, "no such extension")
            : new RouteDecision.ToHeadquarters();
    }

    /// <summary>Where the call goes when headquarters cannot be reached.</summary>
    /// <param name="fallBack">Longest prefix of a number of another branch → how it is dialled over a trunk of this branch.</param>
    /// <param name="number">What was dialled.</param>
    public static RouteDecision WithoutHeadquarters(ImmutableArray<TrunkRoute> fallBack, string number) =>
        TrunkRoute.For(fallBack, number) is { } route
            ? new RouteDecision.ToTrunk(route.Trunk, route.Outward(number))
            : new RouteDecision.Refused(ResponseCode.ServiceUnavailable, Cause.NoRouteToDestination, "headquarters cannot be reached");
}
