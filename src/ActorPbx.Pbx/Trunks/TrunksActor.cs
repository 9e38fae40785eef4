using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Operations;

namespace ActorPbx.Pbx.Trunks;

/// <summary>All trunks of a domain at this node.</summary>
public sealed class TrunksActor : ReceiveActor
{
    private readonly Dictionary<string, IActorRef> _trunks = [];
    private TrunksJoined? _joined;

    /// <summary>The trunks of this domain.</summary>
    public TrunksActor(DomainProfile domain, ISipOutlet outlet, TrunkSources sources)
    {
        foreach (var trunk in domain.Trunks)
        {
            var places = new TrunkPlaces();
            _trunks[trunk.Name] = Context.ActorOf(Props.CreateBy(new TrunkProducer(trunk, places, outlet, sources)), trunk.Name);
        }

        Receive<TrunkCommand>(Pass);
        Receive<ListTrunks>(_ => List(Sender));
        Receive<TrunksJoined>(Join);
        Receive<TrunkStarted>(_ => _joined is not null, _ => Sender.Tell(_joined!));
        Receive<TrunkStarted>(_ => { });
    }

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
}
