using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Parsing;

/// <summary>Start line and headers of one message, with the fields checked that every message must have (RFC 3261 §8.1.1).</summary>
internal struct MessageHead
{
    public StartLine Start;
    public HeaderList Headers;
    public Via? TopVia;
    public SipFault? Fault;
    private NameAddress? _from;
    private NameAddress? _to;
    private CSeq _cseq;
    private long _contentLength;

    public static MessageHead Read(byte[] bytes, int headEnd, SipLimits limits, SipFault? fault)
    {
        var head = new MessageHead { Fault = fault, _contentLength = -1 };
        head.CheckControls(bytes.AsSpan(0, headEnd));
        var lineEnd = bytes.AsSpan(0, headEnd).IndexOf("\r\n"u8);
        if (lineEnd < 0) lineEnd = headEnd;
        head.Start = StartLine.Read(bytes.AsMemory(0, lineEnd), limits);
        head.Fault ??= head.Start.Fault;
        var reader = new HeaderReader(bytes, headEnd, limits);
        reader.Read(Math.Min(lineEnd + 2, headEnd));
        head.Headers = new HeaderList(reader.Entries, reader.Count);
        head.Fault ??= reader.Fault;
        head.CheckMandatory(reader.Entries.AsSpan(0, reader.Count));
        return head;
    }

    /// <summary>The message with its body; null, with the fault noted, when body and Content-Length do not fit.</summary>
    public SipMessage? ToMessage(byte[] bytes, int headEnd, SipLimits limits)
    {
        var bodyStart = headEnd + 4;
        var available = bytes.Length - bodyStart;
        var length = _contentLength < 0 ? available : _contentLength;
        if (length > limits.MaxBodyBytes) Fail(413, "Request Entity Too Large");
        else if (length > available) Fail(400, "Body shorter than Content-Length");
        if (Fault is not null) return null;
        SipMessage message = Start.IsResponse
            ? new SipResponse(Start.StatusCode, Start.ReasonPhrase, Headers)
            : new SipRequest(Start.Method, Start.Uri!, Headers);
        message.Body = bytes.AsMemory(bodyStart, (int)length);
        message.Keep(_from!, _to!, TopVia!, _cseq);
        return message;
    }

    private void CheckMandatory(ReadOnlySpan<HeaderEntry> entries)
    {
        var hasCallId = false;
        foreach (ref readonly var entry in entries)
        {
            switch (entry.Id)
            {
                case HeaderId.Via when TopVia is null: ReadVia(entry); break;
                case HeaderId.From: Read(entry, ref _from); break;
                case HeaderId.To: Read(entry, ref _to); break;
                case HeaderId.CSeq: ReadCSeq(entry); break;
                case HeaderId.ContentLength: ReadContentLength(entry); break;
                case HeaderId.MaxForwards: ReadMaxForwards(entry); break;
                case HeaderId.Contact or HeaderId.Route or HeaderId.RecordRoute when !Start.IsResponse: CheckAddresses(entry); break;
                case HeaderId.CallId: hasCallId = IsCallId(entry.Bytes.Span) || Fail(400, "Malformed Call-ID"); break;
                default: break;
            }
        }
        // RFC 4475 §3.1.2.16: what another version looks like is not ours to judge; its 505 came first.
        if (TopVia is null) Fail(400, "Missing Via");
        if (_from is null) Fail(400, "Missing From");
        if (_to is null) Fail(400, "Missing To");
        if (_cseq.Method == default) Fail(400, "Missing CSeq");
        if (!hasCallId) Fail(400, "Missing Call-ID");
        // RFC 3261 §8.1.1.5: the method of CSeq is that of the request.
        else if (!Start.IsResponse && _cseq.Method != Start.Method) Fail(400, "CSeq method differs from request method");
    }

    private void Read(in HeaderEntry entry, ref NameAddress? address)
    {
        if (!NameAddress.TryParse(entry.Bytes, out address)) Fail(400, $"Malformed {KnownHeaders.Name(entry.Id)}");
    }

    /// <summary>What steers a request must be readable: a value that one element skips and another follows is a way in (RFC 4475 §3.1.2.13).</summary>
    private void CheckAddresses(in HeaderEntry entry)
    {
        var rest = entry.Bytes.Span;
        if (entry.Id == HeaderId.Contact && rest.SequenceEqual("*"u8)) return;
        while (true)
        {
            var comma = QuotedText.IndexOfOutside(rest, (byte)',');
            if (!NameAddressSyntax.TryScan(SipCharacters.Trim(comma < 0 ? rest : rest[..comma]), out _))
            {
                Fail(400, $"Malformed {KnownHeaders.Name(entry.Id)}");
                return;
            }
            if (comma < 0) return;
            rest = rest[(comma + 1)..];
        }
    }

    private void ReadVia(in HeaderEntry entry)
    {
        var bytes = entry.Bytes;
        var comma = QuotedText.IndexOfOutside(bytes.Span, (byte)',');
        if (comma >= 0) bytes = bytes[..comma];
        if (Via.TryParse(bytes, out TopVia)) return;
        Fail(400, "Malformed Via");
        Via.TrySalvage(bytes, out TopVia);
    }

    private void ReadCSeq(in HeaderEntry entry)
    {
        if (!CSeqSyntax.TryParse(entry.Bytes.Span, out _cseq)) Fail(400, "Malformed CSeq");
    }

    /// <summary>1*DIGIT: no sign, however large the number is (RFC 3261 §20.14).</summary>
    private void ReadContentLength(in HeaderEntry entry)
    {
        if (!SipNumber.TryParse(entry.Bytes.Span, out _contentLength)) Fail(400, "Malformed Content-Length");
    }

    /// <summary>RFC 3261 §20.22: 0 to 255.</summary>
    private void ReadMaxForwards(in HeaderEntry entry)
    {
        if (!SipNumber.TryParse(entry.Bytes.Span, out int hops) || hops > 255) Fail(400, "Malformed Max-Forwards");
    }

    private static bool IsCallId(ReadOnlySpan<byte> value)
    {
        var at = value.IndexOf((byte)'@');
        var left = at < 0 ? value : value[..at];
        var right = at < 0 ? left : value[(at + 1)..];
        return !left.IsEmpty && !right.IsEmpty && !left.ContainsAnyExcept(SipCharacters.Word) && !right.ContainsAnyExcept(SipCharacters.Word);
    }

    /// <summary>Control characters may only be quoted pairs (RFC 4475 §3.1.1.2); anything else could be taken for a line's end.</summary>
    private void CheckControls(ReadOnlySpan<byte> head)
    {
        for (var at = head.IndexOfAny(SipCharacters.Controls); at >= 0; at = head.IndexOfAny(SipCharacters.Controls))
        {
            if (at == 0 || head[at - 1] != (byte)'\\')
            {
                Fail(400, "Control character in the header");
                return;
            }
            head = head[(at + 1)..];
        }
    }

    private bool Fail(int statusCode, string reason)
    {
        Fault ??= new SipFault(statusCode, reason);
        return false;
    }
}
