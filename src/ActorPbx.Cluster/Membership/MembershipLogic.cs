using System.Collections.Immutable;
using ActorPbx.Cluster.Settings;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster.Membership;

/// <summary>
/// The rules of membership. Nobody is asked and nothing is agreed on: each node judges by the heartbeats that it hears itself.
/// <code>
///              (1) first heartbeat        (2) it says so           (3) its last heartbeat
///   Joining ──────────────────────► Up ─────────────────► Leaving ───────────────────────► Removed
///                                   │ ▲                      │ (5) silent                      ▲
///                        (4) silent ▼ │ (6) heard            └─────────────────────────────────┤
///                               unreachable ───────────────────────────────────────────────────┘
///                                             (7) for very long, or a newer incarnation speaks
/// </code>
/// </summary>
internal sealed class MembershipLogic(ClusterSettings settings)
{
    private readonly PhiAccrual _detector = new(settings.Heartbeat);

    /// <summary>A node that starts: it knows nobody and has no bus.</summary>
    public MembershipState Begin(NodeIdentity who) => new(
        new Member(who.Name, who.Branch, who.Incarnation, who.Roles, MemberStatus.Joining, who.Links, who.Version, NodeLoad.None),
        ImmutableDictionary<Origin, MemberState>.Empty,
        ImmutableDictionary<Origin, long>.Empty,
        "not connected yet",
        default);

    /// <summary>The bus is there. Whoever was heard before gets time to get it back, too.</summary>
    public MembershipStep BusUp(MembershipState state, TimeSpan now)
    {
        var events = ImmutableArray.CreateBuilder<ClusterEvent>();
        var self = state.Self;
        if (state.BusFault.Length > 0)
            events.Add(new ClusterEvent.BusRestored());
        if (self.Status == MemberStatus.Joining)
            events.Add(new ClusterEvent.MemberUp(self = self with { Status = MemberStatus.Up }));
        var grace = now + settings.Heartbeat.RestoreGrace;
        var others = state.Others.ToImmutableDictionary(
            other => other.Key,
            other => other.Value with { Arrivals = _detector.Begin(grace), UnreachableSince = other.Value.UnreachableSince is null ? null : now });
        return new MembershipStep(state with { Self = self, Others = others, BusFault = "", Echo = _detector.Begin(now) }, events.DrainToImmutable());
    }

    /// <summary>The bus is gone: members stay, and nobody is judged.</summary>
    public static MembershipStep BusDown(MembershipState state, string reason) =>
        new(state with { BusFault = reason }, state.BusFault.Length == 0 ? [new ClusterEvent.BusLost(reason)] : []);

    /// <summary>This node's own heartbeat came back: the bus carries.</summary>
    public MembershipStep Echoed(MembershipState state, TimeSpan now) => state.BusFault.Length > 0
        ? BusUp(state, now)
        : new MembershipStep(state with { Echo = _detector.Heard(state.Echo, now) }, []);

    /// <summary>Another node's heartbeat came.</summary>
    public MembershipStep Heard(MembershipState state, Origin from, Heartbeat heartbeat, TimeSpan now)
    {
        if (state.Past.TryGetValue(from, out var past) && heartbeat.Incarnation <= past)
            return new MembershipStep(state, []);
        if (!state.Others.TryGetValue(from, out var known))
            return Welcome(state, from, heartbeat, now);
        if (heartbeat.Incarnation > known.Member.Incarnation)
        {
            var removed = Remove(state, from, known, heartbeat.Incarnation - 1);
            var welcomed = Welcome(removed.State, from, heartbeat, now);
            return new MembershipStep(welcomed.State, [.. removed.Events, .. welcomed.Events]);
        }

        // RabbitMQ and TCP keep the order, but a message may come twice.
        if (heartbeat.Incarnation < known.Member.Incarnation || heartbeat.Sequence <= known.Sequence)
            return new MembershipStep(state, []);
        return heartbeat.Status == MemberStatus.Removed ? Remove(state, from, known, heartbeat.Incarnation) : Update(state, from, known, heartbeat, now);
    }

    /// <summary>Time passed: who is silent?</summary>
    public MembershipStep Judge(MembershipState state, TimeSpan now)
    {
        if (state.BusFault.Length > 0)
            return new MembershipStep(state, []);
        if (!_detector.IsAlive(state.Echo, now))
            return BusDown(state, "nothing comes from it, not even this node's own heartbeats");

        // What is late for all may be late because of this node; who is silent is known when it hears itself again.
        if (now - state.Echo.Last > 2 * settings.Heartbeat.Interval)
            return new MembershipStep(state, []);
        var events = ImmutableArray.CreateBuilder<ClusterEvent>();
        foreach (var (origin, other) in state.Others)
        {
            var step = Judge(state, origin, other, now);
            state = step.State;
            events.AddRange(step.Events);
        }

        return new MembershipStep(state, events.DrainToImmutable());
    }

    private MembershipStep Judge(MembershipState state, Origin origin, MemberState other, TimeSpan now)
    {
        if (other.UnreachableSince is { } since)
            return now - since < settings.RemoveAfter ? new MembershipStep(state, []) : Remove(state, origin, other, other.Member.Incarnation - 1);
        if (_detector.IsAlive(other.Arrivals, now))
            return new MembershipStep(state, []);

        // It said that it goes, and is silent: it went.
        if (other.Member.Status != MemberStatus.Up)
            return Remove(state, origin, other, other.Member.Incarnation - 1);
        var silent = state with { Others = state.Others.SetItem(origin, other with { UnreachableSince = now }) };
        return new MembershipStep(silent, [new ClusterEvent.UnreachableMember(other.Member)]);
    }

    private MembershipStep Welcome(MembershipState state, Origin from, Heartbeat heartbeat, TimeSpan now)
    {
        if (heartbeat.Status == MemberStatus.Removed)
            return new MembershipStep(state with { Past = state.Past.SetItem(from, heartbeat.Incarnation) }, []);
        var member = Read(from, heartbeat);
        var welcomed = state with { Others = state.Others.SetItem(from, new MemberState(member, heartbeat.Sequence, _detector.Begin(now), null)) };
        return member.Status switch
        {
            MemberStatus.Up => new MembershipStep(welcomed, [new ClusterEvent.MemberUp(member)]),
            MemberStatus.Leaving => new MembershipStep(
                welcomed, [new ClusterEvent.MemberUp(member with { Status = MemberStatus.Up }), new ClusterEvent.MemberLeft(member)]),
            _ => new MembershipStep(welcomed, []),
        };
    }

    private MembershipStep Update(MembershipState state, Origin from, MemberState known, Heartbeat heartbeat, TimeSpan now)
    {
        var (before, member) = (known.Member, Read(from, heartbeat));
        var events = ImmutableArray.CreateBuilder<ClusterEvent>();
        if (before.Status == MemberStatus.Joining && member.Status != MemberStatus.Joining)
            events.Add(new ClusterEvent.MemberUp(member with { Status = MemberStatus.Up }));
        if (member.Status == MemberStatus.Leaving && before.Status != MemberStatus.Leaving)
            events.Add(new ClusterEvent.MemberLeft(member));
        if (events.Count == 0 && !Same(before, member))
            events.Add(new ClusterEvent.MemberChanged(member));
        if (known.UnreachableSince is not null)
            events.Add(new ClusterEvent.ReachableMember(member));
        var heard = new MemberState(member, heartbeat.Sequence, _detector.Heard(known.Arrivals, now), null);
        return new MembershipStep(state with { Others = state.Others.SetItem(from, heard) }, events.DrainToImmutable());
    }

    private static MembershipStep Remove(MembershipState state, Origin from, MemberState known, long past)
    {
        var removed = state with { Others = state.Others.Remove(from), Past = state.Past.SetItem(from, past) };
        return new MembershipStep(removed, known.Member.Status == MemberStatus.Joining
            ? []
            : [new ClusterEvent.MemberRemoved(known.Member with { Status = MemberStatus.Removed }, known.Member.Status)]);
    }

    private static Member Read(Origin from, Heartbeat heartbeat) => new(
        from.Node, from.Branch, heartbeat.Incarnation, heartbeat.Roles, heartbeat.Status, heartbeat.Links, heartbeat.Version, heartbeat.Load);

    private static bool Same(Member one, Member other) =>
        one.Status == other.Status && one.Load == other.Load && one.Roles == other.Roles && one.Version == other.Version && one.Links.AsSpan().SequenceEqual(other.Links.AsSpan());
}
