using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Trunks;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Gateway;

namespace ActorPbx.Pbx.Trunks;

/// <summary>
/// One trunk at this node: counts the calls that cross it, looks by OPTIONS whether its peer is there, and tells the gateway from where the peer may call.
/// It lives as long as its domain; after a fault it begins anew, and the calls that live keep their places no longer than they live.
/// </summary>
public sealed class TrunkActor : ReceiveActor, IWithTimers
{
    private readonly TrunkProfile _trunk;
    private readonly ISipOutlet _outlet;
    private readonly TrunkSources _sources;
    private readonly ImmutableArray<TrunkPeer> _peers;
    private readonly TrunkPlaces _places = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();

    /// <summary>This trunk.</summary>
    public TrunkActor(TrunkProfile trunk, ISipOutlet outlet, TrunkSources sources)
    {
        (_trunk, _outlet, _sources) = (trunk, outlet, sources);
        _peers = [.. trunk.Addresses.Select((address, index) => new TrunkPeer(index, address))];
        Receive<ReserveTrunk>(Reserve);
        Receive<ReleaseTrunk>(release => Free(release.Call));
        Receive<Terminated>(ended => Free(new CallId(ended.ActorRef.Path.Name)));
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
        for (var i = 0; i < _peers.Length; i++)
        {
            LookUp(i);
        }
    }

    /// <inheritdoc/>
    protected override void PostStop() => _sources.Remove(_trunk);

    private void Reserve(ReserveTrunk reserve)
    {
        var peer = _peers.FirstOrDefault(peer => peer.IsUsable);
        if (reserve.Direction == TrunkDirection.Outgoing && peer is null)
        {
            Sender.Tell(new TrunkRefused(reserve.Call, reserve.Direction, ResponseCode.ServiceUnavailable, Cause.NoRouteToDestination));
        }
        else if (!_places.TryTake(reserve.Call, reserve.Direction, _trunk.Limits))
        {
            Sender.Tell(new TrunkRefused(reserve.Call, reserve.Direction, ResponseCode.ServiceUnavailable, Cause.NoCircuit));
        }
        else
        {
            Context.Watch(Sender);
            Sender.Tell(reserve.Direction == TrunkDirection.Incoming ? new TrunkAdmitted(reserve.Call) : LegTarget.Trunk.Found(reserve, peer!));
        }
    }

    private void Free(CallId call) => _places.Free(call);

    private TrunkView Describe() => new(
        _trunk.Name, _places.Count(TrunkDirection.Incoming), _places.Count(TrunkDirection.Outgoing),
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
