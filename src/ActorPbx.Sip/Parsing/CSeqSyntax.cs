using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Parsing;

/// <summary>The grammar of CSeq: a number below 2**31, space, a method (RFC 3261 §20.16, §8.1.1.5).</summary>
internal static class CSeqSyntax
{
    public static bool TryParse(ReadOnlySpan<byte> value, out CSeq cseq)
    {
        cseq = default;
        var space = value.IndexOfAny((byte)' ', (byte)'\t');
        if (space < 1 || !SipNumber.TryParse(value[..space], out int number)) return false;
        var method = SipCharacters.Trim(value[space..]);
        if (!SipCharacters.IsToken(method)) return false;
        cseq = new CSeq((uint)number, SipMethod.FromBytes(method));
        return true;
    }
}
