using ActorPbx.Pbx.Gateway;

namespace ActorPbx.Pbx.Trunks;

/// <summary>Makes a trunk's actor, at first and after a fault, with the places that its calls have.</summary>
internal sealed class TrunkProducer(TrunkProfile trunk, TrunkPlaces places, ISipOutlet outlet, TrunkSources sources) : IIndirectActorProducer
{
    public Type ActorType => typeof(TrunkActor);

    public ActorBase Produce() => new TrunkActor(trunk, places, outlet, sources);

    public void Release(ActorBase actor)
    {
    }
}
