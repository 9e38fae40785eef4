namespace ActorPbx.Node.Memory;

/// <summary>Has garbage collected at the pace that keeps pauses short (<c>/user/collection</c>).</summary>
internal sealed class CollectionActor : ReceiveActor, IWithTimers
{
    private readonly TimeProvider _clock;
    private readonly long _began;
    private readonly CollectionPace _pace;

    /// <summary>Begins at once.</summary>
    public CollectionActor(TimeProvider clock)
    {
        (_clock, _began) = (clock, clock.GetTimestamp());
        _pace = new CollectionPace(HeapFigures.Read(), TimeSpan.Zero);
        Receive<Look>(_ => OnLook());
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() => OnLook();

    private void OnLook()
    {
        var (due, again) = _pace.Look(HeapFigures.Read(), _clock.GetElapsedTime(_began));
        if (due == Collection.Youngest)
        {
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
        }
        else if (due == Collection.Background)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: false);
        }

        Timers.StartSingleTimer(Look.Instance, Look.Instance, again);
    }

    private sealed class Look
    {
        public static readonly Look Instance = new();
    }
}
