namespace ActorPbx.Node.Memory;

/// <summary>The runtime's collector, as it is told to begin.</summary>
internal static class Garbage
{
    /// <summary>Collects what is due; returns when threads may go on.</summary>
    public static void Collect(Collection due)
    {
        if (due == Collection.Youngest)
        {
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        }
        else if (due == Collection.Background)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: false);
        }
    }
}
