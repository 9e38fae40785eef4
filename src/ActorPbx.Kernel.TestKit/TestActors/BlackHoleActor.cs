using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.TestKit.TestActors;

/// <summary>Swallows every message.</summary>
public class BlackHoleActor : ActorBase
{
    /// <summary>The recipe of this actor.</summary>
    public static Props Props { get; } = Actor.Props.Create<BlackHoleActor>();

    /// <inheritdoc/>
    protected override bool Receive(object message) => true;
}
