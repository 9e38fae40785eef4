namespace ActorPbx.Hocon;

/// <summary>What a scalar was written as; every kind converts to others on request.</summary>
public enum HoconScalarKind
{
    /// <summary>Quoted or unquoted text.</summary>
    String,

    /// <summary>A JSON number; its text is kept as written.</summary>
    Number,

    /// <summary>An unquoted <c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>An unquoted <c>null</c>.</summary>
    Null,
}

/// <summary>A string, number, boolean or null of a configuration.</summary>
public sealed class HoconScalar : HoconValue
{
    /// <summary>A scalar with the text it was written with (numbers stay as written; null is "null").</summary>
    public HoconScalar(HoconScalarKind kind, string text, HoconOrigin origin) : base(origin)
    {
        Kind = kind;
        Text = text;
    }

    /// <summary>What it was written as.</summary>
    public HoconScalarKind Kind { get; }

    /// <summary>The text, numbers as written.</summary>
    public string Text { get; }

    /// <summary>True for null.</summary>
    public bool IsNull => Kind == HoconScalarKind.Null;

    /// <inheritdoc/>
    public override string KindName => Kind switch
    {
        HoconScalarKind.String => "string",
        HoconScalarKind.Number => "number",
        HoconScalarKind.Boolean => "boolean",
        _ => "null",
    };

    internal override long Weight => 1 + Text.Length;

    internal override int Depth => 0;

    /// <summary>A string value.</summary>
    public static HoconScalar String(string text, HoconOrigin origin = default) => new(HoconScalarKind.String, text, origin);

    /// <summary>The null value.</summary>
    public static HoconScalar Null(HoconOrigin origin = default) => new(HoconScalarKind.Null, "null", origin);
}
