using System.Buffers;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Transactions;

/// <summary>Writes a message once, into an array of just its size that can be kept for retransmission.</summary>
internal static class MessageBytes
{
    [ThreadStatic] private static ArrayBufferWriter<byte>? s_writer;

    public static byte[] Of(SipMessage message)
    {
        ArrayBufferWriter<byte> writer = s_writer ??= new ArrayBufferWriter<byte>(4_096);
        writer.ResetWrittenCount();
        SipWriter.Write(message, writer);
        return writer.WrittenSpan.ToArray();
    }
}
