namespace ActorPbx.Hocon.Resolution;

/// <summary>Joins the parts of a concatenation, and merges objects that stand over one another.</summary>
internal static class Joiner
{
    /// <summary>One value of several parts: a string, an array or an object. Undefined parts are left out before.</summary>
    public static Head? Join(Resolver resolver, Slot slot, List<Head> parts, HoconOrigin origin)
    {
        var structure = parts.Find(p => p is ObjectHead or ArrayHead);
        if (structure is null) return JoinScalars(resolver, parts, origin);
        // HOCON "Array and object concatenation": blanks beside arrays and objects are not part of the value.
        parts.RemoveAll(p => p is BlankHead);
        if (parts.Find(p => p is ScalarHead) is { } scalar)
            throw new HoconException($"a {scalar.KindName} cannot be joined with an {structure.KindName} (written at {structure.Origin})", scalar.Origin);
        return parts.Exists(p => p is ArrayHead) ? JoinArrays(resolver, parts) : Merge(resolver, slot, parts.ConvertAll(p => (ObjectHead)p));
    }

    /// <summary>Objects merged, the last one winning; fields that several have are merged in turn when they are looked at.</summary>
    public static ObjectHead Merge(Resolver resolver, Slot slot, List<ObjectHead> objects)
    {
        if (objects.Count == 1) return objects[0];
        var merged = new ObjectHead(objects[^1].Origin);
        var shared = new Dictionary<string, List<Layer>>(StringComparer.Ordinal);
        foreach (var part in objects)
        {
            resolver.Count(part.Fields.Count, part.Origin);
            foreach (var (key, field) in part.Fields)
            {
                merged.KeyOrigins[key] = part.KeyOrigins[key];
                if (merged.Fields.TryAdd(key, field)) continue;
                if (!shared.TryGetValue(key, out var layers)) shared[key] = layers = [new Layer(null, merged.Fields[key])];
                layers.Add(new Layer(null, field));
            }
        }
        foreach (var (key, layers) in shared) merged.Fields[key] = new Slot(slot, key, layers);
        return merged;
    }

    private static Head? JoinScalars(Resolver resolver, List<Head> parts, HoconOrigin origin)
    {
        if (parts.Count == 0) return null;
        // HOCON "Substitutions": only a substitution that is the whole value keeps its kind, so ${?none}42 is the text 42.
        if (parts is [ScalarHead { IsString: true } whole]) return whole;
        long length = 0;
        foreach (var part in parts) length += LengthOf(part);
        resolver.CheckText(length, origin);
        parts.RemoveAll(part => LengthOf(part) == 0);
        return parts switch
        {
            [ScalarHead { IsString: true } single] => single,
            [ScalarHead single] => new ScalarHead(HoconScalar.String(single.Value.Text, origin)),
            [BlankHead single] => new ScalarHead(HoconScalar.String(single.Text, origin)),
            _ => new ScalarHead([.. parts], length, origin),
        };
    }

    private static long LengthOf(Head part) => part is ScalarHead scalar ? scalar.Length : ((BlankHead)part).Text.Length;

    private static ArrayHead JoinArrays(Resolver resolver, List<Head> parts)
    {
        ArrayHead? joined = null;
        foreach (var part in parts)
        {
            var next = part as ArrayHead ?? FromNumbered((ObjectHead)part);
            resolver.Count(joined is null ? 0 : next.Count, next.Origin);
            joined = joined is null ? next : joined.With(next.Items);
        }
        return joined!;
    }

    // HOCON "Conversion of numerically-indexed objects to arrays".
    private static ArrayHead FromNumbered(ObjectHead numbered)
    {
        var items = NumericKeys.InOrder(numbered.Fields);
        if (items.Count == 0)
            throw new HoconException("an object cannot be joined with an array, unless it has keys that are numbers", numbered.Origin);
        return new ArrayHead(items, numbered.Origin);
    }
}
