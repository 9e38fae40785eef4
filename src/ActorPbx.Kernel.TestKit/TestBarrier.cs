namespace ActorPbx.Kernel.TestKit;

/// <summary>A barrier at which a number of threads meet, and that never waits without a limit.</summary>
public class TestBarrier
{
    private readonly TestKitBase _testKit;
    private readonly int _count;
    private readonly TimeSpan _defaultTimeout;
    private readonly Barrier _barrier;

    /// <summary>The default wait.</summary>
    [Obsolete("This field will be removed in future versions.")]
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    /// <summary>A barrier for as many participants as given.</summary>
    public TestBarrier(TestKitBase testKit, int count, TimeSpan? defaultTimeout = null)
    {
        _testKit = testKit;
        _count = count;
        _defaultTimeout = defaultTimeout ?? testKit.TestKitSettings.DefaultTimeout;
        _barrier = new Barrier(count);
    }

    /// <summary>Waits for the others, up to the default limit.</summary>
    public void Await() => Await(_defaultTimeout);

    /// <summary>Waits for the others, up to a limit (dilated).</summary>
    public void Await(TimeSpan timeout) => _barrier.SignalAndWait(_testKit.Dilated(timeout));

    /// <summary>Forgets who is waiting.</summary>
    public void Reset()
    {
        _barrier.RemoveParticipants(_count);
        _barrier.AddParticipants(_count);
    }
}
