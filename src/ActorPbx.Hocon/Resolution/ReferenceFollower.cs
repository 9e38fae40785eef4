using System.Globalization;
using System.Runtime.InteropServices;
using ActorPbx.Hocon.Drafts;

namespace ActorPbx.Hocon.Resolution;

/// <summary>Finds what a substitution stands for: a place of the configuration, what the place held before, or the environment.</summary>
internal sealed class ReferenceFollower(Resolver resolver, Slot root, HoconResolveOptions options)
{
    private static readonly HoconOrigin Variable = new("environment", 0, 0);

    private readonly List<(DraftReference Reference, Slot From)> _open = [];
    private readonly Dictionary<DraftReference, int> _timesOpen = new(ReferenceEqualityComparer.Instance);

    /// <summary>The value of a substitution that stands in <paramref name="from"/>; null when it is optional and undefined.</summary>
    public Head? Follow(DraftReference reference, Slot from)
    {
        List<Slot>? cycle = null;
        CountOpen(reference, from);
        _open.Add((reference, from));
        try
        {
            return Follow(reference, from, ref cycle);
        }
        finally
        {
            _open.RemoveAt(_open.Count - 1);
            _timesOpen[reference]--;
        }
    }

    // An object that stands for what holds it is opened anew inside itself, in places that were never seen before: without end, where no other bound is met.
    private void CountOpen(DraftReference reference, Slot from)
    {
        ref var times = ref CollectionsMarshal.GetValueRefOrAddDefault(_timesOpen, reference, out _);
        if (times >= options.MaxDepth) throw reference.Error($"the substitution {reference} leads back to itself, at '{from.Path()}' and further inside");
        times++;
    }

    private Head? Follow(DraftReference reference, Slot from, ref List<Slot>? cycle)
    {
        if (Find(StartOf(reference, from), reference.FullPath, from, ref cycle) is { } head) return head;
        // HOCON "Include semantics: substitution": first as seen from the included file, then from the root.
        if (HasOuter(reference) && Find(root, reference.Path, from, ref cycle) is { } outer) return outer;
        if (FromEnvironment(reference, from) is { } variable) return variable;
        if (reference.Optional && (cycle is null || !HasRequiredLink(cycle))) return null;
        throw cycle is not null
            ? reference.Error($"the substitution {reference} leads back to itself: {Print(cycle)}")
            : reference.Error($"the substitution {reference} is not defined in the configuration or the environment");
    }

    // An optional substitution makes a circle nothing only where all of it is optional: else the order of the keys would matter.
    private bool HasRequiredLink(List<Slot> cycle) => _open.Exists(o => !o.Reference.Optional && o.From.Top == 0 && cycle.Contains(o.From));

    /// <summary>The value of another slot, seen from one that shares it.</summary>
    public Head? See(Slot slot)
    {
        List<Slot>? cycle = null;
        return See(slot, ref cycle);
    }

    private static bool HasOuter(DraftReference reference) =>
        reference.LevelInArray > 0 || reference.FullPath.Count != reference.Path.Count;

    private Slot StartOf(DraftReference reference, Slot from)
    {
        if (reference.LevelInArray == 0) return root;
        for (var level = reference.LevelInArray; level > 0; level--) from = from.Parent!;
        return from;
    }

    private Head? Find(Slot start, HoconPath path, Slot from, ref List<Slot>? cycle)
    {
        var whole = resolver.Whole;
        resolver.Whole = false;
        var slot = Walk(start, path, from, ref cycle);
        resolver.Whole = whole;
        if (slot is null) return null;
        // In a = ${a} [${a}] the inner reference means what the outer one means: what a held before.
        for (var inside = from; inside is not null; inside = inside.Parent)
        {
            if (inside.Parent != slot || inside.OwnerLayer < 0) continue;
            if (inside.OwnerLayer > 0) return resolver.View(slot, inside.OwnerLayer - 1);
            cycle = [slot, from, slot];
            return null;
        }
        var idle = slot.Active == Slot.Idle;
        var head = See(slot, ref cycle);
        if (!whole || !idle || head is null || !resolver.OpenHeads.Contains(head)) return head;
        cycle = [slot, from, slot];
        return null;
    }

    private Slot? Walk(Slot start, HoconPath path, Slot from, ref List<Slot>? cycle)
    {
        var slot = start;
        for (var i = 0; i < path.Count; i++)
        {
            if (WalkEarlier(slot, path, i, from) is { } earlier) return earlier;
            if (See(slot, ref cycle) is not ObjectHead o || !o.Fields.TryGetValue(path[i], out slot!)) return null;
        }
        return slot;
    }

    // HOCON "Self-Referential Substitutions": in b = 1, a = ${d}, where d holds a reference back to a, the field a refers to
    // itself by way of another substitution, and that reference looks at what a held before, if it held it.
    private Slot? WalkEarlier(Slot slot, HoconPath path, int at, Slot from)
    {
        var layer = 0;
        while (layer <= slot.Top && !(slot.Layers[layer].Draft is { } draft && StandsForWhatHolds(draft, from))) layer++;
        if (layer == 0 || layer > slot.Top) return null;
        List<Slot>? cycle = null;
        for (var head = resolver.View(slot, layer - 1); head is ObjectHead o && o.Fields.TryGetValue(path[at], out slot!); head = See(slot, ref cycle))
            if (++at == path.Count) return slot;
        return null;
    }

    private static bool StandsForWhatHolds(Draft draft, Slot from)
    {
        if (draft is DraftJoin join) return join.Parts.Exists(p => StandsForWhatHolds(p, from));
        if (draft is not DraftReference { LevelInArray: 0 } reference) return false;
        for (var holder = from.Parent; holder?.Parent is not null; holder = holder.Parent)
            if (holder.IsAt(reference.FullPath)) return true;
        return false;
    }

    private Head? See(Slot slot, ref List<Slot>? cycle)
    {
        if (slot.Active == Slot.Idle) return resolver.View(slot, slot.Top);
        var circle = resolver.CircleFrom(slot);
        var innermost = circle[^1];
        if (innermost != slot && innermost.Active is > 0 and < Slot.Idle && innermost.IsAt(slot.Path()))
            return resolver.View(innermost, innermost.Active - 1);
        // HOCON "Self-Referential Substitutions": a circle is broken, where it can be, by looking at earlier values only.
        for (var i = circle.Count - 1; i > 0; i--)
            if (circle[i].Active is > 0 and < Slot.Idle) throw new CircleBreak(circle[i]);
        if (slot.Active > 0) return resolver.View(slot, slot.Active - 1);
        resolver.Passing(slot);
        cycle = [.. circle, slot];
        return null;
    }

    private Head? FromEnvironment(DraftReference reference, Slot from)
    {
        if (options.Environment is not { } read) return null;
        var name = string.Join('.', reference.Path);
        if (name.Length == 0 || name.Contains('\0') || name.Contains('=')) return null;
        if (!reference.List) return read(name) is { } text ? new ScalarHead(HoconScalar.String(text, Variable)) : null;
        var items = new List<Slot>();
        while (read($"{name}_{items.Count}") is { } item)
        {
            resolver.Count(1, reference.Origin);
            var draft = new DraftScalar(HoconScalar.String(item, Variable));
            items.Add(new Slot(from, items.Count.ToString(CultureInfo.InvariantCulture), [new Layer(draft, null)]));
        }
        return items.Count == 0 ? null : new ArrayHead(items, reference.Origin);
    }

    private static string Print(List<Slot> cycle) => string.Join(" -> ", cycle.Select(s => s.Path().ToString()));
}

/// <summary>Unwinds a circle of references to the place in it that has an earlier value to fall back on.</summary>
internal sealed class CircleBreak(Slot at) : Exception
{
    public Slot At { get; } = at;

    public int Layer { get; } = at.Active;
}
