using ActorPbx.Hocon.Drafts;

namespace ActorPbx.Hocon.Resolution;

/// <summary>Finds what a substitution stands for: a place of the configuration, what the place held before, or the environment.</summary>
internal sealed class ReferenceFollower(Resolver resolver, Slot root, HoconResolveOptions options)
{
    private readonly List<Slot> _trail = [];

    /// <summary>The value of a substitution that stands in <paramref name="from"/>; null when it is optional and undefined.</summary>
    public Head? Follow(DraftReference reference, Slot from)
    {
        _trail.Add(from);
        try
        {
            List<Slot>? cycle = null;
            if (!reference.List)
            {
                if (Find(reference.FullPath, from, ref cycle) is { } head) return head;
                // HOCON "Include semantics: substitution": first as seen from the included file, then from the root.
                if (reference.FullPath.Count != reference.Path.Count && Find(reference.Path, from, ref cycle) is { } outer) return outer;
            }
            if (FromEnvironment(reference, from) is { } variable) return variable;
            if (reference.Optional) return null;
            throw cycle is not null
                ? reference.Error($"the substitution {reference} leads back to itself: {Print(cycle)}")
                : reference.Error($"the substitution {reference} is not defined in the configuration or the environment");
        }
        finally
        {
            _trail.RemoveAt(_trail.Count - 1);
        }
    }

    /// <summary>The value of another slot, seen from one that shares it.</summary>
    public Head? See(Slot slot, Slot from)
    {
        List<Slot>? cycle = null;
        return See(slot, from, ref cycle);
    }

    private Head? Find(HoconPath path, Slot from, ref List<Slot>? cycle)
    {
        var slot = root;
        foreach (var key in path)
            if (See(slot, from, ref cycle) is not ObjectHead o || !o.Fields.TryGetValue(key, out slot!)) return null;
        return See(slot, from, ref cycle);
    }

    private Head? See(Slot slot, Slot from, ref List<Slot>? cycle)
    {
        var top = Math.Min(slot.Active, slot.Top + 1) - 1;
        if (top < 0)
        {
            cycle = _trail.SkipWhile(s => s != slot).Append(slot).ToList();
            return null;
        }
        var head = resolver.View(slot, top);
        if (head is not ArrayHead) return head;
        // A reference from inside an array to the array's own field means what the field held before.
        for (var inside = from; inside is not null; inside = inside.Parent)
        {
            if (inside.Parent != slot || inside.OwnerLayer < 0) continue;
            if (inside.OwnerLayer > 0) return resolver.View(slot, inside.OwnerLayer - 1);
            cycle = [slot, from, slot];
            return null;
        }
        return head;
    }

    private Head? FromEnvironment(DraftReference reference, Slot from)
    {
        if (options.Environment is not { } read) return null;
        var name = string.Join('.', reference.Path);
        if (name.Length == 0 || name.Contains('\0') || name.Contains('=')) return null;
        var origin = new HoconOrigin("environment", 0, 0);
        if (!reference.List) return read(name) is { } text ? new ScalarHead(HoconScalar.String(text, origin)) : null;
        var items = new List<Slot>();
        while (read($"{name}_{items.Count}") is { } item)
        {
            resolver.Count(1, reference.Origin);
            var draft = new DraftScalar(HoconScalar.String(item, origin));
            items.Add(new Slot(from, items.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), [new Layer(draft, null)]));
        }
        return items.Count == 0 ? null : new ArrayHead(items, reference.Origin);
    }

    private static string Print(List<Slot> cycle) => string.Join(" -> ", cycle.Select(s => s.Path().ToString()));
}
