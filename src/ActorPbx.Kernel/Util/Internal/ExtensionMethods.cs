using System.Globalization;

namespace ActorPbx.Kernel.Util.Internal;

/// <summary>Small conversions that actor code and its tests lean on.</summary>
public static class ExtensionMethods
{
    /// <summary>Casts.</summary>
    public static T AsInstanceOf<T>(this object? self) => (T)self!;

    /// <summary>Joins the items' texts.</summary>
    public static string Join(this IEnumerable<string> self, string separator) => string.Join(separator, self);

    /// <summary>The text with a double quote on either side.</summary>
    public static string BetweenDoubleQuotes(this string? self) => "\"" + self + "\"";

    /// <summary>Adds or replaces.</summary>
    public static void AddOrSet<TKey, TValue>(this IDictionary<TKey, TValue> hash, TKey key, TValue value) => hash[key] = value;

    /// <summary>Adds or replaces.</summary>
    public static void Put<TKey, TValue>(this IDictionary<TKey, TValue> hash, TKey key, TValue value) => hash[key] = value;

    /// <summary>The value, or a default.</summary>
    public static TValue GetOrElse<TKey, TValue>(this IDictionary<TKey, TValue> hash, TKey key, TValue elseValue) =>
        hash.TryGetValue(key, out TValue? value) ? value : elseValue;

    /// <summary>The larger of the two.</summary>
    public static TimeSpan Max(this TimeSpan @this, TimeSpan other) => @this > other ? @this : other;

    /// <summary>The smaller of the two.</summary>
    public static TimeSpan Min(this TimeSpan @this, TimeSpan other) => @this < other ? @this : other;

    /// <summary>Runs the action on each item.</summary>
    public static void ForEach<T>(this IEnumerable<T> source, Action<T> action)
    {
        foreach (T item in source)
        {
            action(item);
        }
    }

    /// <summary>Each item with its place, from 0.</summary>
    public static IEnumerable<KeyValuePair<T, int>> ZipWithIndex<T>(this IEnumerable<T> collection) =>
        collection.Select(static (item, place) => new KeyValuePair<T, int>(item, place));

    /// <summary>All items but the first so many.</summary>
    public static IEnumerable<T> Drop<T>(this IEnumerable<T> self, int count) => self.Skip(count);

    /// <summary>The first item.</summary>
    public static T Head<T>(this IEnumerable<T> self) => self.First();

    /// <summary>The item itself, followed by the others.</summary>
    public static IEnumerable<T> Concat<T>(this IEnumerable<T> source, T item)
    {
        foreach (T each in source)
        {
            yield return each;
        }

        yield return item;
    }

    /// <summary>The number as text, the same in every culture.</summary>
    public static string ToInvariant(this IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
