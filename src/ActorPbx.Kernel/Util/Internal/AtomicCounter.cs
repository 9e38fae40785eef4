namespace ActorPbx.Kernel.Util.Internal;

/// <summary>A counter that threads may change without a lock.</summary>
public class AtomicCounter
{
    private int _value;

    /// <summary>Starts at -1, so that the first <see cref="Next"/> is 0.</summary>
    public AtomicCounter()
        : this(-1)
    {
    }

    /// <summary>Starts at the given value.</summary>
    public AtomicCounter(int initialValue) => _value = initialValue;

    /// <summary>The value now.</summary>
    public int Current => Volatile.Read(ref _value);

    /// <summary>Adds one and returns the new value.</summary>
    public int Next() => Interlocked.Increment(ref _value);

    /// <summary>Takes one and returns the new value.</summary>
    public int Decrement() => Interlocked.Decrement(ref _value);

    /// <summary>Adds one and returns the value before.</summary>
    public int GetAndIncrement() => Interlocked.Increment(ref _value) - 1;

    /// <summary>Adds one and returns the new value.</summary>
    public int IncrementAndGet() => Interlocked.Increment(ref _value);

    /// <summary>Adds the amount and returns the new value.</summary>
    public int AddAndGet(int amount) => Interlocked.Add(ref _value, amount);

    /// <summary>Adds the amount and returns the value before.</summary>
    public int GetAndAdd(int amount) => Interlocked.Add(ref _value, amount) - amount;

    /// <summary>Takes one and returns the value before.</summary>
    public int GetAndDecrement() => Interlocked.Decrement(ref _value) + 1;

    /// <summary>Sets the value and returns the one before.</summary>
    public int GetAndSet(int value) => Interlocked.Exchange(ref _value, value);

    /// <summary>Sets the value if it is still the expected one, and says whether it did.</summary>
    public bool CompareAndSet(int current, int newValue) => Interlocked.CompareExchange(ref _value, newValue, current) == current;

    /// <summary>Sets the value to zero.</summary>
    public void Reset() => Volatile.Write(ref _value, 0);
}
