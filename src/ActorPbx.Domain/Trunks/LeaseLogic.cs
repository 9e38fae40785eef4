using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Nodes;

namespace ActorPbx.Domain.Trunks;

/// <summary>
/// How the leases of a cluster-wide trunk are counted. The limit holds as long as messages between a node and one holder keep their order,
/// a node counts a call from its request on until it has released it, and a node refuses grants of an epoch below the one it reported to.
/// </summary>
public static class LeaseLogic
{
    /// <summary>A new holder begins: these nodes, by name and incarnation, may have calls on the trunk.</summary>
    public static TrunkLeases Begin(TrunkLimits limits, ImmutableDictionary<NodeName, long> nodes) =>
        new(limits, ImmutableDictionary<NodeName, NodeLeases>.Empty, nodes);

    /// <summary>A node tells all calls that it has, or has asked for, on the trunk.</summary>
    public static TrunkLeases Reported(TrunkLeases state, NodeName node, long incarnation, ImmutableArray<TrunkLease> calls)
    {
        if (IsStale(state, node, incarnation))
        {
            return state;
        }

        var leases = calls.ToImmutableDictionary(lease => lease.Call, lease => lease.Direction);
        return state with
        {
            Nodes = leases.IsEmpty ? state.Nodes.Remove(node) : state.Nodes.SetItem(node, new NodeLeases(incarnation, leases)),
            Awaited = state.Awaited.Remove(node),
        };
    }

    /// <summary>A node wants a place for a call. Asking again for the same call changes nothing.</summary>
    public static (TrunkLeases State, LeaseVerdict Verdict) Reserve(TrunkLeases state, NodeName node, long incarnation, TrunkLease lease)
    {
        if (IsStale(state, node, incarnation))
        {
            return (state, LeaseVerdict.Stale);
        }

        if (state.IsRebuilding)
        {
            return (state, LeaseVerdict.NotYet);
        }

        var held = HeldBy(state, node, incarnation);
        if (held.ContainsKey(lease.Call))
        {
            return (state, LeaseVerdict.Granted);
        }

        // A new process of a node has none of the calls of the old one.
        var cleaned = state with { Nodes = state.Nodes.SetItem(node, new NodeLeases(incarnation, held)) };
        if (cleaned.Count(lease.Direction) >= state.Limits.Of(lease.Direction))
        {
            return (held.IsEmpty ? cleaned with { Nodes = cleaned.Nodes.Remove(node) } : cleaned, LeaseVerdict.Full);
        }

        var next = new NodeLeases(incarnation, held.Add(lease.Call, lease.Direction));
        return (cleaned with { Nodes = cleaned.Nodes.SetItem(node, next) }, LeaseVerdict.Granted);
    }

    /// <summary>A call of a node is over, or was never made.</summary>
    public static TrunkLeases Release(TrunkLeases state, NodeName node, long incarnation, CallId call)
    {
        if (!state.Nodes.TryGetValue(node, out var held) || held.Incarnation != incarnation)
        {
            return state;
        }

        var left = held.Leases.Remove(call);
        return state with { Nodes = left.IsEmpty ? state.Nodes.Remove(node) : state.Nodes.SetItem(node, held with { Leases = left }) };
    }

    /// <summary>A process of a node is surely dead: its calls are, too.</summary>
    public static TrunkLeases Gone(TrunkLeases state, NodeName node, long incarnation) => state with
    {
        Nodes = state.Nodes.TryGetValue(node, out var held) && held.Incarnation <= incarnation ? state.Nodes.Remove(node) : state.Nodes,
        Awaited = state.Awaited.TryGetValue(node, out var awaited) && awaited <= incarnation ? state.Awaited.Remove(node) : state.Awaited,
    };

    private static bool IsStale(TrunkLeases state, NodeName node, long incarnation) =>
        (state.Nodes.TryGetValue(node, out var held) && held.Incarnation > incarnation)
        || (state.Awaited.TryGetValue(node, out var awaited) && awaited > incarnation);

    private static ImmutableDictionary<CallId, TrunkDirection> HeldBy(TrunkLeases state, NodeName node, long incarnation) =>
        state.Nodes.TryGetValue(node, out var held) && held.Incarnation == incarnation ? held.Leases : ImmutableDictionary<CallId, TrunkDirection>.Empty;
}
