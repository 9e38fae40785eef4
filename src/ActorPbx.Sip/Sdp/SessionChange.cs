using System.Collections.Immutable;

namespace ActorPbx.Sip.Sdp;

/// <summary>Whether a description of a session tells anything new to whom was given another one of the same side before (RFC 3264 §8).</summary>
public static class SessionChange
{
    /// <summary>
    /// True when a stream came, went, moved, turned round, or may now bring what it could not before. An answer that leaves formats or keys of an earlier offer out
    /// says nothing new by that, and neither do names and versions.
    /// </summary>
    public static bool IsIn(ReadOnlySpan<byte> now, ReadOnlySpan<byte> before)
    {
        if (now.SequenceEqual(before)) return false;
        if (!SessionDescription.TryParse(now, out var next) || !SessionDescription.TryParse(before, out var last)) return true;
        if (next.Media.Length != last.Media.Length || next.Attribute("fingerprint") != last.Attribute("fingerprint") || next.Attribute("ice-ufrag") != last.Attribute("ice-ufrag")) return true;
        for (var i = 0; i < next.Media.Length; i++)
        {
            if (IsIn(next, next.Media[i], last, last.Media[i])) return true;
        }

        return false;
    }

    private static bool IsIn(SessionDescription nextSession, MediaDescription next, SessionDescription lastSession, MediaDescription last)
    {
        if (next.IsRejected || last.IsRejected) return next.IsRejected != last.IsRejected;
        return next.Media != last.Media || next.Protocol != last.Protocol || next.Port != last.Port || next.RtcpPort != last.RtcpPort
            || nextSession.ConnectionOf(next) != lastSession.ConnectionOf(last) || next.RtcpConnection != last.RtcpConnection
            || nextSession.DirectionOf(next) != lastSession.DirectionOf(last)
            || next.Formats.AsSpan().ContainsAnyExcept(last.Formats.AsSpan())
            || next.Attribute("fingerprint") != last.Attribute("fingerprint") || next.Attribute("ice-ufrag") != last.Attribute("ice-ufrag")
            || HasNewKey(next.Lines, last.Lines);
    }

    private static bool HasNewKey(ImmutableArray<SdpLine> next, ImmutableArray<SdpLine> last)
    {
        foreach (var line in next)
        {
            if (line.IsAttribute("crypto") && !last.Contains(line)) return true;
        }

        return false;
    }
}
