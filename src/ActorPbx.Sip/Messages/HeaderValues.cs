using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Messages;

/// <summary>The values of one header in a message, in order; a comma-separated list gives one entry a value (RFC 3261 §7.3.1).</summary>
public readonly struct HeaderValues
{
    private readonly HeaderList _headers;
    private readonly HeaderName _name;

    internal HeaderValues(HeaderList headers, HeaderName name)
    {
        _headers = headers;
        _name = name;
    }

    public Enumerator GetEnumerator() => new(_headers, _name);

    /// <summary>All values at once, for callers off the hot path.</summary>
    public IReadOnlyList<string> ToList()
    {
        var values = new List<string>();
        foreach (var value in this) values.Add(value);
        return values;
    }

    /// <summary>Walks the values; changing the headers on the way is not foreseen.</summary>
    public struct Enumerator
    {
        private readonly HeaderList _headers;
        private readonly HeaderName _name;
        private int _index;
        private ReadOnlyMemory<byte> _rest;
        private bool _isInside;

        internal Enumerator(HeaderList headers, HeaderName name)
        {
            _headers = headers;
            _name = name;
            _index = -1;
        }

        public readonly string Current => CommonText.Value(CurrentBytes.Span);

        internal ReadOnlyMemory<byte> CurrentBytes { get; private set; }

        public bool MoveNext()
        {
            if (_isInside) return NextPart();
            while (++_index < _headers.Count)
            {
                ref readonly var entry = ref _headers.Entry(_index);
                if (!entry.Is(_name)) continue;
                if (!_name.IsList)
                {
                    CurrentBytes = entry.Bytes;
                    return true;
                }
                _rest = entry.Bytes;
                return NextPart();
            }
            return false;
        }

        private bool NextPart()
        {
            var comma = QuotedText.IndexOfOutside(_rest.Span, (byte)',');
            _isInside = comma >= 0;
            CurrentBytes = Trim(comma >= 0 ? _rest[..comma] : _rest);
            if (_isInside) _rest = _rest[(comma + 1)..];
            return true;
        }

        private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> part)
        {
            var span = part.Span;
            var start = 0;
            while (start < span.Length && SipCharacters.IsSpace(span[start])) start++;
            var end = span.Length;
            while (end > start && SipCharacters.IsSpace(span[end - 1])) end--;
            return part[start..end];
        }
    }
}
