using System.Collections.Frozen;
using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Domain.Trunks;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Numbers;

namespace ActorPbx.Pbx.Transit;

/// <summary>The way of a T-MSS: by the plan that hangs out at the moment, the trunks of each domain, and what branches may do.</summary>
/// <param name="numbers">Who owns which number.</param>
/// <param name="directory">The domains with their trunks at this node.</param>
/// <param name="rights">What single branches may do; who is not in it may do everything.</param>
public sealed class TransitPlan(NumberBoard numbers, PbxDirectory directory, ImmutableDictionary<BranchName, BranchRights>? rights = null) : ITransitPlan
{
    private readonly FrozenDictionary<DomainName, ImmutableArray<TrunkRoute>> _trunks =
        directory.Domains.ToFrozenDictionary(domain => domain.Name, domain => domain.TrunkRoutes);

    private readonly ImmutableDictionary<BranchName, BranchRights> _rights = rights ?? ImmutableDictionary<BranchName, BranchRights>.Empty;

    /// <inheritdoc/>
    public RouteDecision Decide(TransitQuery query) =>
        TransitRouting.Decide(ViewOf(query.Domain), query.From, query.Visited, query.Domain, query.Number, query.Caller);

    /// <inheritdoc/>
    public RouteDecision DecideMessage(TransitQuery query) => TransitRouting.DecideMessage(ViewOf(query.Domain), query.From, query.Domain, query.Number, query.Caller);

    private TransitView ViewOf(DomainName domain) => new(numbers.Plan, _trunks.GetValueOrDefault(domain, []), _rights);
}
