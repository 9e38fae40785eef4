namespace ActorPbx.Hocon.Syntax;

/// <summary>A configuration text with its name, and where each of its lines starts.</summary>
internal sealed class SourceText
{
    private readonly List<int> _lineStarts = [0];

    public SourceText(string name, string text)
    {
        Name = name;
        Text = text;
        for (var i = text.IndexOf('\n'); i >= 0; i = text.IndexOf('\n', i + 1)) _lineStarts.Add(i + 1);
    }

    public string Name { get; }

    public string Text { get; }

    public HoconOrigin OriginAt(int offset)
    {
        var line = _lineStarts.BinarySearch(offset);
        if (line < 0) line = ~line - 1;
        return new HoconOrigin(Name, line + 1, offset - _lineStarts[line] + 1);
    }

    public HoconException Error(int offset, string reason, Exception? inner = null)
    {
        offset = Math.Min(offset, Text.Length);
        var origin = OriginAt(offset);
        return new HoconException(reason, origin, Excerpt(origin.Line), inner);
    }

    // A line of megabytes (one-line JSON) would make an unreadable message: such a line is left out.
    public string? Excerpt(int line)
    {
        var start = _lineStarts[line - 1];
        var end = line < _lineStarts.Count ? _lineStarts[line] - 1 : Text.Length;
        var text = Text[start..end].TrimEnd('\r');
        return text.Length > 240 ? null : text;
    }
}
