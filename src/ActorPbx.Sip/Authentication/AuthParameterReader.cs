using System.Text;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Authentication;

/// <summary>Walks the <c>name=value</c> pairs of a Digest challenge or credentials without allocating (RFC 7616 §3.3).</summary>
internal ref struct AuthParameterReader
{
    private readonly ReadOnlySpan<byte> _text;
    private int _position;

    private AuthParameterReader(ReadOnlySpan<byte> text, int position)
    {
        _text = text;
        _position = position;
    }

    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Without quotes; quoted pairs are still in it.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public bool IsBroken { get; private set; }

    /// <summary>False when the scheme is not Digest.</summary>
    public static bool TryStart(ReadOnlySpan<byte> header, out AuthParameterReader reader)
    {
        var text = SipCharacters.Trim(header);
        var isDigest = text.Length > 7 && Ascii.EqualsIgnoreCase(text[..6], "Digest"u8) && SipCharacters.IsSpace(text[6]);
        reader = new AuthParameterReader(text, isDigest ? 7 : text.Length);
        return isDigest;
    }

    public bool Next()
    {
        SkipSpaceAndCommas();
        if (_position >= _text.Length) return false;
        var rest = _text[_position..];
        var equal = rest.IndexOf((byte)'=');
        if (equal < 1) return Break();
        Name = SipCharacters.Trim(rest[..equal]);
        if (!SipCharacters.IsToken(Name)) return Break();
        _position += equal + 1;
        while (_position < _text.Length && SipCharacters.IsSpace(_text[_position])) _position++;
        return ReadValue();
    }

    private bool ReadValue()
    {
        var rest = _text[_position..];
        if (!rest.IsEmpty && rest[0] == (byte)'"')
        {
            var length = QuotedText.Length(rest);
            if (length < 0) return Break();
            Value = rest[1..(length - 1)];
            _position += length;
            return true;
        }
        var comma = rest.IndexOf((byte)',');
        Value = SipCharacters.Trim(comma < 0 ? rest : rest[..comma]);
        _position += comma < 0 ? rest.Length : comma;
        return !Value.IsEmpty || Break();
    }

    private bool Break()
    {
        IsBroken = true;
        return false;
    }

    private void SkipSpaceAndCommas()
    {
        while (_position < _text.Length && (SipCharacters.IsSpace(_text[_position]) || _text[_position] == (byte)',')) _position++;
    }
}
