namespace ActorPbx.Hocon.Drafts;

/// <summary>An object as the file wrote it: each key with all values it was given that can still matter.</summary>
internal sealed class DraftObject(HoconOrigin origin) : Draft(origin)
{
    public OrderedDictionary<string, DraftField> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Sets the value at a path, making or merging the objects on the way.</summary>
    public void Set(HoconPath path, int from, Draft value, HoconOrigin keyOrigin)
    {
        var target = this;
        for (var i = from; i < path.Count - 1; i++)
        {
            var field = target.Field(path[i], keyOrigin);
            var next = new DraftObject(keyOrigin);
            field.Push(next);
            target = (DraftObject)field.Layers[^1];
        }
        var last = target.Field(path[^1], keyOrigin);
        last.KeyOrigin = keyOrigin;
        last.Push(value);
    }

    /// <summary>Puts every field of another object over this one's.</summary>
    public void Absorb(DraftObject upper)
    {
        foreach (var (key, field) in upper.Fields)
        {
            var mine = Field(key, field.KeyOrigin);
            mine.KeyOrigin = field.KeyOrigin;
            if (field.HidesLower) mine.Hide();
            foreach (var layer in field.Layers) mine.Push(layer);
        }
    }

    /// <summary>A new object with <paramref name="lower"/>'s fields under this one's; neither is changed.</summary>
    public DraftObject Over(DraftObject lower)
    {
        var merged = new DraftObject(Origin);
        foreach (var (key, field) in lower.Fields) merged.Fields[key] = field.Copy();
        foreach (var (key, field) in Fields)
        {
            if (!merged.Fields.TryGetValue(key, out var below)) merged.Fields[key] = field.Copy();
            else merged.Fields[key] = field.Over(below);
        }
        return merged;
    }

    private DraftField Field(string key, HoconOrigin origin)
    {
        if (Fields.TryGetValue(key, out var field)) return field;
        return Fields[key] = new DraftField(origin);
    }
}

/// <summary>The values a key was given, oldest first, as far as a later one does not hide an earlier one.</summary>
internal sealed class DraftField(HoconOrigin keyOrigin)
{
    public HoconOrigin KeyOrigin { get; set; } = keyOrigin;

    public List<Draft> Layers { get; } = new(1);

    /// <summary>True when an object stands over a value that is none, so that nothing from below merges with it.</summary>
    public bool HidesLower { get; private set; }

    /// <summary>Forgets what was set so far; objects set from now on merge with nothing below.</summary>
    public void Hide()
    {
        Layers.Clear();
        HidesLower = true;
    }

    /// <summary>Puts a newer value on top. May change the object that is on top now: only for fields still being read.</summary>
    public void Push(Draft value)
    {
        if (value.IsOpen || Layers.Count == 0)
        {
            Layers.Add(value);
        }
        else if (value is not DraftObject upper)
        {
            Layers.Clear();
            Layers.Add(value);
        }
        else if (Layers[^1] is DraftObject lower)
        {
            lower.Absorb(upper);
        }
        else
        {
            if (Layers[^1] is DraftScalar or DraftArray) Hide();
            Layers.Add(value);
        }
    }

    public DraftField Copy()
    {
        var copy = new DraftField(KeyOrigin) { HidesLower = HidesLower };
        copy.Layers.AddRange(Layers);
        return copy;
    }

    /// <summary>A new field with <paramref name="lower"/>'s values under this one's; neither is changed.</summary>
    public DraftField Over(DraftField lower)
    {
        if (HidesLower) return Copy();
        var merged = lower.Copy();
        merged.KeyOrigin = KeyOrigin;
        foreach (var layer in Layers)
        {
            if (layer is DraftObject upper && merged.Layers is [.., DraftObject below]) merged.Layers[^1] = upper.Over(below);
            else merged.Push(layer);
        }
        return merged;
    }
}
