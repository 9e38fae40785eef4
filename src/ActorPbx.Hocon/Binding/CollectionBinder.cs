using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;

namespace ActorPbx.Hocon.Binding;

/// <summary>What kind of collection a member is: its key type for a dictionary, its element, and how it is made.</summary>
internal sealed record CollectionShape(Type? Key, Type Element, Func<List<(object Key, object? Value)>, object> Make);

/// <summary>Binds arrays onto lists and sets, and objects with free keys onto dictionaries.</summary>
internal sealed class CollectionBinder(BindingRun run, CollectionShape shape)
{
    private static readonly Type[] Lists =
        [typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(List<>), typeof(IReadOnlyList<>), typeof(IList<>), typeof(IEnumerable<>),
         typeof(IReadOnlyCollection<>), typeof(ICollection<>), typeof(IImmutableList<>)];

    private static readonly Type[] Sets =
        [typeof(ImmutableHashSet<>), typeof(FrozenSet<>), typeof(HashSet<>), typeof(ISet<>), typeof(IReadOnlySet<>), typeof(IImmutableSet<>)];

    private static readonly Type[] Dictionaries =
        [typeof(ImmutableDictionary<,>), typeof(FrozenDictionary<,>), typeof(Dictionary<,>), typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>),
         typeof(IImmutableDictionary<,>), typeof(ImmutableSortedDictionary<,>), typeof(SortedDictionary<,>)];

    private static readonly ConcurrentDictionary<Type, CollectionShape?> Known = new();

    /// <summary>The shape of a collection type; null for any other.</summary>
    public static CollectionShape? ShapeOf(Type type) => Known.GetOrAdd(type, Find);

    private static CollectionShape? Find(Type type)
    {
        if (type.IsArray) return Shape(nameof(List), null, type.GetElementType()!, type);
        if (!type.IsGenericType) return null;
        var open = type.GetGenericTypeDefinition();
        var arguments = type.GenericTypeArguments;
        if (Lists.Contains(open) || Sets.Contains(open)) return Shape(nameof(List), null, arguments[0], type);
        return Dictionaries.Contains(open) ? Shape(nameof(Map), arguments[0], arguments[1], type) : null;
    }

    public object? Bind(HoconValue value, HoconPath path, Member? member)
    {
        var before = run.Problems.Count;
        var items = new List<(object, object?)>();
        if (shape.Key is null) BindItems(value, path, member, items);
        else BindFields(value, path, member, items);
        return run.Problems.Count > before ? null : shape.Make(items);
    }

    private void BindItems(HoconValue value, HoconPath path, Member? member, List<(object, object?)> into)
    {
        var items = value as HoconArray ?? (value as HoconObject)?.ToArray();
        if (items is null)
        {
            run.Wrong(value, "an array", path, member);
            return;
        }
        for (var i = 0; i < items.Count; i++)
            into.Add((i, run.Bind(items[i], shape.Element, path.Append(i.ToString(CultureInfo.InvariantCulture)), member is { Nullable: true } ? member with { Nullable = false } : member)));
    }

    private void BindFields(HoconValue value, HoconPath path, Member? member, List<(object, object?)> into)
    {
        if (value is not HoconObject fields)
        {
            run.Wrong(value, "an object", path, member);
            return;
        }
        var seen = new HashSet<object>();
        foreach (var (key, field) in fields)
        {
            var bound = run.Bind(HoconScalar.String(key, fields.KeyOrigin(key)), shape.Key!, path.Append(key), null);
            var item = run.Bind(field, shape.Element, path.Append(key), member);
            if (bound is null) continue;
            if (!seen.Add(bound))
                run.Report($"the key '{key}' in '{path}' means the same as one before it", path.Append(key), fields.KeyOrigin(key));
            into.Add((bound, item));
        }
    }

    private static CollectionShape Shape(string maker, Type? key, Type element, Type type)
    {
        var method = typeof(CollectionBinder).GetMethod(maker, BindingFlags.NonPublic | BindingFlags.Static)!;
        var make = (key is null ? method.MakeGenericMethod(element) : method.MakeGenericMethod(key, element))
            .CreateDelegate<Func<Type, List<(object Key, object? Value)>, object>>();
        return new CollectionShape(key, element, items => make(type, items));
    }

    private static object List<T>(Type type, List<(object Key, object? Value)> items)
    {
        var list = items.ConvertAll(i => (T)i.Value!);
        if (type.IsArray) return list.ToArray();
        if (type == typeof(ImmutableArray<T>)) return list.ToImmutableArray();
        if (type == typeof(ImmutableList<T>) || type == typeof(IImmutableList<T>)) return list.ToImmutableList();
        if (type == typeof(ImmutableHashSet<T>) || type == typeof(IImmutableSet<T>)) return list.ToImmutableHashSet();
        if (type == typeof(FrozenSet<T>)) return list.ToFrozenSet();
        if (type == typeof(HashSet<T>) || type == typeof(ISet<T>) || type == typeof(IReadOnlySet<T>)) return list.ToHashSet();
        return list;
    }

    private static object Map<TKey, TValue>(Type type, List<(object Key, object? Value)> items) where TKey : notnull
    {
        var map = new Dictionary<TKey, TValue>(items.Count);
        foreach (var (key, value) in items) map[(TKey)key] = (TValue)value!;
        if (type == typeof(ImmutableDictionary<TKey, TValue>) || type == typeof(IImmutableDictionary<TKey, TValue>)) return map.ToImmutableDictionary();
        if (type == typeof(ImmutableSortedDictionary<TKey, TValue>)) return map.ToImmutableSortedDictionary();
        if (type == typeof(SortedDictionary<TKey, TValue>)) return new SortedDictionary<TKey, TValue>(map);
        return type == typeof(FrozenDictionary<TKey, TValue>) ? map.ToFrozenDictionary() : map;
    }
}
