namespace ActorPbx.Kernel.Actor.Internal;

/// <summary>Knows which actor runs on this thread.</summary>
public static class InternalCurrentActorCellKeeper
{
    [ThreadStatic]
    private static ActorCell? s_current;

    /// <summary>The cell of the actor that runs on this thread, if any.</summary>
    public static ActorCell? Current
    {
        get => s_current;
        set => s_current = value;
    }

    /// <summary>Where that is kept: whoever reads and writes it in a row looks the thread's place up once.</summary>
    internal static ref ActorCell? Place => ref s_current;
}
