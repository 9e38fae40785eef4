using ActorPbx.Kernel.Pattern;

namespace ActorPbx.Kernel.TestKit;

/// <summary>A circuit breaker with a latch for each of its states.</summary>
public class TestBreaker
{
    /// <summary>Listens to the breaker given.</summary>
    public TestBreaker(CircuitBreaker instance)
    {
        Instance = instance;
        instance.OnClose(() => Signal(ClosedLatch));
        instance.OnHalfOpen(() => Signal(HalfOpenLatch));
        instance.OnOpen(() => Signal(OpenLatch));
    }

    /// <summary>Set once the breaker was half open.</summary>
    public CountdownEvent HalfOpenLatch { get; } = new(1);

    /// <summary>Set once the breaker was open.</summary>
    public CountdownEvent OpenLatch { get; } = new(1);

    /// <summary>Set once the breaker was closed.</summary>
    public CountdownEvent ClosedLatch { get; } = new(1);

    /// <summary>The breaker.</summary>
    public CircuitBreaker Instance { get; }

    private static void Signal(CountdownEvent latch)
    {
        if (!latch.IsSet)
            latch.Signal();
    }
}
