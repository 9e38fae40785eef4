namespace ActorPbx.Kernel.Util.Internal;

/// <summary>A wide counter that threads may change without a lock.</summary>
public class AtomicCounterLong
{
    private long _value;

    /// <summary>Starts at the given value.</summary>
    public AtomicCounterLong(long value = 0) => _value = value;

    /// <summary>The value now.</summary>
    public long Current => Volatile.Read(ref _value);

    /// <summary>Adds one and returns the new value.</summary>
    public long Next() => Interlocked.Increment(ref _value);

    /// <summary>Adds one and returns the value before.</summary>
    public long GetAndIncrement() => Interlocked.Increment(ref _value) - 1;

    /// <summary>Adds one and returns the new value.</summary>
    public long IncrementAndGet() => Interlocked.Increment(ref _value);

    /// <summary>Adds the amount and returns the new value.</summary>
    public long AddAndGet(long amount) => Interlocked.Add(ref _value, amount);

    /// <summary>Adds the amount and returns the value before.</summary>
    public long GetAndAdd(long amount) => Interlocked.Add(ref _value, amount) - amount;

    /// <summary>Sets the value and returns the one before.</summary>
    public long GetAndSet(long value) => Interlocked.Exchange(ref _value, value);

    /// <summary>Sets the value if it is still the expected one, and says whether it did.</summary>
    public bool CompareAndSet(long expected, long newValue) => Interlocked.CompareExchange(ref _value, newValue, expected) == expected;
}
