using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Gateway;

namespace ActorPbx.Pbx.Trunks;

/// <summary>All trunks of a domain at this node.</summary>
public sealed class TrunksActor : ReceiveActor
{
    private readonly Dictionary<string, IActorRef> _trunks = [];

    /// <summary>The trunks of this domain.</summary>
    public TrunksActor(DomainProfile domain, ISipOutlet outlet, TrunkSources sources)
    {
        foreach (var trunk in domain.Trunks)
        {
            _trunks[trunk.Name] = Context.ActorOf(Props.Create(() => new TrunkActor(trunk, outlet, sources)), trunk.Name);
        }

        Receive<TrunkCommand>(Pass);
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
