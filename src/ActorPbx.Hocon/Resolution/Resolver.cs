using System.Runtime.CompilerServices;
using ActorPbx.Hocon.Drafts;

namespace ActorPbx.Hocon.Resolution;

/// <summary>
/// Follows substitutions by need: a place is looked into no further than the question asks, so objects may refer into
/// themselves, and what a later value hides is never followed.
/// </summary>
internal sealed class Resolver
{
    private const int MaxBreaks = 1_000;
    private const int WeightOfSlot = 16;

    private readonly HoconResolveOptions _options;
    private readonly ReferenceFollower _references;
    private readonly Slot _root;
    private readonly List<Slot> _computing = [];
    private long _weight;
    private int _breaks;
    private int _passingFrom = int.MaxValue;

    private Resolver(Draft root, HoconResolveOptions options)
    {
        _options = options;
        _root = new Slot(null, "", [new Layer(root, null)]);
        _references = new ReferenceFollower(this, _root, options);
    }

    public static HoconValue Resolve(Draft root, HoconResolveOptions options)
    {
        var resolver = new Resolver(root, options);
        return new Finisher(resolver, options).Finish(resolver._root)!;
    }

    /// <summary>True while a value is wanted whole, not only for the sake of one of its keys.</summary>
    public bool Whole { get; set; }

    /// <summary>The objects and arrays that are being finished now: whatever refers to one of them from inside would contain itself.</summary>
    public HashSet<Head> OpenHeads { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The slot seen with its layers up to <paramref name="top"/>; null when it is undefined.</summary>
    public Head? View(Slot slot, int top)
    {
        if (slot.TryGetView(top, out var known)) return known;
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) return FreshStack.Run(() => View(slot, top), slot);
        // A long run of layers that each add to the one below is followed from its bottom, not by recursion.
        var bottom = top;
        while (bottom > 0 && AddsToLower(slot, bottom) && !slot.TryGetView(bottom - 1, out _)) bottom--;
        Head? head = null;
        for (var layer = bottom; layer <= top; layer++)
        {
            head = Compute(slot, layer, out var passing);
            if (!passing) slot.SetView(layer, head);
        }
        return head;
    }

    /// <summary>Everything found from here up to <paramref name="slot"/> rests on that slot being undefined: it is not kept.</summary>
    public void Passing(Slot slot)
    {
        CountBreak(slot);
        _passingFrom = Math.Min(_passingFrom, _computing.LastIndexOf(slot));
    }

    /// <summary>The places being followed now, from <paramref name="slot"/> to the innermost.</summary>
    public List<Slot> CircleFrom(Slot slot) => _computing.GetRange(_computing.LastIndexOf(slot), _computing.Count - _computing.LastIndexOf(slot));

    /// <summary>Counts values made while resolving, so that multiplying substitutions end in an error, not in exhaustion.</summary>
    public void Count(int slots, HoconOrigin origin) => CountText(slots * (long)WeightOfSlot, origin);

    /// <summary>Counts characters that are put together.</summary>
    public void CountText(long characters, HoconOrigin origin)
    {
        _weight += characters;
        if (_weight > _options.MaxSize) throw TooLarge(origin);
    }

    /// <summary>A text is joined, which takes no memory of its own until it is wanted; but no text may be larger than all may be together.</summary>
    public void CheckText(long characters, HoconOrigin origin)
    {
        if (characters > _options.MaxSize) throw TooLarge(origin);
    }

    public HoconException TooLarge(HoconOrigin origin) =>
        new($"substitutions make the configuration larger than {_options.MaxSize} characters", origin);

    private static bool AddsToLower(Slot slot, int layer) => slot.Layers[layer].Draft switch
    {
        DraftJoin join => join.Parts.Exists(p => p is DraftPrior || (p is DraftReference r && slot.IsAt(r.FullPath))),
        DraftReference reference => slot.IsAt(reference.FullPath),
        _ => false,
    };

    // A value found while a circle had to be broken here holds for that one question only: it is passing, and not kept.
    private Head? Compute(Slot slot, int top, out bool passing)
    {
        var outer = slot.Active;
        var objects = new List<ObjectHead>(0);
        passing = false;
        _computing.Add(slot);
        try
        {
            for (var layer = top; layer >= 0; layer--)
            {
                slot.Active = layer;
                passing |= !TryHeadOf(slot, layer, out var head);
                if (head is null) continue;
                if (head is not ObjectHead part)
                {
                    if (objects.Count == 0) return head;
                    break;
                }
                objects.Add(part);
                if (AddsToLower(slot, layer)) break;
            }
        }
        finally
        {
            slot.Active = outer;
            _computing.RemoveAt(_computing.Count - 1);
            passing |= _passingFrom < _computing.Count;
            if (_passingFrom >= _computing.Count) _passingFrom = int.MaxValue;
        }
        objects.Reverse();
        return objects.Count == 0 ? null : Joiner.Merge(this, slot, objects);
    }

    private bool TryHeadOf(Slot slot, int layer, out Head? head)
    {
        try
        {
            head = HeadOf(slot, layer);
            return true;
        }
        catch (CircleBreak circle) when (circle.At == slot && circle.Layer == layer)
        {
            CountBreak(slot);
            head = null;
            return false;
        }
    }

    private void CountBreak(Slot slot)
    {
        if (++_breaks > MaxBreaks) throw new HoconException($"too many substitutions lead back to themselves, at '{slot.Path()}'", slot.Origin);
    }

    private Head? HeadOf(Slot slot, int layer)
    {
        var (draft, alias) = slot.Layers[layer];
        return alias is not null ? _references.See(alias) : HeadOf(draft!, slot, layer);
    }

    private Head? HeadOf(Draft draft, Slot slot, int layer)
    {
        switch (draft)
        {
            case DraftScalar scalar: return new ScalarHead(scalar.Value);
            case DraftBlanks blanks: return new BlankHead(blanks.Text, blanks.Origin);
            case DraftObject fields: return Open(fields, slot, layer);
            case DraftArray array: return Open(array, slot, layer);
            case DraftReference reference: return _references.Follow(reference, slot);
            case DraftPrior: return layer == 0 ? null : View(slot, layer - 1);
            case DraftJoin join:
                var parts = new List<Head>(join.Parts.Count);
                foreach (var part in join.Parts)
                    if (HeadOf(part, slot, layer) is { } head) parts.Add(head);
                return Joiner.Join(this, slot, parts, join.Origin);
            default: throw new InvalidOperationException($"unknown draft {draft.GetType().Name}");
        }
    }

    private ObjectHead Open(DraftObject fields, Slot slot, int layer)
    {
        Count(fields.Fields.Count, fields.Origin);
        var head = new ObjectHead(fields.Origin);
        var owner = AddsToLower(slot, layer) ? layer : -1;
        foreach (var (key, field) in fields.Fields)
        {
            var layers = new Layer[field.Layers.Count];
            for (var i = 0; i < layers.Length; i++) layers[i] = new Layer(field.Layers[i], null);
            head.Fields[key] = new Slot(slot, key, layers, owner);
            head.KeyOrigins[key] = field.KeyOrigin;
        }
        return head;
    }

    private ArrayHead Open(DraftArray array, Slot slot, int layer)
    {
        Count(array.Items.Count, array.Origin);
        var items = new List<Slot>(array.Items.Count);
        var owner = AddsToLower(slot, layer) ? layer : -1;
        for (var i = 0; i < array.Items.Count; i++)
            items.Add(new Slot(slot, i.ToString(System.Globalization.CultureInfo.InvariantCulture), [new Layer(array.Items[i], null)], owner));
        return new ArrayHead(items, array.Origin);
    }
}
