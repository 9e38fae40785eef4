using System.Collections;

namespace ActorPbx.Kernel.TestKit.Xunit2.Internals;

/// <summary>Equality of messages: the types' own equality, or element by element for sequences; an equality that throws is reported as it is.</summary>
public class AkkaAssertEqualityComparer<T>(bool skipTypeCheck = false, IEqualityComparer? innerComparer = null) : IEqualityComparer<T>
{
    private readonly IEqualityComparer _elements = innerComparer ?? new Elements();

    /// <inheritdoc/>
    public bool Equals(T? x, T? y)
    {
        if (x is null || y is null)
            return x is null && y is null;
        if (!skipTypeCheck && x.GetType() != y.GetType())
            return AreEqual(x, y);
        return AreEqual(x, y) || SequencesEqual(x, y);
    }

    /// <inheritdoc/>
    public int GetHashCode(T obj) => obj?.GetHashCode() ?? 0;

    private static bool AreEqual(T x, T y) => x switch
    {
        IEquatable<T> equatable => equatable.Equals(y),
        IComparable<T> comparable => comparable.CompareTo(y) == 0,
        _ => x!.Equals(y),
    };

    private bool SequencesEqual(T x, T y)
    {
        if (x is string || x is not IEnumerable first || y is not IEnumerable second)
            return false;
        var (one, other) = (first.GetEnumerator(), second.GetEnumerator());
        while (true)
        {
            var (more, otherMore) = (one.MoveNext(), other.MoveNext());
            if (!more || !otherMore)
                return more == otherMore;
            if (!_elements.Equals(one.Current, other.Current))
                return false;
        }
    }

    private sealed class Elements : IEqualityComparer
    {
        public new bool Equals(object? x, object? y) => new AkkaAssertEqualityComparer<object>().Equals(x, y);

        public int GetHashCode(object obj) => obj.GetHashCode();
    }
}
