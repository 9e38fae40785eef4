namespace ActorPbx.Node.Memory;

/// <summary>Has garbage collected at the pace that keeps pauses short (<c>/user/collection</c>).</summary>
internal sealed class CollectionActor : ReceiveActor, IWithTimers
{
    private readonly Action<Collection> _collect;
    private readonly TimeProvider _clock;
    private readonly long _began;
    private readonly CollectionPace _pace;

    /// <summary>Begins at once.</summary>
    /// <param name="collect">Does what is due.</param>
    /// <param name="clock">The time.</param>
    public CollectionActor(Action<Collection> collect, TimeProvider clock)
    {
        (_collect, _clock, _began) = (collect, clock, clock.GetTimestamp());
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
        _collect(due);
        Timers.StartSingleTimer(Look.Instance, Look.Instance, again);
    }

    private sealed class Look
    {
        public static readonly Look Instance = new();
    }
}
