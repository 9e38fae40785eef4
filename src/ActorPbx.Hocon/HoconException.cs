namespace ActorPbx.Hocon;

/// <summary>A configuration text that cannot be read or resolved; says where, and shows the line with a caret.</summary>
public class HoconException : Exception
{
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
        var head = origin.Line == 0 && origin.Source is null ? reason : $"{origin.ToPosition()}: {reason}";
        return line is null ? head : $"{head}\n    {line}\n    {Caret(line, origin.Column)}";
    }

    // Tabs before the caret are kept, so that it stands under its character whatever the tab width.
    private static string Caret(string line, int column)
    {
        var lead = line.AsSpan(0, Math.Clamp(column - 1, 0, line.Length)).ToArray();
        for (var i = 0; i < lead.Length; i++)
            if (lead[i] != '\t') lead[i] = ' ';
        return new string(lead) + "^";
    }
}
