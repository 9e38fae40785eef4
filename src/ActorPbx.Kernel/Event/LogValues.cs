using System.Collections;

namespace ActorPbx.Kernel.Event;

/// <summary>One argument of a log text, boxed only when it is written.</summary>
internal readonly struct LogValues<T1>(T1 value1) : IReadOnlyList<object>
{
    public int Count => 1;

    public object this[int index] => index switch
    {
        0 => value1!,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<object> GetEnumerator()
    {
        yield return value1!;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Two arguments of a log text, boxed only when it is written.</summary>
internal readonly struct LogValues<T1, T2>(T1 value1, T2 value2) : IReadOnlyList<object>
{
    public int Count => 2;

    public object this[int index] => index switch
    {
        0 => value1!,
        1 => value2!,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<object> GetEnumerator()
    {
        yield return value1!;
        yield return value2!;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Three arguments of a log text, boxed only when it is written.</summary>
internal readonly struct LogValues<T1, T2, T3>(T1 value1, T2 value2, T3 value3) : IReadOnlyList<object>
{
    public int Count => 3;

    public object this[int index] => index switch
    {
        0 => value1!,
        1 => value2!,
        2 => value3!,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<object> GetEnumerator()
    {
        yield return value1!;
        yield return value2!;
        yield return value3!;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Four arguments of a log text, boxed only when it is written.</summary>
internal readonly struct LogValues<T1, T2, T3, T4>(T1 value1, T2 value2, T3 value3, T4 value4) : IReadOnlyList<object>
{
    public int Count => 4;

    public object this[int index] => index switch
    {
        0 => value1!,
        1 => value2!,
        2 => value3!,
        3 => value4!,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<object> GetEnumerator()
    {
        yield return value1!;
        yield return value2!;
        yield return value3!;
        yield return value4!;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Five arguments of a log text, boxed only when it is written.</summary>
internal readonly struct LogValues<T1, T2, T3, T4, T5>(T1 value1, T2 value2, T3 value3, T4 value4, T5 value5) : IReadOnlyList<object>
{
    public int Count => 5;

    public object this[int index] => index switch
    {
        0 => value1!,
        1 => value2!,
        2 => value3!,
        3 => value4!,
        4 => value5!,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<object> GetEnumerator()
    {
        yield return value1!;
        yield return value2!;
        yield return value3!;
        yield return value4!;
        yield return value5!;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Six arguments of a log text, boxed only when it is written.</summary>
internal readonly struct LogValues<T1, T2, T3, T4, T5, T6>(T1 value1, T2 value2, T3 value3, T4 value4, T5 value5, T6 value6) : IReadOnlyList<object>
{
    public int Count => 6;

    public object this[int index] => index switch
    {
        0 => value1!,
        1 => value2!,
        2 => value3!,
        3 => value4!,
        4 => value5!,
        5 => value6!,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<object> GetEnumerator()
    {
        yield return value1!;
        yield return value2!;
        yield return value3!;
        yield return value4!;
        yield return value5!;
        yield return value6!;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
