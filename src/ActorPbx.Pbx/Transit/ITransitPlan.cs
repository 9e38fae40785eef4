using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;

namespace ActorPbx.Pbx.Transit;

/// <summary>A call of a branch that asks a T-MSS for its way.</summary>
/// <param name="From">The branch that sends it.</param>
/// <param name="Visited">Branches that it was sent to before.</param>
/// <param name="Domain">The virtual PBX.</param>
/// <param name="Number">What was dialled.</param>
/// <param name="Caller">Who calls, as the branch says.</param>
public readonly record struct TransitQuery(BranchName From, ImmutableArray<BranchName> Visited, DomainName Domain, string Number, string Caller);

/// <summary>Who knows where calls between branches go. Asked on transport threads: it reads what is at hand and never waits.</summary>
public interface ITransitPlan
{
    /// <summary>To a branch, by a trunk, or nowhere.</summary>
    RouteDecision Decide(TransitQuery query);

    /// <summary>To a branch, or nowhere.</summary>
    RouteDecision DecideMessage(TransitQuery query);
}
