namespace ActorPbx.Hocon;

/// <summary>A configuration text that cannot be read or resolved; says where, and shows the line with a caret.</summary>
public class HoconException : Exception
{
    private const int LongestReason = 500;

    /// <summary>An error at a place in a text; <paramref name="sourceLine"/> is shown under the message.</summary>
    public HoconException(string reason, HoconOrigin origin, string? sourceLine = null, Exception? inner = null)
        : base(Compose(reason, origin, sourceLine), inner)
    {
        Reason = reason;
        Origin = origin;
        SourceLine = sourceLine;
    }

    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; }

    /// <summary>Where it is wrong.</summary>
    public HoconOrigin Origin { get; }

    /// <summary>The line of text that holds the error, when it is known.</summary>
    public string? SourceLine { get; }

    private static string Compose(string reason, HoconOrigin origin, string? line)
    {
        var brief = Brief(reason);
        var head = origin.Line == 0 && origin.Source is null ? brief : $"{origin.ToPosition()}: {brief}";
        return line is null ? head : $"{head}\n    {line}\n    {Caret(line, origin.Column)}";
    }

    // A reason names what it found, and a path may be as long as its file: the middle of it goes, the two ends say what is wrong.
    private static string Brief(string reason) => reason.Length <= LongestReason
        ? reason
        : string.Concat(reason.AsSpan(0, LongestReason / 2), " … ", reason.AsSpan(reason.Length - (LongestReason / 2)));

    // Tabs before the caret are kept, so that it stands under its character whatever the tab width.
    private static string Caret(string line, int column)
    {
        var lead = line.AsSpan(0, Math.Clamp(column - 1, 0, line.Length)).ToArray();
        for (var i = 0; i < lead.Length; i++)
            if (lead[i] != '\t') lead[i] = ' ';
        return new string(lead) + "^";
    }
}
