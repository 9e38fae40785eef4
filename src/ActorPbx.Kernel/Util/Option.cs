namespace ActorPbx.Kernel.Util;

/// <summary>A value that may be absent.</summary>
public readonly struct Option<T> : IEquatable<Option<T>>
{
    /// <summary>The absent value.</summary>
    public static readonly Option<T> None;

    /// <summary>A present value; null counts as absent.</summary>
    public Option(T value)
    {
        Value = value;
        HasValue = value is not null;
    }

    /// <summary>A present value; null counts as absent.</summary>
    public static Option<T> Create(T value) => new(value);

    /// <summary>Whether a value is there.</summary>
    public bool HasValue { get; }

    /// <summary>Whether no value is there.</summary>
    public bool IsEmpty => !HasValue;

    /// <summary>The value, or the default of the type when absent.</summary>
    public T Value { get; }

    /// <summary>The value, or the given one when absent.</summary>
    public T GetOrElse(T fallbackValue) => HasValue ? Value : fallbackValue;

    /// <summary>This value, or the other when absent.</summary>
    public Option<T> OrElse(Option<T> fallback) => HasValue ? this : fallback;

    /// <summary>Applies the function to a present value.</summary>
    public Option<TNew> Select<TNew>(Func<T, TNew> selector) => HasValue ? new Option<TNew>(selector(Value)) : Option<TNew>.None;

    /// <summary>Applies the function to a present value.</summary>
    public Option<TNew> FlatSelect<TNew>(Func<T, Option<TNew>> mapper) => HasValue ? mapper(Value) : Option<TNew>.None;

    /// <summary>Runs the action on a present value.</summary>
    public void OnSuccess(Action<T> action)
    {
        if (HasValue)
        {
            action(Value);
        }
    }

    /// <summary>Wraps a value.</summary>
    public static implicit operator Option<T>(T item) => new(item);

    /// <summary>Same presence and same value.</summary>
    public static bool operator ==(Option<T> left, Option<T> right) => left.Equals(right);

    /// <summary>Different presence or different value.</summary>
    public static bool operator !=(Option<T> left, Option<T> right) => !left.Equals(right);

    /// <inheritdoc />
    public bool Equals(Option<T> other) => HasValue == other.HasValue && EqualityComparer<T>.Default.Equals(Value, other.Value);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Option<T> other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HasValue ? Value!.GetHashCode() : 0;

    /// <inheritdoc />
    public override string ToString() => HasValue ? $"Some<{Value}>" : "None";
}
