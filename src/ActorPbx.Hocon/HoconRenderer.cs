namespace ActorPbx.Hocon;

/// <summary>How a value is printed.</summary>
public sealed record HoconRenderOptions
{
    /// <summary>Compact JSON on one line.</summary>
    public static HoconRenderOptions Json { get; } = new();

    /// <summary>JSON over several lines.</summary>
    public static HoconRenderOptions IndentedJson { get; } = new() { Indented = true };

    /// <summary>HOCON as a person would write it, without the root's braces.</summary>
    public static HoconRenderOptions Hocon { get; } = new() { Indented = true, Relaxed = true };

    /// <summary>Over several lines, two blanks a level.</summary>
    public bool Indented { get; init; }

    /// <summary>HOCON instead of JSON: bare keys and words, no commas, no braces around the root.</summary>
    public bool Relaxed { get; init; }

    /// <summary>Writes <c>key : value</c> instead of <c>key = value</c>; relaxed form only.</summary>
    public bool Colons { get; init; }

    /// <summary>Adds the place of each scalar as a comment behind it; relaxed form only.</summary>
    public bool Origins { get; init; }

    /// <summary>Replaces what is printed for the value at a path; null prints the value itself.</summary>
    public Func<HoconPath, HoconValue, string?>? Mask { get; init; }
}

/// <summary>Prints resolved values as JSON or HOCON.</summary>
public static class HoconRenderer
{
    /// <summary>The value as text; it reads back as an equal value.</summary>
    public static string Render(HoconValue value, HoconRenderOptions? options = null) =>
        new Rendering.Printer(options ?? HoconRenderOptions.IndentedJson).Print(value);
}
