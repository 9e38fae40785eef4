using System.Runtime;

namespace ActorPbx.Node.Memory;

/// <summary>The runtime's collector, as it is told to begin.</summary>
internal static class Garbage
{
    /// <summary>
    /// From now on the oldest generation is collected in the background even where much of it is free: without this the runtime stops all threads then, to move what lives together. What is free
    /// is used again all the same.
    /// </summary>
    public static void Prepare() => GCSettings.LatencyMode = GCLatencyMode.SustainedLowLatency;

    /// <summary>Collects what is due; returns when threads may go on.</summary>
    public static void Collect(Collection due)
    {
        switch (due)
        {
            case Collection.Youngest: GC.Collect(0, GCCollectionMode.Forced, blocking: true); break;
            case Collection.YoungestTwo: GC.Collect(1, GCCollectionMode.Forced, blocking: true); break;
            case Collection.Background: GC.Collect(2, GCCollectionMode.Forced, blocking: false); break;
        }
    }
}
