using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Parsing;

/// <summary>Finds how long a body on a stream is before the body is there; anything doubtful breaks the stream.</summary>
internal static class ContentLengthReader
{
    public static SipFault? Read(ReadOnlySpan<byte> head, SipLimits limits, out int length)
    {
        length = 0;
        var found = -1L;
        while (!head.IsEmpty)
        {
            var line = TakeLine(ref head);
            var colon = line.IndexOf((byte)':');
            if (colon < 1 || KnownHeaders.Find(SipCharacters.Trim(line[..colon])) != HeaderId.ContentLength) continue;
            // Two lengths are two opinions about where the next message starts: request smuggling.
            if (found >= 0) return new SipFault(400, "More than one Content-Length");
            if (!SipNumber.TryParse(TrimFolds(line[(colon + 1)..]), out found)) return new SipFault(400, "Malformed Content-Length");
        }
        // RFC 3261 §18.3: over a stream the length must be said.
        if (found < 0) return new SipFault(400, "Missing Content-Length");
        if (found > limits.MaxBodyBytes) return new SipFault(413, "Request Entity Too Large");
        length = (int)found;
        return null;
    }

    private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> head)
    {
        var end = 0;
        while (true)
        {
            var next = head[end..].IndexOf((byte)'\n');
            end = next < 0 ? head.Length : end + next + 1;
            if (end < head.Length && SipCharacters.IsSpace(head[end])) continue;
            var line = head[..end];
            head = head[end..];
            return line;
        }
    }

    private static ReadOnlySpan<byte> TrimFolds(ReadOnlySpan<byte> value) => value.Trim(" \t\r\n"u8);
}
