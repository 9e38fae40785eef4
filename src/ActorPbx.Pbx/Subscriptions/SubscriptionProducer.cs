namespace ActorPbx.Pbx.Subscriptions;

/// <summary>Makes a subscription's actor without building an expression for each.</summary>
internal sealed class SubscriptionProducer(OpenSubscription open, SubscriptionParts parts, WatchedState state) : IIndirectActorProducer
{
    public Type ActorType => typeof(SubscriptionActor);

    public ActorBase Produce() => new SubscriptionActor(open, parts, state);

    public void Release(ActorBase actor)
    {
    }
}
