using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Provisionals;

/// <summary>A RAck header: the provisional response that a PRACK confirms, by its RSeq and the CSeq of what it answered (RFC 3262 §7.2).</summary>
public readonly record struct RAck(uint Sequence, CSeq Of)
{
    /// <summary>What a PRACK confirms; false when it says nothing that can be read.</summary>
    public static bool TryRead(SipRequest prack, [NotNullWhen(true)] out RAck? rack)
    {
        ArgumentNullException.ThrowIfNull(prack);
        rack = null;
        if (prack.Headers.Get(HeaderName.RAck) is not { } text) return false;
        Span<Range> parts = stackalloc Range[4];
        if (text.AsSpan().SplitAny(parts, " \t", StringSplitOptions.RemoveEmptyEntries) != 3) return false;
        if (!TryNumber(text.AsSpan(parts[0]), out uint sequence) || !TryNumber(text.AsSpan(parts[1]), out uint cseq)) return false;
        rack = new RAck(sequence, new CSeq(cseq, new SipMethod(text[parts[2]])));
        return true;
    }

    /// <summary>The number of a provisional response that asks for a PRACK (RFC 3262 §4: Require and RSeq); null for one that does not.</summary>
    public static uint? SequenceOf(SipResponse provisional)
    {
        ArgumentNullException.ThrowIfNull(provisional);
        if (!provisional.HasOption(HeaderName.Require, ReliableRules.Option) || provisional.Headers.Get(HeaderName.RSeq) is not { } text) return null;
        return TryNumber(text.AsSpan().Trim(), out uint sequence) ? sequence : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sequence} {Of.Number} {Of.Method.Name}");

    private static bool TryNumber(ReadOnlySpan<char> text, out uint number) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
