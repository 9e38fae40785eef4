using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Parsing;

/// <summary>Walks the header lines of a message once and notes where each name and value lies; folds are undone in place.</summary>
internal ref struct HeaderReader(byte[] message, int headEnd, SipLimits limits)
{
    /// <summary>Headers that may stand in a message once only; a second one would be read by some and not by others.</summary>
    private const uint Singles = (1u << (int)HeaderId.From) | (1u << (int)HeaderId.To) | (1u << (int)HeaderId.CallId) | (1u << (int)HeaderId.CSeq)
        | (1u << (int)HeaderId.MaxForwards) | (1u << (int)HeaderId.ContentLength) | (1u << (int)HeaderId.ContentType) | (1u << (int)HeaderId.Expires);

    private const int MostAtFirst = 32;

    private readonly byte[] _message = message;
    private readonly int _end = headEnd;
    private readonly SipLimits _limits = limits;
    private HeaderEntry[] _entries = [];
    private uint _seen;

    public SipFault? Fault { get; private set; }
    public int Count { get; private set; }
    public readonly HeaderEntry[] Entries => _entries;

    /// <summary>Reads from the first header line up to the end of the head; after a fault it goes on, so that an answer can be made.</summary>
    public void Read(int position)
    {
        // Room for all lines of an honest message and a Via more; whoever sends thousands of line ends pays for them one by one.
        _entries = new HeaderEntry[Math.Min(_message.AsSpan(position, _end - position).Count((byte)'\n') + 2, MostAtFirst)];
        while (position < _end)
        {
            var lineEnd = EndOfLine(position, out var next);
            if (Count == _limits.MaxHeaders)
            {
                Fail("Too many header fields");
                return;
            }
            ReadLine(position, lineEnd);
            position = next;
        }
    }

    /// <summary>The end of a header line with all its folds; each fold's CR LF becomes two spaces (RFC 3261 §7.3.1).</summary>
    private int EndOfLine(int position, out int next)
    {
        var start = position;
        while (true)
        {
            var found = _message.AsSpan(start, _end - start).IndexOfAny((byte)'\r', (byte)'\n');
            var at = found < 0 ? _end : start + found;
            next = Math.Min(at + 2, _end);
            if (at >= _end) return _end;
            if (_message[at] != '\r' || at + 1 >= _end || _message[at + 1] != '\n')
            {
                Fail("Bare CR or LF in the header");
                next = at + 1;
                return at;
            }
            if (next >= _end || !SipCharacters.IsSpace(_message[next])) return at;
            _message[at] = (byte)' ';
            _message[at + 1] = (byte)' ';
            start = next;
        }
    }

    private void ReadLine(int start, int end)
    {
        var line = _message.AsSpan(start, end - start);
        var colon = line.IndexOf((byte)':');
        var nameLength = Math.Max(colon, 0);
        while (nameLength > 0 && SipCharacters.IsSpace(line[nameLength - 1])) nameLength--;
        var id = KnownHeaders.Find(line[..nameLength]);
        if (id == HeaderId.Unknown && (nameLength > ushort.MaxValue || !SipCharacters.IsToken(line[..nameLength])))
        {
            Fail("Malformed header field name");
            return;
        }
        var valueStart = colon + 1;
        while (valueStart < line.Length && SipCharacters.IsSpace(line[valueStart])) valueStart++;
        var valueEnd = line.Length;
        while (valueEnd > valueStart && SipCharacters.IsSpace(line[valueEnd - 1])) valueEnd--;
        NoteSingle(id);
        if (Count == _entries.Length) Array.Resize(ref _entries, Count * 2);
        ref var entry = ref _entries[Count++];
        entry.Id = id;
        entry.Source = _message;
        entry.NameStart = start;
        entry.NameLength = (ushort)nameLength;
        entry.Start = start + valueStart;
        entry.Length = valueEnd - valueStart;
    }

    private void NoteSingle(HeaderId id)
    {
        if ((int)id >= 32) return;
        var bit = 1u << (int)id;
        if ((_seen & bit & Singles) != 0) Fail($"More than one {KnownHeaders.Name(id)}");
        _seen |= bit;
    }

    private void Fail(string reason) => Fault ??= new SipFault(400, reason);
}
