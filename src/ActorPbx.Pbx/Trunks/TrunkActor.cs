using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Trunks;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Gateway;

namespace ActorPbx.Pbx.Trunks;

/// <summary>
/// One trunk at this node: counts the calls that cross it, looks by OPTIONS whether its peer is there, and tells the gateway from where the peer may call.
/// It lives as long as its domain; after a fault it begins anew with the calls that live.
/// </summary>
public sealed class TrunkActor : ReceiveActor, IWithTimers
{
    private readonly TrunkProfile _trunk;
    private readonly ISipOutlet _outlet;
    private readonly TrunkSources _sources;
    private readonly ImmutableArray<TrunkPeer> _peers;
    private readonly TrunkPlaces _places;
    private readonly LeaseClerk? _clerk;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    /// <summary>This trunk.</summary>
    internal TrunkActor(TrunkProfile trunk, TrunkPlaces places, ISipOutlet outlet, TrunkSources sources)
    {
        (_trunk, _places, _outlet, _sources) = (trunk, places, outlet, sources);
        _clerk = trunk.ClusterLimit ? new LeaseClerk(trunk, places, Self) : null;
        _peers = [.. trunk.Addresses.Select((address, index) => new TrunkPeer(index, address))];
        Receive<ReserveTrunk>(Reserve);
        Receive<ReleaseTrunk>(release => Free(release.Call));
        Receive<PassTrunk>(Pass);
        Receive<Terminated>(ended => FreeAll(ended.ActorRef));
        Receive<TrunksJoined>(joined => Join(joined.Cluster));
        Receive<CurrentClusterState>(state => _clerk?.Know(state));
        Receive<ClusterEvent>(_ => { });
        Receive<Received>(received => _clerk?.Report(received));
        Receive<Answered>(answered => OnLease((LeaseDue)answered.Token, answered.Message as LeaseAnswered));
        Receive<NotAnswered>(missed => OnLease((LeaseDue)missed.Token, null));
        Receive<LeaseDue>(due => _clerk?.Put(due));
        Receive<DescribeTrunk>(_ => Sender.Tell(Describe()));
        Receive<PingDue>(due => LookUp(due.Peer));
        Receive<TrunkResolved>(OnResolved);
        Receive<TrunkPinged>(OnPinged);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.Parent.Tell(new TrunkStarted());
        foreach (var place in _places.Held.Values)
        {
            Context.Watch(place.Holder);
        }

        for (var i = 0; i < _peers.Length; i++)
        {
            LookUp(i);
        }
    }

    /// <inheritdoc/>
    protected override void PostStop() => _sources.Remove(_trunk);

    private void Reserve(ReserveTrunk reserve)
    {
        if (reserve.Direction == TrunkDirection.Outgoing && !_peers.Any(peer => peer.IsUsable))
        {
            Sender.Tell(new TrunkRefused(reserve.Call, reserve.Direction, ResponseCode.ServiceUnavailable, Cause.NoRouteToDestination));
        }
        else if (!_places.TryTake(reserve.Call, new TrunkPlace(reserve.Direction, Sender), _trunk.Limits))
        {
            Sender.Tell(new TrunkRefused(reserve.Call, reserve.Direction, ResponseCode.ServiceUnavailable, Cause.NoCircuit));
        }
        else
        {
            Context.Watch(Sender);
            if (_clerk is null)
            {
                Admit(reserve, Sender);
            }
            else
            {
                _clerk.Ask(reserve, Sender);
            }
        }
    }

    private void OnLease(LeaseDue due, LeaseAnswered? answer)
    {
        if (_clerk?.Hear(due, answer, Timers) is not { } verdict)
        {
            return;
        }

        if (verdict.Granted)
        {
            Admit(verdict.Reserve, verdict.Asker);
            return;
        }

        Free(due.Call);
        verdict.Asker.Tell(new TrunkRefused(due.Call, verdict.Reserve.Direction, ResponseCode.ServiceUnavailable, Cause.NoCircuit));
    }

    private void Admit(ReserveTrunk reserve, IActorRef asker)
    {
        if (reserve.Direction == TrunkDirection.Incoming)
        {
            asker.Tell(new TrunkAdmitted(reserve.Call));
        }
        else if (_peers.FirstOrDefault(peer => peer.IsUsable) is { } peer)
        {
            asker.Tell(LegTarget.Trunk.Found(reserve, peer, _trunk));
        }
        else
        {
            Free(reserve.Call);
            asker.Tell(new TrunkRefused(reserve.Call, reserve.Direction, ResponseCode.ServiceUnavailable, Cause.NoRouteToDestination));
        }
    }

    private void Free(CallId call)
    {
        if (_places.Free(call))
        {
            _clerk?.Return(call);
        }
    }

    private void FreeAll(IActorRef holder)
    {
        foreach (var call in _places.LeftBy(holder))
        {
            Free(call);
        }
    }

    private void Pass(PassTrunk pass)
    {
        if (_places.Pass(pass.Call, pass.To))
        {
            Context.Watch(pass.To);
        }
    }

    private void Join(IActorRef cluster)
    {
        if (_clerk is null)
        {
            return;
        }

        _clerk.Join(cluster);
        if (Context.Child("leases").Equals(ActorRefs.Nobody))
        {
            Context.ActorOf(Props.Create(() => new LeaseHolderActor(_trunk, cluster, LeaseTimes.Default)), "leases");
        }
    }

    private TrunkView Describe() => new(
        _trunk.Name, _trunk.Domain, _places.Count(TrunkDirection.Incoming), _places.Count(TrunkDirection.Outgoing), _trunk.Limits, _clerk?.Count,
        [.. _peers.Select(peer => new TrunkPeerView(peer.Address.ToString(), peer.Pulse.Health))]);

    private void LookUp(int peer) => _outlet.ResolveAsync(_peers[peer].Address).AsTask().PipeTo(
        Self, success: target => new TrunkResolved(peer, target), failure: _ => new TrunkResolved(peer, null));

    private void OnResolved(TrunkResolved resolved)
    {
        var peer = _peers[resolved.Peer];
        // A name that is not found for a moment keeps its address.
        if (resolved.Target is { } target && peer.Target != target)
        {
            peer.Target = target;
            _sources.Set(_trunk, [.. _peers.Select(known => known.Target).OfType<Sip.Transport.SipTarget>()]);
        }

        peer.Ping(_outlet, Self);
    }

    private void OnPinged(TrunkPinged pinged)
    {
        var peer = _peers[pinged.Peer];
        var before = peer.Pulse.Health;
        peer.Pulse = peer.Pulse.After(pinged.Status);
        if (peer.Pulse.Health != before)
        {
            _log.Info("Trunk {0}: {1} is {2} ({3})", _trunk.Name, peer.Address, peer.Pulse.Health, pinged.Status == 0 ? "no answer" : $"answer {pinged.Status}");
        }

        var due = new PingDue(pinged.Peer);
        Timers.StartSingleTimer(due, due, peer.Pulse.Pause);
    }

    private sealed record PingDue(int Peer);
}
