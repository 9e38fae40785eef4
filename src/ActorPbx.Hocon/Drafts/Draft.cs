using ActorPbx.Hocon.Syntax;

namespace ActorPbx.Hocon.Drafts;

/// <summary>A value as the file wrote it, its substitutions not yet followed.</summary>
internal abstract class Draft(HoconOrigin origin)
{
    public HoconOrigin Origin { get; } = origin;

    /// <summary>True when what it stands for, or what hides below it, depends on other values.</summary>
    public virtual bool IsOpen => false;
}

/// <summary>A scalar written out.</summary>
internal sealed class DraftScalar(HoconScalar value) : Draft(value.Origin)
{
    public HoconScalar Value { get; } = value;
}

/// <summary>The blanks between two parts of a concatenation: kept between scalars, dropped beside arrays and objects.</summary>
internal sealed class DraftBlanks(string text, HoconOrigin origin) : Draft(origin)
{
    public string Text { get; } = text;
}

/// <summary>An array written out; open when a substitution stands anywhere inside it.</summary>
internal sealed class DraftArray(List<Draft> items, bool open, HoconOrigin origin) : Draft(origin)
{
    public List<Draft> Items { get; } = items;

    public override bool IsOpen { get; } = open;
}

/// <summary>Several parts on one line, at least one of them a substitution.</summary>
internal sealed class DraftJoin(List<Draft> parts, HoconOrigin origin) : Draft(origin)
{
    public List<Draft> Parts { get; } = parts;

    public override bool IsOpen => true;
}

/// <summary>A substitution <c>${path}</c>, <c>${?path}</c> or <c>${path[]}</c>.</summary>
internal sealed class DraftReference(HoconPath path, HoconPath? prefix, int level, bool optional, bool list, SourceText source, int position)
    : Draft(source.OriginAt(position))
{
    /// <summary>The path as it was written.</summary>
    public HoconPath Path { get; } = path;

    /// <summary>The path seen from the root: an included file's paths count from where it was included.</summary>
    public HoconPath FullPath { get; } = prefix?.Append(path) ?? path;

    /// <summary>
    /// No path from the root leads into an array: a file that was included there counts its paths from the object that is
    /// this many places above the reference. Zero everywhere else.
    /// </summary>
    public int LevelInArray { get; } = prefix is null ? level : 0;

    public bool Optional { get; } = optional;

    /// <summary><c>${path[]}</c>: the environment variables path_0, path_1 … as an array.</summary>
    public bool List { get; } = list;

    public override bool IsOpen => true;

    public HoconException Error(string reason) => source.Error(position, reason);

    public override string ToString() => $"${{{(Optional ? "?" : "")}{Path}{(List ? "[]" : "")}}}";
}

/// <summary>What the field held before: the left side of <c>+=</c>.</summary>
internal sealed class DraftPrior(HoconOrigin origin) : Draft(origin)
{
    public override bool IsOpen => true;
}
