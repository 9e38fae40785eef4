namespace ActorPbx.Hocon;

/// <summary>The place a configuration value was written: file (or other source), line and column, both counted from 1.</summary>
/// <param name="Source">File path as it was opened, or the name given to a text; "environment" for variables.</param>
/// <param name="Line">Line from 1; 0 when the source has no lines.</param>
/// <param name="Column">Column from 1 in UTF-16 units; 0 when the source has no lines.</param>
public readonly record struct HoconOrigin(string Source, int Line, int Column)
{
    /// <summary>A value that no file wrote.</summary>
    public static readonly HoconOrigin None = new("(none)", 0, 0);

    /// <summary><c>file:line</c>, or the source alone when it has no lines.</summary>
    public override string ToString() => Line == 0 ? Source ?? "(none)" : $"{Source}:{Line}";

    /// <summary><c>file:line:column</c>, as compilers print it.</summary>
    public string ToPosition() => Line == 0 ? Source ?? "(none)" : $"{Source}:{Line}:{Column}";
}
