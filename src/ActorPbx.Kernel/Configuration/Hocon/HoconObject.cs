using Tree = ActorPbx.Hocon;

namespace ActorPbx.Kernel.Configuration.Hocon;

/// <summary>The fields of a configuration object, as Akka.NET hands them out.</summary>
public sealed class HoconObject
{
    internal HoconObject(Tree.HoconObject fields) => Items = fields.ToDictionary(f => f.Key, f => new HoconValue(f.Value));

    /// <summary>The fields by their keys.</summary>
    public IDictionary<string, HoconValue> Items { get; }

    /// <summary>The fields by their keys, objects and arrays unwrapped to dictionaries, lists and texts.</summary>
    public IDictionary<string, object?> Unwrapped => Items.ToDictionary(i => i.Key, i => Unwrap(i.Value));

    /// <summary>The field of a key; null when there is none.</summary>
    public HoconValue? GetKey(string key) => Items.TryGetValue(key, out var value) ? value : null;

    private static object? Unwrap(HoconValue value)
    {
        if (value.GetObject() is { } fields) return fields.Unwrapped;
        return value.IsArray() ? value.GetArray().Select(Unwrap).ToList() : value.GetString();
    }
}

/// <summary>A whole configuration by its root value.</summary>
public sealed class HoconRoot(HoconValue value)
{
    /// <summary>The root value.</summary>
    public HoconValue Value { get; } = value;
}
