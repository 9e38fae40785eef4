using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Domains;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Operations;

namespace ActorPbx.Pbx.Trunks;

/// <summary>All trunks of a domain at this node.</summary>
public sealed class TrunksActor : ReceiveActor
{
    private readonly Dictionary<string, IActorRef> _trunks = [];
    private readonly Dictionary<string, RunningTrunk> _running = [];
    private readonly DomainProfile _domain;
    private readonly ISipOutlet _outlet;
    private readonly TrunkSources _sources;
    private TrunksJoined? _joined;

    /// <summary>The trunks of this domain.</summary>
    public TrunksActor(DomainProfile domain, ISipOutlet outlet, TrunkSources sources)
    {
        (_domain, _outlet, _sources) = (domain, outlet, sources);
        foreach (var trunk in domain.Trunks)
        {
            Begin(trunk, new TrunkPlaces());
        }

        Receive<TrunkCommand>(Pass);
        Receive<ListTrunks>(_ => List(Sender));
        Receive<TrunksJoined>(Join);
        Receive<TrunkStarted>(_ => _joined is not null, _ => Sender.Tell(_joined!));
        Receive<TrunkStarted>(_ => { });
        Receive<DomainReloaded>(_ => OnReloaded());
        Receive<Terminated>(ended => OnEnded(ended.ActorRef));
    }

    private void Begin(TrunkProfile trunk, TrunkPlaces places)
    {
        _running[trunk.Name] = new RunningTrunk(trunk, places);
        _trunks[trunk.Name] = Context.ActorOf(Props.CreateBy(new TrunkProducer(trunk, places, _outlet, _sources)), trunk.Name);
    }

    // A trunk that changed or went is stopped; its calls go on, for they ask it only for their place. One that changed begins anew with the places that they hold.
    private void OnReloaded()
    {
        foreach (var (name, running) in _running)
        {
            if (_trunks.TryGetValue(name, out var actor) && Profile(name)?.IsSame(running.Profile) != true)
            {
                _trunks.Remove(name);
                Context.Watch(actor);
                Context.Stop(actor);
            }
        }

        foreach (var trunk in _domain.Trunks.Where(trunk => !_running.ContainsKey(trunk.Name)))
        {
            Begin(trunk, new TrunkPlaces());
        }
    }

    private void OnEnded(IActorRef actor)
    {
        var name = actor.Path.Name;
        if (!_trunks.ContainsKey(name) && _running.Remove(name, out var running) && Profile(name) is { } profile)
        {
            Begin(profile, running.Places);
        }
    }

    private TrunkProfile? Profile(string name) => _domain.Trunks.FirstOrDefault(trunk => trunk.Name == name);

    private void Join(TrunksJoined joined)
    {
        _joined = joined;
        foreach (var trunk in _trunks.Values)
        {
            trunk.Tell(joined);
        }
    }

    private void List(IActorRef asker)
    {
        var trunks = _trunks.ToImmutableSortedDictionary(StringComparer.Ordinal);
        Context.ActorOf(Props.Create(() => new TrunkLister(trunks, asker)));
    }

    private void Pass(TrunkCommand command)
    {
        if (_trunks.TryGetValue(command.Trunk, out var trunk))
        {
            trunk.Forward(command);
        }
        else if (command is ReserveTrunk reserve)
        {
            Sender.Tell(new TrunkRefused(reserve.Call, reserve.Direction, ResponseCode.ServiceUnavailable, Cause.NoRouteToDestination));
        }
    }

    private sealed record RunningTrunk(TrunkProfile Profile, TrunkPlaces Places);
}
