using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Nodes;

namespace ActorPbx.Domain.Numbering;

/// <summary>Where a call goes next.</summary>
public abstract record RouteDecision
{
    private RouteDecision()
    {
    }

    /// <summary>To an extension of this node.</summary>
    public sealed record ToExtension : RouteDecision;

    /// <summary>To a T-MSS, which knows the way.</summary>
    public sealed record ToHeadquarters : RouteDecision;

    /// <summary>To the nodes of a branch.</summary>
    public sealed record ToBranch(BranchName Branch) : RouteDecision;

    /// <summary>Out by a trunk, as this number.</summary>
    public sealed record ToTrunk(string Trunk, string Number) : RouteDecision;

    /// <summary>Nowhere.</summary>
    public sealed record Refused(ResponseCode Code, Cause Cause, string Why) : RouteDecision;
}
