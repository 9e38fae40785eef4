using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Trunks;

namespace ActorPbx.Domain.Numbering;

/// <summary>What headquarters lets a branch do.</summary>
/// <param name="MayOwn">Blocks that it may announce; empty for any.</param>
/// <param name="Filter">Numbers that it may call.</param>
/// <param name="Trunks">Names of the trunks that it may use; null for all.</param>
public sealed record BranchRights(ImmutableArray<NumberBlock> MayOwn, NumberFilter Filter, ImmutableArray<string>? Trunks)
{
    /// <summary>Everything.</summary>
    public static BranchRights All { get; } = new([], NumberFilter.None, null);

    /// <summary>Whether it may announce the block.</summary>
    public bool Owns(NumberBlock block) => MayOwn.IsEmpty || MayOwn.Any(allowed => allowed.Contains(block));
}

/// <summary>What a T-MSS knows when it routes.</summary>
/// <param name="Plan">Who owns which number.</param>
/// <param name="Trunks">Dial plan of the trunks at headquarters.</param>
/// <param name="Rights">What single branches may do; who is not in it may do everything.</param>
public sealed record TransitView(NumberPlan Plan, ImmutableArray<TrunkRoute> Trunks, ImmutableDictionary<BranchName, BranchRights> Rights);

/// <summary>How a T-MSS routes: by exact number, then by the longest range, then by its trunks' dial plan.</summary>
public static class TransitRouting
{
    /// <summary>Where a call from a branch goes.</summary>
    /// <param name="view">What is known.</param>
    /// <param name="from">The branch that it comes from.</param>
    /// <param name="visited">Branches that it has been to.</param>
    /// <param name="domain">The virtual PBX.</param>
    /// <param name="number">What was dialled.</param>
    /// <param name="caller">Who calls.</param>
    public static RouteDecision Decide(
        TransitView view, BranchName from, ImmutableArray<BranchName> visited, DomainName domain, string number, string caller = "")
    {
        var rights = view.Rights.GetValueOrDefault(HomeOf(view.Plan, from, domain, caller), BranchRights.All);
        if (!rights.Filter.Allows(number))
        {
            return new RouteDecision.Refused(ResponseCode.Forbidden, Cause.FacilityRejected, "the lists of the branch forbid it");
        }

        if (view.Plan.Find(domain, number) is { } owner)
        {
            return owner.Branch == from || visited.Contains(owner.Branch)
                ? new RouteDecision.Refused(ResponseCode.LoopDetected, Cause.ExchangeRoutingError, "it has been to its branch already")
                : new RouteDecision.ToBranch(owner.Branch);
        }

        if (TrunkRoute.For(view.Trunks, number) is not { } route)
        {
            // 503 sends the caller's L-MSS to the next T-MSS.
            return view.Plan.ReachesTrunk(domain, number)
                ? new RouteDecision.Refused(ResponseCode.ServiceUnavailable, Cause.NoRouteToDestination, "another T-MSS has the trunk")
                : new RouteDecision.Refused(ResponseCode.NotFound, Cause.UnallocatedNumber, "no branch and no trunk has it");
        }

        return rights.Trunks is { } allowed && !allowed.Contains(route.Trunk)
            ? new RouteDecision.Refused(ResponseCode.Forbidden, Cause.FacilityRejected, "the branch may not use this trunk")
            : new RouteDecision.ToTrunk(route.Trunk, route.Outward(number));
    }

    // A guest has the rights of its home, when that says that its number is where the call comes from.
    private static BranchName HomeOf(NumberPlan plan, BranchName from, DomainName domain, string caller) =>
        plan.Find(domain, caller) is { IsAway: true } owner && owner.Branch == from ? owner.Home : from;

    /// <summary>
    /// Where a text message from a branch goes: to the home of its number, which keeps it until a phone took it; what the home itself sends goes to where the number
    /// rings at the moment. To no trunk.
    /// </summary>
    /// <param name="view">What is known.</param>
    /// <param name="from">The branch that it comes from.</param>
    /// <param name="domain">The virtual PBX.</param>
    /// <param name="number">For whom it is.</param>
    /// <param name="sender">Who sent it.</param>
    public static RouteDecision DecideMessage(TransitView view, BranchName from, DomainName domain, string number, string sender)
    {
        if (!view.Rights.GetValueOrDefault(HomeOf(view.Plan, from, domain, sender), BranchRights.All).Filter.Allows(number))
        {
            return new RouteDecision.Refused(ResponseCode.Forbidden, Cause.FacilityRejected, "the lists of the branch forbid it");
        }

        // What its own branch does not know is not sent back there.
        return view.Plan.Find(domain, number) is { } owner && (owner.Home == from ? owner.Branch : owner.Home) is var goal && goal != from
            ? new RouteDecision.ToBranch(goal)
            : new RouteDecision.Refused(ResponseCode.NotFound, Cause.UnallocatedNumber, "no branch has it");
    }

    /// <summary>Where a call that came in by a trunk goes.</summary>
    public static RouteDecision DecideIncoming(TransitView view, DomainName domain, string number) =>
        view.Plan.Find(domain, number) is { } owner
            ? new RouteDecision.ToBranch(owner.Branch)
            : new RouteDecision.Refused(ResponseCode.NotFound, Cause.UnallocatedNumber, "no branch has it");
}
