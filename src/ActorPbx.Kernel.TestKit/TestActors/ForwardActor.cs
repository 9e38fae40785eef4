using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.TestKit.TestActors;

/// <summary>Forwards each message to one target.</summary>
public class ForwardActor : ReceiveActor
{
    /// <summary>Forwards to the target given.</summary>
    public ForwardActor(IActorRef target) => ReceiveAny(target.Forward);

    /// <summary>The recipe of this actor.</summary>
    public static Props Props(IActorRef target) => Actor.Props.Create(() => new ForwardActor(target));
}
