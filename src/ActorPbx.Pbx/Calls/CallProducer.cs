namespace ActorPbx.Pbx.Calls;

/// <summary>Makes a call's actor without building an expression for each call.</summary>
internal sealed class CallProducer(NewCall call, CallServices services) : IIndirectActorProducer
{
    public Type ActorType => typeof(CallActor);

    public ActorBase Produce() => new CallActor(call, services);

    public void Release(ActorBase actor)
    {
    }
}
