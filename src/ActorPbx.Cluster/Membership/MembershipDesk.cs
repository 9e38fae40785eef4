using ActorPbx.Cluster.Codec;
using ActorPbx.Cluster.Messaging;
using ActorPbx.Cluster.Settings;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster.Membership;

/// <summary>This node among the others: sends its heartbeats, takes theirs, and tells the subscribers what follows.</summary>
internal sealed class MembershipDesk(
    NodeIdentity who, ClusterSettings settings, Outlet outlet, Topics topics, IActorRef cluster, ClusterStatistics statistics, ILoggingAdapter log)
{
    // A broker that answers at all has done so by then.
    private static readonly TimeSpan FirstConnection = TimeSpan.FromSeconds(5);
    private readonly MembershipLogic _logic = new(settings);
    private readonly HashSet<IActorRef> _subscribers = [];
    private MembershipState _state = new MembershipLogic(settings).Begin(who);
    private long _sequence;
    private bool _warned;
    private bool _isDegraded;
    private TimeSpan? _begun;

    /// <summary>True when nothing can be asked of others.</summary>
    public bool HasBus => _state.BusFault.Length == 0;

    /// <summary>Why there is no bus.</summary>
    public string BusFault => _state.BusFault;

    /// <summary>Whose heartbeats matter here: all for a T-MSS, headquarters' and its own branch's for others. This node's own are among them.</summary>
    public string[] HeartbeatPatterns => who.Roles.HasFlag(NodeRoles.Trunk)
        ? ["*.*.heartbeat"]
        : [.. new[] { BranchName.Headquarters, who.Branch }.Distinct().Select(branch => $"{branch}.*.heartbeat")];

    public void Subscribe(IActorRef subscriber)
    {
        _subscribers.Add(subscriber);
        subscriber.Tell(Current(), cluster);
    }

    public void Gone(IActorRef subscriber) => _subscribers.Remove(subscriber);

    public void BusUp(TimeSpan now)
    {
        Take(_logic.BusUp(_state, now));
        Beat();
    }

    public void BusDown(string reason) => Take(MembershipLogic.BusDown(_state, reason));

    public void Judge(TimeSpan now)
    {
        _begun ??= now;
        if (_state.Self.Status == MemberStatus.Joining && !_isDegraded && now - _begun > FirstConnection)
            Degrade("there is no bus", _state.BusFault);
        Take(_logic.Judge(_state, now));
    }

    public void Heard(Origin from, Heartbeat heartbeat, TimeSpan now)
    {
        if (from != who.Origin)
            Take(_logic.Heard(_state, from, heartbeat, now));
        else if (heartbeat.Incarnation == who.Incarnation)
            Take(_logic.Echoed(_state, now));
        else if (heartbeat.Incarnation > who.Incarnation && !_warned)
            Warn(heartbeat);
    }

    public void Report(NodeLoad load)
    {
        var urgent = load.Draining != _state.Self.Load.Draining;
        _state = _state with { Self = _state.Self with { Load = load } };
        if (urgent)
            Beat();
    }

    public void Leave()
    {
        if (_state.Self.Status != MemberStatus.Leaving)
            Take(new MembershipStep(_state with { Self = _state.Self with { Status = MemberStatus.Leaving } }, [new ClusterEvent.MemberLeft(_state.Self with { Status = MemberStatus.Leaving })]));
        Beat();
    }

    public void Beat() => Beat(_state.Self.Status);

    /// <summary>The last heartbeat: the others remove this node at once.</summary>
    public void Farewell() => Beat(MemberStatus.Removed);

    private void Beat(MemberStatus status)
    {
        var self = _state.Self;
        var heartbeat = new Heartbeat(self.Incarnation, ++_sequence, status, self.Roles, self.Links, self.Version, self.Load);
        outlet.Publish(topics.Heartbeat, new Letter(heartbeat), 4 * settings.Heartbeat.Interval);
    }

    private void Take(MembershipStep step)
    {
        _state = step.State;
        var unreachable = _state.Others.Values.Count(other => other.UnreachableSince is not null);
        statistics.Stand(_state.BusFault, _state.Others.Count + 1 - unreachable, unreachable);
        foreach (var happened in step.Events)
        {
            Log(happened);
            foreach (var subscriber in _subscribers)
                subscriber.Tell(happened, cluster);
        }
    }

    private CurrentClusterState Current() => new(
        _state.Self,
        [_state.Self, .. _state.Others.Values.Select(other => other.Member)],
        [.. _state.Others.Values.Where(other => other.UnreachableSince is not null).Select(other => other.Member)],
        _state.BusFault);

    // One line each time, however often the broker is tried.
    private void Degrade(string what, string reason)
    {
        if (!_isDegraded)
            log.Warning("Degraded: {0}: {1}. Calls go on with what is known", what, reason);
        _isDegraded = true;
    }

    private void Warn(Heartbeat heartbeat)
    {
        _warned = true;
        log.Error("Another node calls itself {0}.{1} too (software {2}): give one of them another name", who.Branch, who.Name, heartbeat.Version);
    }

    private void Log(ClusterEvent happened)
    {
        switch (happened)
        {
            case ClusterEvent.MemberUp up:
                log.Info("{0}.{1} is up: {2}, incarnation {3}", up.Member.Branch, up.Member.Name, up.Member.Roles, up.Member.Incarnation);
                break;
            case ClusterEvent.MemberLeft left:
                log.Info("{0}.{1} leaves", left.Member.Branch, left.Member.Name);
                break;
            case ClusterEvent.MemberRemoved removed:
                log.Info("{0}.{1} is gone, incarnation {2}; it was {3}", removed.Member.Branch, removed.Member.Name, removed.Member.Incarnation, removed.Previous);
                break;
            case ClusterEvent.UnreachableMember unreachable:
                log.Warning("Nothing is heard of {0}.{1}", unreachable.Member.Branch, unreachable.Member.Name);
                break;
            case ClusterEvent.ReachableMember reachable:
                log.Info("{0}.{1} is heard again", reachable.Member.Branch, reachable.Member.Name);
                break;
            case ClusterEvent.BusLost lost:
                Degrade("the bus is lost", lost.Reason);
                break;
            case ClusterEvent.BusRestored:
                log.Info(_isDegraded ? "The bus is there; no longer degraded" : "The bus is there");
                _isDegraded = false;
                break;
            default:
                break;
        }
    }
}
