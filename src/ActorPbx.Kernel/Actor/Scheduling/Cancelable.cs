namespace ActorPbx.Kernel.Actor;

/// <summary>Calls off what was scheduled with it.</summary>
public class Cancelable : ICancelable, IDisposable
{
    private readonly IActionScheduler? _scheduler;
    private readonly Lock _gate = new();
    private CancellationTokenSource? _source;
    private object? _attached;
    private bool _cancelled;
    private bool _disposed;

    /// <summary>For use with the system's clock.</summary>
    public Cancelable(IScheduler scheduler)
        : this(scheduler.Advanced)
    {
    }

    /// <summary>Calls itself off after a while.</summary>
    public Cancelable(IScheduler scheduler, TimeSpan delay)
        : this(scheduler) => CancelAfter(delay);

    /// <summary>Calls itself off after so many milliseconds.</summary>
    public Cancelable(IScheduler scheduler, int millisecondsDelay)
        : this(scheduler) => CancelAfter(millisecondsDelay);

    /// <summary>For use with a clock.</summary>
    public Cancelable(IActionScheduler scheduler) => _scheduler = scheduler;

    /// <summary>Calls itself off after a while.</summary>
    public Cancelable(IActionScheduler scheduler, TimeSpan delay)
        : this(scheduler) => CancelAfter(delay);

    /// <summary>Calls itself off after so many milliseconds.</summary>
    public Cancelable(IActionScheduler scheduler, int millisecondsDelay)
        : this(scheduler) => CancelAfter(millisecondsDelay);

    /// <summary>Wraps a source of tokens.</summary>
    public Cancelable(IActionScheduler scheduler, CancellationTokenSource source)
        : this(scheduler)
    {
        _source = source;
        source.Token.Register(() => Cancel(false));
    }

    /// <inheritdoc />
    public bool IsCancellationRequested => Volatile.Read(ref _cancelled);

    /// <summary>Whether it has been disposed of, and can be called off no more.</summary>
    public bool IsDisposed => Volatile.Read(ref _disposed);

    /// <inheritdoc />
    public CancellationToken Token
    {
        get
        {
            lock (_gate)
            {
                if (_source is null)
                {
                    _source = new CancellationTokenSource();
                    if (_cancelled)
                    {
                        _source.Cancel();
                    }
                }

                return _source.Token;
            }
        }
    }

    /// <summary>One that has been called off already.</summary>
    public static ICancelable CreateCanceled() => new AlreadyCanceledCancelable();

    /// <summary>One that is called off with any of the others.</summary>
    public static ICancelable CreateLinkedCancelable(IScheduler scheduler, params ICancelable[] cancelables)
    {
        var linked = new Cancelable(scheduler);
        foreach (ICancelable each in cancelables)
        {
            each.Token.Register(static c => ((Cancelable)c!).Cancel(), linked);
        }

        return linked;
    }

    /// <summary>One that is called off with any of the others.</summary>
    public static ICancelable CreateLinkedCancelable(IActionScheduler scheduler, params ICancelable[] cancelables) =>
        CreateLinkedCancelable(scheduler, Array.ConvertAll(cancelables, static each => each.Token));

    /// <summary>One that is called off with any of the tokens.</summary>
    public static ICancelable CreateLinkedCancelable(IScheduler scheduler, params CancellationToken[] cancellationTokens) =>
        CreateLinkedCancelable(scheduler.Advanced, cancellationTokens);

    /// <summary>One that is called off with any of the tokens.</summary>
    public static ICancelable CreateLinkedCancelable(IActionScheduler scheduler, params CancellationToken[] cancellationTokens)
    {
        var linked = new Cancelable(scheduler);
        foreach (CancellationToken each in cancellationTokens)
        {
            each.Register(static c => ((Cancelable)c!).Cancel(), linked);
        }

        return linked;
    }

    internal void Attach(WheelTimer timer)
    {
        lock (_gate)
        {
            if (!_cancelled)
            {
                Keep(timer);
                return;
            }
        }

        timer.Cancel();
    }

    private void Keep(WheelTimer timer)
    {
        switch (_attached)
        {
            case null:
                _attached = timer;
                break;
            case List<WheelTimer> many:
                many.RemoveAll(static t => t.Slot < 0 && t.Interval <= 0);
                many.Add(timer);
                break;
            default:
                _attached = new List<WheelTimer> { (WheelTimer)_attached, timer };
                break;
        }
    }

    /// <inheritdoc />
    public void Cancel() => Cancel(false);

    /// <inheritdoc />
    public void Cancel(bool throwOnFirstException)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        object? attached;
        CancellationTokenSource? source;
        lock (_gate)
        {
            if (_cancelled)
            {
                return;
            }

            _cancelled = true;
            attached = _attached;
            _attached = null;
            source = _source;
        }

        (attached as WheelTimer)?.Cancel();
        (attached as List<WheelTimer>)?.ForEach(static t => t.Cancel());
        source?.Cancel(throwOnFirstException);
    }

    /// <inheritdoc />
    public void CancelAfter(TimeSpan delay)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (delay < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(delay), $"The delay must be >0, it was {delay}");
        }

        _scheduler!.ScheduleOnce(delay, Cancel, this);
    }

    /// <inheritdoc />
    public void CancelAfter(int millisecondsDelay)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(millisecondsDelay);
        CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Volatile.Write(ref _disposed, true);
        _source?.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Called off from the start.</summary>
public class AlreadyCanceledCancelable : ICancelable
{
    private static readonly CancellationToken Canceled = new(canceled: true);

    /// <summary>The one value of this type.</summary>
    public static ICancelable Instance { get; } = new AlreadyCanceledCancelable();

    /// <inheritdoc />
    public bool IsCancellationRequested => true;

    /// <inheritdoc />
    public CancellationToken Token => Canceled;

    /// <inheritdoc />
    public void Cancel()
    {
    }

    /// <inheritdoc />
    public void Cancel(bool throwOnFirstException)
    {
    }

    void ICancelable.CancelAfter(TimeSpan delay)
    {
    }

    void ICancelable.CancelAfter(int millisecondsDelay)
    {
    }
}

/// <summary>Calls off what may not be there.</summary>
public static class CancelableExtensions
{
    /// <summary>Calls off unless null.</summary>
    public static void CancelIfNotNull(this ICancelable? cancelable) => cancelable?.Cancel();
}
