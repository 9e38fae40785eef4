namespace ActorPbx.Kernel.Actor;

/// <summary>The topmost path of an actor system.</summary>
public sealed class RootActorPath : ActorPath
{
    /// <summary>Makes the root of the system at the address.</summary>
    public RootActorPath(Address address, string name = "")
        : base(address, null, name is "" or "/" ? "/" : name, ActorCell.UndefinedUid)
    {
    }

    /// <inheritdoc />
    public override ActorPath WithUid(long uid) =>
        uid == 0 ? this : throw new NotSupportedException("RootActorPath must have undefinedUid");
}
