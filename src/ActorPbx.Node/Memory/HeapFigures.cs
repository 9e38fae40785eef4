namespace ActorPbx.Node.Memory;

/// <summary>What the garbage collector was given and has done since the process began.</summary>
/// <param name="Allocated">Bytes of all objects that were made.</param>
/// <param name="Collections">Collections of whatever generation.</param>
/// <param name="Paused">For how long all threads stood still for them.</param>
internal readonly record struct HeapFigures(long Allocated, int Collections, TimeSpan Paused)
{
    /// <summary>As the runtime counts them; cheap, for nothing is stopped.</summary>
    public static HeapFigures Read() => new(GC.GetTotalAllocatedBytes(), GC.CollectionCount(0), GC.GetTotalPauseDuration());
}
