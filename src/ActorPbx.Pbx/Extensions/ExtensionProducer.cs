using ActorPbx.Domain;
using ActorPbx.Pbx.Directory;

namespace ActorPbx.Pbx.Extensions;

/// <summary>Makes an extension's actor without building an expression for each of a hundred thousand.</summary>
internal sealed class ExtensionProducer(DomainName domain, ExtensionProfile profile, IActorRef store, TimeProvider clock, ILoggingAdapter log) : IIndirectActorProducer
{
    public Type ActorType => typeof(ExtensionActor);

    public ActorBase Produce() => new ExtensionActor(domain, profile, store, clock, log);

    public void Release(ActorBase actor)
    {
    }
}
