using System.Text;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Messages;

/// <summary>The <c>;name=value</c> parameters of a header field or a URI, in order; names are compared without case.</summary>
public readonly struct ParameterList
{
    private readonly ReadOnlyMemory<byte> _text;
    private readonly bool _escaped;

    internal ParameterList(ReadOnlyMemory<byte> text, bool escaped)
    {
        _text = text;
        _escaped = escaped;
    }

    /// <summary>The parameters as they stand on the wire, the first semicolon included.</summary>
    public ReadOnlySpan<byte> Raw => _text.Span;

    public bool IsEmpty => _text.IsEmpty;

    public bool Contains(string name) => TryFind(name, out _);

    /// <summary>The value, unquoted and unescaped; empty for a parameter without one, null when it is missing.</summary>
    public string? Get(string name) => TryFind(name, out var value) ? Decode(value) : null;

    /// <summary>The value as a non-negative number; null when missing or not a number below 2**31.</summary>
    public int? GetNumber(string name) => TryFind(name, out var value) && SipNumber.TryParse(value, out int number) ? number : null;

    internal bool TryFind(string name, out ReadOnlySpan<byte> value)
    {
        var reader = new ParameterReader(_text.Span);
        while (reader.Next())
        {
            if (!Ascii.EqualsIgnoreCase(reader.Name, name)) continue;
            value = reader.Value;
            return true;
        }
        value = default;
        return false;
    }

    /// <summary>The same parameters with this one set: replaced in place or put at the end. The value must be a token, host or quoted string.</summary>
    internal string With(string name, string? value)
    {
        var parameter = value is null ? $";{name}" : $";{name}={value}";
        return Without(name, out var before, out var after) ? before + parameter + after : before + parameter;
    }

    /// <summary>The same parameters without this one.</summary>
    internal string Without(string name) => Without(name, out var before, out var after) ? before + after : before;

    private bool Without(string name, out string before, out string after)
    {
        var reader = new ParameterReader(_text.Span);
        while (reader.Next())
        {
            if (!Ascii.EqualsIgnoreCase(reader.Name, name)) continue;
            before = Encoding.UTF8.GetString(_text.Span[..reader.Start]);
            after = Encoding.UTF8.GetString(_text.Span[reader.End..]);
            return true;
        }
        before = Encoding.UTF8.GetString(_text.Span);
        after = "";
        return false;
    }

    public Enumerator GetEnumerator() => new(this);

    public override string ToString() => Encoding.UTF8.GetString(_text.Span);

    private string Decode(ReadOnlySpan<byte> value) => _escaped ? UriEscaping.Unescape(value) : QuotedText.Unquote(value);

    /// <summary>Walks the parameters from first to last.</summary>
    public ref struct Enumerator
    {
        private readonly ParameterList _list;
        private ParameterReader _reader;

        internal Enumerator(ParameterList list)
        {
            _list = list;
            _reader = new ParameterReader(list._text.Span);
        }

        /// <summary>Name as written, and decoded value (null when there is none).</summary>
        public readonly KeyValuePair<string, string?> Current =>
            new(Encoding.UTF8.GetString(_reader.Name), _reader.Value.IsEmpty ? null : _list.Decode(_reader.Value));

        public bool MoveNext() => _reader.Next();
    }
}
