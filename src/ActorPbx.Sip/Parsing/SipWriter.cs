using System.Buffers;
using System.Buffers.Text;
using System.Text;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Parsing;

/// <summary>Puts messages on the wire; the one place that writes Content-Length.</summary>
public static class SipWriter
{
    private const int MinimumSpan = 1024;

    /// <summary>Writes the whole message; grows the writer's span as needed.</summary>
    public static void Write(SipMessage message, IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(writer);
        for (var size = Math.Max(MinimumSpan, message.Body.Length + MinimumSpan); ; size *= 2)
        {
            var written = Write(message, writer.GetSpan(size));
            if (written < 0) continue;
            writer.Advance(written);
            return;
        }
    }

    /// <summary>Writes the whole message and returns its length, or −1 when the span is too short (its content is then undefined).</summary>
    public static int Write(SipMessage message, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(message);
        var cursor = new WireCursor(destination);
        WriteStartLine(message, ref cursor);
        var headers = message.Headers;
        for (var i = 0; i < headers.Count; i++)
        {
            ref readonly var entry = ref headers.Entry(i);
            if (entry.Id != HeaderId.ContentLength) WriteHeader(entry, ref cursor);
        }
        cursor.Put("Content-Length: "u8);
        cursor.Put(message.Body.Length);
        cursor.Put("\r\n\r\n"u8);
        cursor.Put(message.Body.Span);
        return cursor.Length;
    }

    /// <summary>The whole message as a new array.</summary>
    public static byte[] ToArray(SipMessage message)
    {
        Span<byte> usual = stackalloc byte[2 * MinimumSpan];
        if (Write(message, usual) is var length and >= 0) return usual[..length].ToArray();
        var buffer = new ArrayBufferWriter<byte>(4 * MinimumSpan);
        Write(message, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteStartLine(SipMessage message, ref WireCursor cursor)
    {
        if (message is SipRequest request)
        {
            cursor.Put(request.Method.Name);
            cursor.Put(" "u8);
            cursor.Put(request.RequestUri.Raw);
            cursor.Put(" SIP/2.0\r\n"u8);
            return;
        }
        var response = (SipResponse)message;
        cursor.Put("SIP/2.0 "u8);
        cursor.Put(response.StatusCode);
        cursor.Put(" "u8);
        cursor.Put(response.ReasonPhrase);
        cursor.Put("\r\n"u8);
    }

    private static void WriteHeader(in HeaderEntry entry, ref WireCursor cursor)
    {
        if (entry.Id != HeaderId.Unknown)
        {
            cursor.Put(KnownHeaders.WireName(entry.Id));
        }
        else
        {
            if (entry.Name is null) cursor.Put(entry.RawName);
            else cursor.Put(entry.Name);
            cursor.Put(": "u8);
        }
        if (entry.Source is string text) cursor.Put(text);
        else cursor.Put(((byte[])entry.Source).AsSpan(entry.Start, entry.Length));
        cursor.Put("\r\n"u8);
    }
}
