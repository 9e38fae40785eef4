using System.Globalization;
using System.Text;

namespace ActorPbx.Hocon.Syntax;

/// <summary>Reads a configuration text character by character: blanks, comments, quoted and unquoted strings.</summary>
internal sealed class Scanner(SourceText source)
{
    private const char End = '\0';

    private readonly string _text = source.Text;

    public SourceText Source { get; } = source;

    public int Position { get; private set; } = source.Text.StartsWith('\ufeff') ? 1 : 0;

    public bool AtEnd => Position >= _text.Length;

    public char Current => Position < _text.Length ? _text[Position] : End;

    public bool AtQuote => Current == '"';

    public bool AtComment => Current == '#' || (Current == '/' && Ahead(1) == '/');

    /// <summary>True where an unquoted string may begin or go on.</summary>
    public bool AtUnquoted => !AtEnd && !Characters.IsReserved(Current) && !Characters.IsWhitespace(Current) && !AtComment;

    public char Ahead(int count) => Position + count < _text.Length ? _text[Position + count] : End;

    public void Skip(int count = 1) => Position += count;

    public bool TryTake(char c)
    {
        if (AtEnd || Current != c) return false;
        Position++;
        return true;
    }

    public HoconOrigin Origin(int position) => Source.OriginAt(position);

    public HoconException Error(string reason) => Source.Error(Position, reason);

    public string Describe() => AtEnd ? "end of text" : Current == '\n' ? "end of line" : $"'{Current}'";

    /// <summary>Takes whitespace that is not a newline.</summary>
    public ReadOnlySpan<char> TakeBlanks()
    {
        var start = Position;
        while (!AtEnd && Current != '\n' && Characters.IsWhitespace(Current)) Position++;
        return _text.AsSpan(start, Position - start);
    }

    /// <summary>Takes whitespace, newlines and comments; says whether a newline was among them.</summary>
    public bool SkipToContent()
    {
        var newline = false;
        while (!AtEnd)
        {
            if (Characters.IsWhitespace(Current))
            {
                newline |= Current == '\n';
                Position++;
            }
            else if (AtComment) SkipComment();
            else break;
        }
        return newline;
    }

    public void SkipComment()
    {
        var end = _text.IndexOf('\n', Position);
        Position = end < 0 ? _text.Length : end;
    }

    /// <summary>Takes the run of characters of an unquoted string. It may begin with a number whose exponent has a plus sign.</summary>
    public ReadOnlySpan<char> TakeUnquoted()
    {
        var start = Position;
        if (char.IsAsciiDigit(Current) || Current == '-') Position += Characters.NumberLength(_text.AsSpan(Position));
        while (AtUnquoted) Position++;
        return _text.AsSpan(start, Position - start);
    }

    /// <summary>The unquoted run that comes next, not taken.</summary>
    public ReadOnlySpan<char> PeekUnquoted()
    {
        var start = Position;
        var run = TakeUnquoted();
        Position = start;
        return run;
    }

    /// <summary>Takes a string in quotes, or in triple quotes.</summary>
    public string TakeQuoted()
    {
        if (Ahead(1) == '"' && Ahead(2) == '"') return TakeTripleQuoted();
        var start = Position++;
        var plainEnd = _text.AsSpan(Position).IndexOfAny('"', '\\', '\n');
        if (plainEnd >= 0 && _text[Position + plainEnd] == '"' && !HasControl(Position, plainEnd))
        {
            var plain = _text.Substring(Position, plainEnd);
            Position += plainEnd + 1;
            return plain;
        }
        return TakeEscaped(start);
    }

    private bool HasControl(int start, int length) => _text.AsSpan(start, length).IndexOfAnyInRange('\0', '\u001f') >= 0;

    private string TakeEscaped(int start)
    {
        var result = new StringBuilder();
        while (true)
        {
            if (AtEnd || Current == '\n') throw Source.Error(start, "this quoted string is not closed on its line");
            var c = Current;
            // HOCON "Unquoted strings": quoted JSON strings may not contain control characters.
            if (c < ' ') throw Error($"the control character U+{(int)c:X4} must be escaped in a quoted string");
            Position++;
            if (c == '"') return result.ToString();
            result.Append(c == '\\' ? TakeEscape() : c);
        }
    }

    private char TakeEscape()
    {
        var c = Current;
        Position++;
        return c switch
        {
            '"' or '\\' or '/' => c,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => TakeCodeUnit(),
            _ => throw Source.Error(Position - 2, $"unknown escape '\\{(Position > _text.Length ? "" : c)}' in a quoted string"),
        };
    }

    private char TakeCodeUnit()
    {
        if (Position + 4 > _text.Length
            || !ushort.TryParse(_text.AsSpan(Position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            throw Source.Error(Position - 2, "'\\u' must be followed by four hexadecimal digits");
        Position += 4;
        return (char)unit;
    }

    // HOCON "Multi-line strings": all quotes of the run that ends the string but its last three belong to the string.
    private string TakeTripleQuoted()
    {
        var open = Position;
        var start = Position + 3;
        var close = _text.IndexOf("\"\"\"", start, StringComparison.Ordinal);
        if (close < 0) throw Source.Error(open, "this triple-quoted string is not closed");
        while (close + 3 < _text.Length && _text[close + 3] == '"') close++;
        Position = close + 3;
        return _text[start..close];
    }
}
