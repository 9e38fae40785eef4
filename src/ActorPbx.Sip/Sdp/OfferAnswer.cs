using System.Collections.Immutable;
using System.Globalization;

namespace ActorPbx.Sip.Sdp;

/// <summary>How one offered stream is taken: the port, the formats that are wanted, and what this side does.</summary>
/// <param name="Port">Where this side receives.</param>
/// <param name="Formats">Chosen among the offer's, in the answerer's order.</param>
/// <param name="Direction">What this side is willing to do; it is narrowed to what the offer allows.</param>
public sealed record StreamAnswer(int Port, ImmutableArray<string> Formats, SdpDirection Direction = SdpDirection.SendRecv);

/// <summary>The offer/answer model (RFC 3264).</summary>
public static class OfferAnswer
{
    private const int DiscardPort = 9;

    /// <summary>Why this answer does not fit the offer; null when it fits.</summary>
    public static string? Misfit(SessionDescription offer, SessionDescription answer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(answer);
        // RFC 3264 §6: as many streams as offered, in the same order.
        if (offer.Media.Length != answer.Media.Length) return "The answer has another number of streams than the offer";
        for (var i = 0; i < offer.Media.Length; i++)
        {
            var misfit = Misfit(offer, offer.Media[i], answer, answer.Media[i]);
            if (misfit is not null) return string.Create(CultureInfo.InvariantCulture, $"Stream {i + 1}: {misfit}");
        }
        return null;
    }

    /// <summary>An answer to an offer, stream by stream.</summary>
    /// <param name="offer">What was offered.</param>
    /// <param name="origin">The answerer's o= line.</param>
    /// <param name="connection">Where the answerer receives.</param>
    /// <param name="take">How each offered stream is taken; null refuses it. Not asked for streams that the offer itself refuses.</param>
    public static SessionDescription Answer(SessionDescription offer, SdpOrigin origin, SdpConnection connection, Func<MediaDescription, StreamAnswer?> take)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(take);
        var streams = ImmutableArray.CreateBuilder<MediaDescription>(offer.Media.Length);
        foreach (var offered in offer.Media)
        {
            var taken = offered.IsRejected ? null : take(offered);
            streams.Add(taken is null ? offered.Rejected() : Answered(offered, offer.DirectionOf(offered), taken));
        }
        return SessionDescription.Create(origin, connection, streams.DrainToImmutable());
    }

    /// <summary>An answer that takes every stream of plain RTP, and has nothing sent in either direction; null when there is none.</summary>
    /// <param name="offer">What was offered.</param>
    /// <param name="own">The answerer's address.</param>
    public static SessionDescription? Silent(SessionDescription offer, SdpConnection own)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(own);
        var origin = new SdpOrigin("-", offer.Origin.SessionId, offer.Origin.SessionVersion, own.AddressType, own.Address);
        // Other profiles want keys of the answerer, which has none.
        var answer = Answer(offer, origin, own, stream => stream.Protocol is "RTP/AVP" or "RTP/AVPF" ? new StreamAnswer(DiscardPort, stream.Formats, SdpDirection.Inactive) : null);
        return answer.Media.Any(stream => !stream.IsRejected) ? answer : null;
    }

    /// <summary>Whether no stream that is alive lets this side's peer be heard: all are sendonly, inactive or sent to nowhere (RFC 3264 §8.4).</summary>
    public static bool IsHold(SessionDescription session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var isAlive = false;
        foreach (var media in session.Media)
        {
            if (media.IsRejected) continue;
            isAlive = true;
            if (session.DirectionOf(media).Receives() && session.ConnectionOf(media) is not { IsHold: true }) return false;
        }
        return isAlive;
    }

    /// <summary>Whether a stream that is alive goes both ways as far as this side is concerned: media are to be expected.</summary>
    public static bool TalksBothWays(SessionDescription session)
    {
        ArgumentNullException.ThrowIfNull(session);
        foreach (var media in session.Media)
        {
            if (!media.IsRejected && session.DirectionOf(media) == SdpDirection.SendRecv && session.ConnectionOf(media) is not { IsHold: true }) return true;
        }
        return false;
    }

    /// <summary>The same session put on hold: what was sendrecv becomes sendonly, what was recvonly becomes inactive; the version goes up.</summary>
    public static SessionDescription Hold(SessionDescription session) => Redirect(session, direction => SdpDirections.Of(direction.Sends(), receives: false));

    /// <summary>The same session taken from hold: every stream receives again; the version goes up.</summary>
    public static SessionDescription Resume(SessionDescription session) => Redirect(session, direction => SdpDirections.Of(direction.Sends(), receives: true));

    private static SessionDescription Redirect(SessionDescription session, Func<SdpDirection, SdpDirection> change)
    {
        ArgumentNullException.ThrowIfNull(session);
        var media = session.Media.Select(stream => stream.IsRejected ? stream : stream.WithDirection(change(session.DirectionOf(stream))));
        return session.WithOrigin(session.Origin.NextVersion()).WithMedia([.. media]);
    }

    private static string? Misfit(SessionDescription offer, MediaDescription offered, SessionDescription answer, MediaDescription answered)
    {
        if (offered.Media != answered.Media) return "another kind of media than offered";
        if (answered.IsRejected) return null;
        if (offered.IsRejected) return "taken although the offer refuses it";
        if (offered.Protocol != answered.Protocol) return "another transport protocol than offered";
        if (answer.ConnectionOf(answered) is null) return "no connection address";
        if (!answer.DirectionOf(answered).MayAnswer(offer.DirectionOf(offered))) return "a direction that the offer does not allow";
        // RFC 3264 §6.1 lets an answer add formats, but one of the offer's must be there.
        return offered.IsRtp && !answered.Formats.Any(format => IsOffered(offered, answered, format)) ? "no format of the offer" : null;
    }

    /// <summary>The same payload type, or, for dynamic ones, the same encoding under another number.</summary>
    private static bool IsOffered(MediaDescription offered, MediaDescription answered, string format) =>
        offered.Formats.Contains(format) || (Encoding(answered, format) is { } encoding && offered.Formats.Any(other => encoding.Equals(Encoding(offered, other), StringComparison.OrdinalIgnoreCase)));

    private static string? Encoding(MediaDescription media, string format)
    {
        foreach (var line in media.Lines)
        {
            if (line.IsAttribute("rtpmap") && line.AttributeValue.StartsWith(format + " ", StringComparison.Ordinal)) return line.AttributeValue[(format.Length + 1)..];
        }
        return null;
    }

    private static MediaDescription Answered(MediaDescription offered, SdpDirection offeredDirection, StreamAnswer taken)
    {
        var direction = SdpDirections.Of(taken.Direction.Sends() && offeredDirection.Receives(), taken.Direction.Receives() && offeredDirection.Sends());
        var lines = offered.Lines.Where(line => IsAboutFormats(line, taken.Formats)).Append(SdpLine.Attribute(direction.Name()));
        return new MediaDescription(offered.Media, taken.Port, offered.Protocol, taken.Formats, [.. lines]);
    }

    private static bool IsAboutFormats(SdpLine line, ImmutableArray<string> formats)
    {
        if (!line.IsAttribute("rtpmap") && !line.IsAttribute("fmtp")) return false;
        var value = line.AttributeValue;
        var space = value.IndexOf(' ');
        return space > 0 && formats.Contains(value[..space]);
    }
}
