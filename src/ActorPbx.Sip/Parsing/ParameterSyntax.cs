namespace ActorPbx.Sip.Parsing;

/// <summary>Walks <c>;name=value</c> parameters of header fields and URIs without allocating.</summary>
internal ref struct ParameterReader(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _position;

    public ReadOnlySpan<byte> Name { readonly get; private set; }

    /// <summary>Empty where there is no '='; a quoted string keeps its quotes.</summary>
    public ReadOnlySpan<byte> Value { readonly get; private set; }

    /// <summary>Offset of the semicolon that starts the current parameter.</summary>
    public int Start { get; private set; }

    /// <summary>Offset after the current parameter.</summary>
    public readonly int End => _position;

    /// <summary>Set when the text breaks the grammar; the walk ends there.</summary>
    public bool IsBroken { get; private set; }

    public bool Next()
    {
        SkipSpace();
        if (_position >= _text.Length) return false;
        if (_text[_position] != (byte)';') return Break();
        Start = _position++;
        SkipSpace();
        var name = _text[_position..];
        var nameLength = name.IndexOfAny(" \t=;"u8);
        if (nameLength < 0) nameLength = name.Length;
        if (nameLength == 0) return Break();
        Name = name[..nameLength];
        Value = default;
        _position += nameLength;
        var end = _position;
        SkipSpace();
        if (_position < _text.Length && _text[_position] == (byte)'=') return ReadValue();
        _position = end;
        return true;
    }

    private bool ReadValue()
    {
        _position++;
        SkipSpace();
        var rest = _text[_position..];
        if (rest.IsEmpty) return Break();
        var length = rest[0] == (byte)'"' ? QuotedText.Length(rest) : rest.IndexOfAny((byte)';', (byte)' ', (byte)'\t');
        if (length < 0 && rest[0] != (byte)'"') length = rest.Length;
        if (length < 1) return Break();
        Value = rest[..length];
        _position += length;
        return true;
    }

    private bool Break()
    {
        IsBroken = true;
        return false;
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && SipCharacters.IsSpace(_text[_position])) _position++;
    }
}

/// <summary>The grammar of header parameters: <c>*(SEMI generic-param)</c>.</summary>
internal static class ParameterSyntax
{
    private const int MaxParameters = 64;

    public static bool IsValid(ReadOnlySpan<byte> parameters)
    {
        var reader = new ParameterReader(parameters);
        var count = 0;
        while (reader.Next())
        {
            if (++count > MaxParameters || !IsValid(reader)) return false;
        }
        return !reader.IsBroken;
    }

    /// <summary>How many bytes of the text are good parameters.</summary>
    public static int ValidLength(ReadOnlySpan<byte> parameters)
    {
        var reader = new ParameterReader(parameters);
        var length = 0;
        for (var count = 0; count < MaxParameters && reader.Next() && IsValid(reader); count++) length = reader.End;
        return length;
    }

    // A host may be an IPv6 address, bare in received= (RFC 5118 §4.5), so a value is more than a token.
    private static bool IsValid(in ParameterReader parameter) => SipCharacters.IsToken(parameter.Name)
        && (parameter.Value.IsEmpty || parameter.Value[0] == (byte)'"' || parameter.Value.IndexOfAny("\"<>,@"u8) < 0);
}
