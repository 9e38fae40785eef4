using System.Globalization;

namespace ActorPbx.Sip.Sdp;

/// <summary>The o= line: who described the session, and which version of it this is (RFC 8866 §5.2).</summary>
/// <param name="Username"><c>-</c> where nobody is named.</param>
/// <param name="SessionId">Stays the same for the whole dialog.</param>
/// <param name="SessionVersion">Goes up by one with every change (RFC 3264 §8).</param>
/// <param name="AddressType">IP4 or IP6.</param>
/// <param name="Address">An address or a host name.</param>
public sealed record SdpOrigin(string Username, string SessionId, ulong SessionVersion, string AddressType, string Address)
{
    public static bool TryParse(string value, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SdpOrigin? origin)
    {
        origin = null;
        Span<Range> parts = stackalloc Range[7];
        if (value.AsSpan().Split(parts, ' ') != 6) return false;
        var version = value.AsSpan(parts[2]);
        if (!ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        if (value.AsSpan(parts[3]) is not "IN" || value.AsSpan(parts[4]) is not ("IP4" or "IP6")) return false;
        if (value[parts[0]].Length == 0 || value[parts[1]].Length == 0 || value[parts[5]].Length == 0) return false;
        origin = new SdpOrigin(value[parts[0]], value[parts[1]], number, value[parts[4]], value[parts[5]]);
        return true;
    }

    public SdpOrigin NextVersion() => this with { SessionVersion = SessionVersion + 1 };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Username} {SessionId} {SessionVersion} IN {AddressType} {Address}");
}
