using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Nodes;

namespace ActorPbx.Domain.Trunks;

/// <summary>Which way a call crosses a trunk.</summary>
public enum TrunkDirection
{
    /// <summary>From the carrier to us.</summary>
    Incoming,

    /// <summary>From us to the carrier.</summary>
    Outgoing,
}

/// <summary>One call's place on a trunk.</summary>
public sealed record TrunkLease(CallId Call, TrunkDirection Direction);

/// <summary>How many calls a trunk takes in the whole cluster.</summary>
public sealed record TrunkLimits(int Incoming, int Outgoing)
{
    /// <summary>The limit of a direction.</summary>
    public int Of(TrunkDirection direction) => direction == TrunkDirection.Incoming ? Incoming : Outgoing;
}

/// <summary>The leases of one node.</summary>
/// <param name="Incarnation">The process that holds them: with a higher one, all of a lower are void.</param>
/// <param name="Leases">Its calls on the trunk, by call.</param>
public sealed record NodeLeases(long Incarnation, ImmutableDictionary<CallId, TrunkDirection> Leases);

/// <summary>
/// The count of a trunk whose limit spans the cluster, held by one actor in it. A new holder knows nothing: it grants only after every T-MSS
/// that may have calls on the trunk told which, or is gone.
/// </summary>
/// <param name="Limits">The trunk's limits.</param>
/// <param name="Nodes">What each node holds.</param>
/// <param name="Awaited">Nodes that have not told yet, by the incarnation that was alive when the count began.</param>
public sealed record TrunkLeases(
    TrunkLimits Limits, ImmutableDictionary<NodeName, NodeLeases> Nodes, ImmutableDictionary<NodeName, long> Awaited)
{
    /// <summary>True until all awaited nodes told.</summary>
    public bool IsRebuilding => !Awaited.IsEmpty;

    /// <summary>Calls in one direction.</summary>
    public int Count(TrunkDirection direction)
    {
        var count = 0;
        foreach (var node in Nodes.Values)
        {
            foreach (var held in node.Leases.Values)
            {
                count += held == direction ? 1 : 0;
            }
        }

        return count;
    }
}

/// <summary>What a reservation gets.</summary>
public enum LeaseVerdict
{
    /// <summary>The call may use the trunk.</summary>
    Granted,

    /// <summary>The limit is reached.</summary>
    Full,

    /// <summary>The count is being rebuilt; ask again soon.</summary>
    NotYet,

    /// <summary>The asking process is not the node's living one.</summary>
    Stale,
}
