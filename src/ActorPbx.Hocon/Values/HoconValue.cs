namespace ActorPbx.Hocon;

/// <summary>One resolved configuration value: an object, an array or a scalar, with the place it was written. Immutable.</summary>
public abstract class HoconValue
{
    private protected HoconValue(HoconOrigin origin) => Origin = origin;

    /// <summary>Where this value was written; for a substitution, where the value it stands for was written.</summary>
    public HoconOrigin Origin { get; }

    /// <summary>"object", "array", "string", "number", "boolean" or "null", for messages.</summary>
    public abstract string KindName { get; }

    /// <summary>How many values and characters a full print of this value would hold, shared parts counted each time.</summary>
    internal abstract long Weight { get; }

    /// <summary>How many levels of objects and arrays lie below and including this value; 0 for a scalar.</summary>
    internal abstract int Depth { get; }

    /// <summary>The value as compact JSON.</summary>
    public override string ToString() => HoconRenderer.Render(this, HoconRenderOptions.Json);
}
