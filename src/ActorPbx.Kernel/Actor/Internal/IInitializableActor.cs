namespace ActorPbx.Kernel.Actor.Internal;

/// <summary>An actor that the runtime finishes after its constructor.</summary>
public interface IInitializableActor
{
    /// <summary>Finishes the actor.</summary>
    void Init();
}
