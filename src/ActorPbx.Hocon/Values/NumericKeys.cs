using System.Globalization;

namespace ActorPbx.Hocon;

/// <summary>Keys that are array indexes, for objects that serve as arrays.</summary>
internal static class NumericKeys
{
    // HOCON "Conversion of numerically-indexed objects to arrays": other keys are ignored, gaps are closed. "00" is not an index.
    public static List<T> InOrder<T>(IEnumerable<KeyValuePair<string, T>> fields)
    {
        var items = new SortedDictionary<int, T>();
        foreach (var (key, value) in fields)
            if (TryParse(key, out var index)) items[index] = value;
        return [.. items.Values];
    }

    public static bool TryParse(string key, out int index) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out index) && (key.Length == 1 || key[0] != '0');
}
