namespace ActorPbx.Kernel.TestKit;

/// <summary>A latch that opens when it has been counted down, and that never waits without a limit.</summary>
public class TestLatch
{
    private readonly CountdownEvent _latch;
    private readonly Func<TimeSpan, TimeSpan> _dilate;
    private readonly TimeSpan _defaultTimeout;

    /// <summary>The default wait.</summary>
    [Obsolete("This field will be removed. TestKitSettings.DefaultTimeout is an alternative.")]
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    /// <summary>A latch that one count opens; it waits 5 s at most.</summary>
    public TestLatch() : this(1)
    {
    }

    /// <summary>A latch that the number of counts given opens; it waits 5 s at most.</summary>
    public TestLatch(int count) : this(count, TimeSpan.FromSeconds(5))
    {
    }

    /// <summary>A latch with its own limit of waiting.</summary>
    public TestLatch(int count, TimeSpan defaultTimeout) : this(static t => t, defaultTimeout, count)
    {
    }

    internal TestLatch(Func<TimeSpan, TimeSpan> dilate, int count, TimeSpan defaultTimeout) : this(dilate, defaultTimeout, count)
    {
    }

    /// <summary>A latch whose waits are stretched by a function.</summary>
    protected TestLatch(Func<TimeSpan, TimeSpan> dilate, TimeSpan defaultTimeout, int count)
    {
        _latch = new CountdownEvent(count);
        _dilate = dilate;
        _defaultTimeout = defaultTimeout;
    }

    /// <summary>Whether the latch is open.</summary>
    public bool IsOpen => _latch.IsSet;

    /// <summary>Counts down once.</summary>
    public void CountDown() => _latch.Signal();

    /// <summary>Opens the latch at once.</summary>
    public void Open()
    {
        while (!IsOpen)
            CountDown();
    }

    /// <summary>Closes the latch with its first count.</summary>
    public void Reset() => _latch.Reset();

    /// <summary>Waits until the latch is open.</summary>
    /// <exception cref="TimeoutException">It is still closed after <paramref name="timeout"/>.</exception>
    public void Ready(TimeSpan timeout)
    {
        if (timeout == TimeSpan.MaxValue)
            throw new ArgumentException($"TestLatch does not support waiting for {timeout}");
        var limit = _dilate(timeout);
        if (!_latch.Wait(limit))
            throw new TimeoutException($"Timeout of {limit}");
    }

    /// <summary>As above, with the default limit.</summary>
    public void Ready() => Ready(_defaultTimeout);
}
