using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Parsing;

/// <summary>Makes a message of a datagram, or of what a <see cref="SipStreamFramer"/> cut from a stream.</summary>
public static class SipParser
{
    private static readonly SipUri Unreadable = SipUri.Parse("sip:unreadable.invalid");

    /// <summary>Reads one message; its bytes are copied once, so the buffer may be used again.</summary>
    /// <remarks>A body longer than Content-Length is cut, as RFC 3261 §18.3 says for datagrams; a shorter one is a fault.</remarks>
    public static bool TryParse(
        ReadOnlySpan<byte> message, SipLimits limits, [NotNullWhen(true)] out SipMessage? parsed, [NotNullWhen(false)] out SipParseError? error)
    {
        ArgumentNullException.ThrowIfNull(limits);
        SipFault? oversize = null;
        if (message.Length > limits.MaxMessageBytes)
        {
            oversize = new SipFault(513, "Message Too Large");
            message = message[..limits.MaxMessageBytes];
        }
        // RFC 3261 §7.5: empty lines before the start line are ignored.
        while (message.StartsWith("\r\n"u8)) message = message[2..];
        var bytes = message.ToArray();
        var headEnd = HeadEnd(bytes, limits, ref oversize);
        var head = MessageHead.Read(bytes, headEnd, limits, oversize);
        parsed = head.Fault is null ? head.ToMessage(bytes, headEnd, limits) : null;
        error = parsed is null ? new SipParseError(head.Fault!.Value.StatusCode, head.Fault.Value.Reason, Answerable(head)) : null;
        return parsed is not null;
    }

    /// <summary>Offset of the empty line that ends the head.</summary>
    private static int HeadEnd(ReadOnlySpan<byte> bytes, SipLimits limits, ref SipFault? fault)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            fault ??= new SipFault(400, "No empty line after the header");
            end = bytes.Length;
        }
        if (end <= limits.MaxHeaderBytes) return end;
        fault ??= new SipFault(513, "Header Too Large");
        return limits.MaxHeaderBytes;
    }

    /// <summary>RFC 3261 §17.1.1.3: an ACK is never answered; a response neither.</summary>
    private static SipRequest? Answerable(in MessageHead head)
    {
        if (head.Start.IsResponse || head.TopVia is null || head.Start.Method == default || head.Start.Method == SipMethod.Ack) return null;
        var request = new SipRequest(head.Start.Method, head.Start.Uri ?? Unreadable, head.Headers);
        request.KeepVia(head.TopVia);
        return request;
    }
}
