using ActorPbx.Hocon.Drafts;

namespace ActorPbx.Hocon.Resolution;

/// <summary>
/// One place of the configuration (a field or an array item) with the values it was given, oldest first. Seen from the
/// top it is the value of that place; while layer <i>i</i> is being followed, a reference back to the place sees the
/// layers below <i>i</i> only: so <c>a = ${a} b</c> means what a held before.
/// </summary>
internal sealed class Slot
{
    public const int Idle = int.MaxValue;

    private readonly Head?[]? _views;
    private ulong _knownSmall;
    private readonly bool[]? _known;

    public Slot(Slot? parent, string key, IReadOnlyList<Layer> layers, int ownerLayer = -1)
    {
        Parent = parent;
        Key = key;
        Layers = layers;
        OwnerLayer = ownerLayer;
        _views = new Head?[layers.Count];
        if (layers.Count > 64) _known = new bool[layers.Count];
    }

    public Slot? Parent { get; }

    public string Key { get; }

    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>Where the newest value of this place was written.</summary>
    public HoconOrigin Origin => Layers[^1] is { Draft: { } draft } ? draft.Origin : Layers[^1].Alias!.Origin;

    /// <summary>The layer of the parent that this slot stands in, when that layer adds to the ones below it; else -1.</summary>
    public int OwnerLayer { get; }

    public int Top => Layers.Count - 1;

    /// <summary>The lowest layer that is being followed right now, or <see cref="Idle"/>.</summary>
    public int Active { get; set; } = Idle;

    public bool Finishing { get; set; }

    public bool Finished { get; set; }

    public HoconValue? Value { get; set; }

    public bool TryGetView(int top, out Head? head)
    {
        head = _views![top];
        return _known is null ? (_knownSmall >> top & 1) != 0 : _known[top];
    }

    public void SetView(int top, Head? head)
    {
        _views![top] = head;
        if (_known is null) _knownSmall |= 1UL << top;
        else _known[top] = true;
    }

    public void Forget()
    {
        _knownSmall = 0;
        _known?.AsSpan().Clear();
    }

    public HoconPath Path()
    {
        var keys = new List<string>();
        for (var slot = this; slot.Parent is not null; slot = slot.Parent) keys.Add(slot.Key);
        keys.Reverse();
        return new HoconPath(keys);
    }

    /// <summary>True when the path leads from the root to this slot.</summary>
    public bool IsAt(HoconPath path)
    {
        var slot = this;
        for (var i = path.Count - 1; i >= 0; i--, slot = slot.Parent)
            if (slot!.Parent is null || slot.Key != path[i]) return false;
        return slot!.Parent is null;
    }
}

/// <summary>One value that a place was given: as a draft, or as another place whose value it shares.</summary>
internal readonly record struct Layer(Draft? Draft, Slot? Alias);
