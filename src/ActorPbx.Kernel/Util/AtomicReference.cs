namespace ActorPbx.Kernel.Util;

/// <summary>A reference that threads may swap without a lock.</summary>
public class AtomicReference<T>
    where T : class
{
    private T? _value;

    /// <summary>Starts with the given value.</summary>
    public AtomicReference(T? originalValue) => _value = originalValue;

    /// <summary>Starts empty.</summary>
    public AtomicReference()
    {
    }

    /// <summary>The value now.</summary>
    public T? Value
    {
        get => Volatile.Read(ref _value);
        set => Volatile.Write(ref _value, value);
    }

    /// <summary>Sets the value if it is still the expected one, and says whether it did.</summary>
    public bool CompareAndSet(T? expected, T? newValue) =>
        ReferenceEquals(Interlocked.CompareExchange(ref _value, newValue, expected), expected);

    /// <summary>Sets the value and returns the one before.</summary>
    public T? GetAndSet(T? newValue) => Interlocked.Exchange(ref _value, newValue);

    /// <summary>Reads the value.</summary>
    public static implicit operator T?(AtomicReference<T> atomicReference) => atomicReference.Value;

    /// <summary>Wraps a value.</summary>
    public static implicit operator AtomicReference<T>(T value) => new(value);
}
