namespace ActorPbx.Node.Memory;

/// <summary>A collection of garbage that is due.</summary>
internal enum Collection
{
    /// <summary>None.</summary>
    None,

    /// <summary>Of the youngest generation.</summary>
    Youngest,

    /// <summary>Of the youngest two.</summary>
    YoungestTwo,

    /// <summary>Of all generations, while the threads go on.</summary>
    Background,
}

/// <summary>
/// Decides when garbage is collected. A collection of the youngest generation stops all threads for as long as it takes to move what lives, so where calls last its pause grows with the time
/// since the one before; where they are short it hardly does, and only how many there are counts. So the bytes between two collections grow while collections take more than
/// <see cref="Share"/> of the time, shrink while they take less, and shrink in any case when one takes longer than <see cref="LongestPause"/> (docs/decisions/0018-when-garbage-is-collected.md).
/// Every other one takes the next generation along: what outlives two is moved on in small parts.
/// </summary>
internal sealed class CollectionPace
{
    /// <summary>Bytes between two collections at least, 2 MiB.</summary>
    public const long LeastBudget = 2 << 20;

    /// <summary>Bytes between two collections at most, 32 MiB; the runtime itself lets it become no more (System.GC.Gen0MaxBudget in the project file).</summary>
    public const long MostBudget = 32 << 20;

    /// <summary>The share of all time that collections may take before they become rarer.</summary>
    public const double Share = 0.005;

    /// <summary>A collection that takes longer makes the next one come sooner.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(8);

    /// <summary>
    /// The thread that collects the oldest generation in the background ends after 20 s without work, and when it has to be started anew the collection stops all threads to its end instead:
    /// 34 ms for 16 MB that lived (dotnet/runtime pull request 119383; .NET 10 does so). What the runtime collects by itself may not have gone by that thread, so it does not count.
    /// </summary>
    public static readonly TimeSpan BackgroundInterval = TimeSpan.FromSeconds(15);

    // Who made next to nothing since the last one lets the thread end; starting it costs a pause, which much has to have been made for.
    private const long WorthKeeping = 1 << 20;
    private const long WorthStarting = 16 << 20;

    private static readonly TimeSpan ThreadEnds = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan SoonestLook = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LatestLook = TimeSpan.FromSeconds(1);

    private HeapFigures _seen;
    private TimeSpan _seenAt;
    private HeapFigures _learned;
    private TimeSpan _learnedAt;
    private long _collected;
    private bool _collectedTwo;
    private long _collectedOld;
    private TimeSpan? _collectedOldAt;

    /// <summary>Begins with what is there.</summary>
    /// <param name="seen">The figures at the beginning.</param>
    /// <param name="now">The time of any clock that does not jump.</param>
    public CollectionPace(HeapFigures seen, TimeSpan now)
    {
        (_seen, _seenAt, _learned, _learnedAt) = (seen, now, seen, now);
        _collected = seen.Allocated;
    }

    /// <summary>Bytes from one collection to the next, now.</summary>
    public long Budget { get; private set; } = LeastBudget;

    /// <summary>What is due at this moment, and when to ask again.</summary>
    public (Collection Due, TimeSpan Again) Look(HeapFigures seen, TimeSpan now)
    {
        if (seen.Collections != _learned.Collections)
        {
            Learn(seen, now);
        }

        var due = Due(seen, now);
        if (due != Collection.None)
        {
            _collected = seen.Allocated;
        }

        var again = UntilFull(seen, now);
        (_seen, _seenAt) = (seen, now);
        return (due, again);
    }

    private void Learn(HeapFigures seen, TimeSpan now)
    {
        var paused = seen.Paused - _learned.Paused;
        var each = paused / (seen.Collections - _learned.Collections);
        var share = paused.TotalSeconds / Seconds(now - _learnedAt);
        var factor = each > LongestPause ? Math.Max(0.5, LongestPause / each) : Math.Clamp(share / Share, 0.8, 1.25);
        Budget = (long)Math.Clamp(Budget * factor, LeastBudget, MostBudget);
        // One that the runtime began by itself came at some time after the last look.
        _collected = _seen.Allocated;
        (_learned, _learnedAt) = (seen, now);
    }

    private Collection Due(HeapFigures seen, TimeSpan now)
    {
        if (_collectedOldAt is not { } at || (now - at >= BackgroundInterval && seen.Allocated - _collectedOld >= (now - at < ThreadEnds ? WorthKeeping : WorthStarting)))
        {
            // The runtime collects the youngest two before it begins with the oldest.
            (_collectedOld, _collectedOldAt, _collectedTwo) = (seen.Allocated, now, true);
            return Collection.Background;
        }

        if (seen.Allocated - _collected < Budget)
        {
            return Collection.None;
        }

        _collectedTwo = !_collectedTwo;
        return _collectedTwo ? Collection.YoungestTwo : Collection.Youngest;
    }

    private TimeSpan UntilFull(HeapFigures seen, TimeSpan now)
    {
        var rate = (seen.Allocated - _seen.Allocated) / Seconds(now - _seenAt);
        var left = Budget - (seen.Allocated - _collected);
        return left >= rate * LatestLook.TotalSeconds ? LatestLook : TimeSpan.FromSeconds(Math.Max(SoonestLook.TotalSeconds, left / rate));
    }

    // Two looks may come in one moment.
    private static double Seconds(TimeSpan elapsed) => Math.Max(0.001, elapsed.TotalSeconds);
}
