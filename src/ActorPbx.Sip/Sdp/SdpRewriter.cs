using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ActorPbx.Sip.Sdp;

/// <summary>Where a relay receives one stream's RTP and RTCP.</summary>
/// <param name="Rtp">Port of RTP, 0 to refuse the stream.</param>
/// <param name="Rtcp">Port of RTCP; null for the one above.</param>
public readonly record struct RelayedPort(int Rtp, int? Rtcp = null);

/// <summary>Pure changes to session descriptions that pass through the exchange: media relay and topology hiding.</summary>
public static class SdpRewriter
{
    private static readonly string[] IceAttributes =
        ["candidate", "end-of-candidates", "remote-candidates", "ice-ufrag", "ice-pwd", "ice-options", "ice-lite", "ice-mismatch", "ice-pacing"];

    /// <summary>The o= line under another name and address, so that nobody learns who described the session; ids and version stay.</summary>
    public static SessionDescription HideOrigin(SessionDescription session, string username, SdpConnection address)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(address);
        return session.WithOrigin(session.Origin with { Username = username, AddressType = address.AddressType, Address = address.Address });
    }

    /// <summary>The same on the bytes of a body that is otherwise passed on untouched; null when there is no o= line that can be read.</summary>
    public static byte[]? HideOrigin(ReadOnlySpan<byte> body, string username, SdpConnection address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var start = body.IndexOf("\no="u8) + 3;
        if (start < 3) return null;
        var length = body[start..].IndexOfAny((byte)'\r', (byte)'\n');
        if (length < 0 || !SdpOrigin.TryParse(Encoding.UTF8.GetString(body.Slice(start, length)), out var origin)) return null;
        var line = Encoding.UTF8.GetBytes((origin with { Username = username, AddressType = address.AddressType, Address = address.Address }).ToString());
        var result = new byte[body.Length - length + line.Length];
        body[..start].CopyTo(result);
        line.CopyTo(result, start);
        body[(start + length)..].CopyTo(result.AsSpan(start + line.Length));
        return result;
    }

    /// <summary>Sends every live stream to a relay: c=, the ports of m=, a=rtcp; ICE is taken out, since its candidates would lead around the relay.</summary>
    /// <param name="session">What one side sent.</param>
    /// <param name="address">The relay's address towards the other side.</param>
    /// <param name="ports">One entry a stream, in order; streams beyond the list are refused, entries of refused streams are not looked at.</param>
    public static SessionDescription Relay(SessionDescription session, SdpConnection address, IReadOnlyList<RelayedPort> ports)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(ports);
        var clean = StripIce(session);
        var streams = ImmutableArray.CreateBuilder<MediaDescription>(clean.Media.Length);
        for (var i = 0; i < clean.Media.Length; i++) streams.Add(Relay(clean, clean.Media[i], address, i < ports.Count ? ports[i] : default));
        // A connection of 0.0.0.0 is a hold in the old way and must stay one.
        var connection = clean.Connection is null ? null : clean.Connection.IsHold ? clean.Connection : address;
        return clean.WithConnection(connection).WithMedia(streams.DrainToImmutable());
    }

    /// <summary>Takes out all ICE attributes at both levels.</summary>
    public static SessionDescription StripIce(SessionDescription session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.WithoutAttributes(IsIce).WithMedia([.. session.Media.Select(media => media.WithoutAttributes(IsIce))]);
    }

    /// <summary>Refuses the streams that are not wanted by setting their port to 0.</summary>
    public static SessionDescription Refuse(SessionDescription session, Func<MediaDescription, bool> which)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.WithMedia([.. session.Media.Select(media => which(media) ? media.Rejected() : media)]);
    }

    private static MediaDescription Relay(SessionDescription session, MediaDescription media, SdpConnection address, RelayedPort port)
    {
        if (media.IsRejected || port.Rtp == 0) return media.Rejected();
        var isHeld = session.ConnectionOf(media) is { IsHold: true };
        var relayed = media.WithPort(port.Rtp);
        if (media.Connection is not null && !isHeld) relayed = relayed.WithConnection(address);
        if (media.Attribute("rtcp") is null && port.Rtcp is null) return relayed;
        return relayed.WithAttribute("rtcp", (port.Rtcp ?? port.Rtp + 1).ToString(CultureInfo.InvariantCulture));
    }

    private static bool IsIce(SdpLine line)
    {
        foreach (var name in IceAttributes)
        {
            if (line.IsAttribute(name)) return true;
        }
        return false;
    }
}
