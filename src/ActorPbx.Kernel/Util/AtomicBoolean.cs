namespace ActorPbx.Kernel.Util;

/// <summary>A flag that threads may change without a lock.</summary>
public class AtomicBoolean
{
    private int _value;

    /// <summary>Starts with the given value.</summary>
    public AtomicBoolean(bool initialValue = false) => _value = initialValue ? 1 : 0;

    /// <summary>The value now.</summary>
    public bool Value
    {
        get => Volatile.Read(ref _value) == 1;
        set => Volatile.Write(ref _value, value ? 1 : 0);
    }

    /// <summary>Sets the value if it is still the expected one, and says whether it did.</summary>
    public bool CompareAndSet(bool expected, bool newValue)
    {
        int e = expected ? 1 : 0;
        return Interlocked.CompareExchange(ref _value, newValue ? 1 : 0, e) == e;
    }

    /// <summary>Sets the value and returns the one before.</summary>
    public bool GetAndSet(bool newValue) => Interlocked.Exchange(ref _value, newValue ? 1 : 0) == 1;

    /// <summary>Reads the value.</summary>
    public static implicit operator bool(AtomicBoolean atomicBoolean) => atomicBoolean.Value;

    /// <summary>Wraps a value.</summary>
    public static implicit operator AtomicBoolean(bool value) => new(value);
}
