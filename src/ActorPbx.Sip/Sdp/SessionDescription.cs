using System.Collections.Immutable;
using System.Net;
using System.Text;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Sdp;

/// <summary>An SDP body (RFC 8866): session lines and media streams, every line kept in its place; immutable.</summary>
public sealed class SessionDescription
{
    internal SessionDescription(SdpOrigin origin, ImmutableArray<SdpLine> lines, ImmutableArray<MediaDescription> media)
    {
        Origin = origin;
        Lines = lines;
        Media = media;
        Connection = SdpLines.Find(lines, 'c') is { } value && SdpConnection.TryParse(value, out var connection) ? connection : null;
    }

    /// <summary>A new description with v=, o=, s=, c= and t=.</summary>
    public static SessionDescription Create(SdpOrigin origin, SdpConnection? connection, ImmutableArray<MediaDescription> media)
    {
        ArgumentNullException.ThrowIfNull(origin);
        var lines = ImmutableArray.Create(new SdpLine('v', "0"), new SdpLine('o', origin.ToString()), new SdpLine('s', "-"));
        if (connection is not null) lines = lines.Add(new SdpLine('c', connection.ToString()));
        return new SessionDescription(origin, lines.Add(new SdpLine('t', "0 0")), media);
    }

    public SdpOrigin Origin { get; }

    /// <summary>The session's c= line; null where each stream has its own.</summary>
    public SdpConnection? Connection { get; }

    /// <summary>The session's lines before the first m=, in order.</summary>
    public ImmutableArray<SdpLine> Lines { get; }

    public ImmutableArray<MediaDescription> Media { get; }

    /// <summary>Reads a body; line ends may be CRLF or LF.</summary>
    /// <param name="body">The bytes of the body.</param>
    /// <param name="session">What was read.</param>
    /// <param name="error">What is wrong, with the line number.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> body, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SessionDescription? session, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out string? error) =>
        new SdpReader().TryRead(body, out session, out error);

    public static bool TryParse(ReadOnlySpan<byte> body, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SessionDescription? session) =>
        TryParse(body, out session, out _);

    /// <summary>Whether a message's body says that it is a session description; parameters of the type do not matter.</summary>
    public static bool IsIn(SipMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Body.IsEmpty || !message.Headers.TryGetRaw(HeaderName.ContentType, out var type)) return false;
        var end = type.Span.IndexOfAny((byte)';', (byte)' ', (byte)'\t');
        return Ascii.EqualsIgnoreCase(end < 0 ? type.Span : type.Span[..end], "application/sdp"u8);
    }

    /// <summary>The value of the first session attribute of this name: empty for a bare one, null when missing.</summary>
    public string? Attribute(string name) => SdpLines.Attribute(Lines, name);

    /// <summary>Where a stream's media goes: its own c= line, else the session's.</summary>
    public SdpConnection? ConnectionOf(MediaDescription media) => media.Connection ?? Connection;

    /// <summary>Where a stream's RTP goes; null when it is refused or names a host instead of an address.</summary>
    public IPEndPoint? RtpEndPointOf(MediaDescription media) => EndPoint(media, ConnectionOf(media), media.Port);

    /// <summary>Where a stream's RTCP goes: a=rtcp, or the port above RTP's.</summary>
    public IPEndPoint? RtcpEndPointOf(MediaDescription media) => EndPoint(media, media.RtcpConnection ?? ConnectionOf(media), media.RtcpPort);

    /// <summary>A stream's direction: its own, else the session's, else sendrecv (RFC 8866 §6.7).</summary>
    public SdpDirection DirectionOf(MediaDescription media) => media.Direction ?? SdpLines.Direction(Lines) ?? SdpDirection.SendRecv;

    public SessionDescription WithOrigin(SdpOrigin origin) => new(origin, SdpLines.WithLine(Lines, 'o', origin.ToString()), Media);

    public SessionDescription WithConnection(SdpConnection? connection) => new(Origin, SdpLines.WithLine(Lines, 'c', connection?.ToString()), Media);

    public SessionDescription WithMedia(ImmutableArray<MediaDescription> media) => new(Origin, Lines, media);

    public SessionDescription WithoutAttributes(Func<SdpLine, bool> which) => new(Origin, Lines.RemoveAll(line => line.Type == 'a' && which(line)), Media);

    /// <summary>The body, lines ended by CRLF.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(512);
        Append(text, Lines);
        foreach (var media in Media)
        {
            text.Append("m=").Append(media.MediaText).Append("\r\n");
            Append(text, media.Lines);
        }
        return text.ToString();
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    private static IPEndPoint? EndPoint(MediaDescription media, SdpConnection? connection, int port) =>
        !media.IsRejected && port <= IPEndPoint.MaxPort && IPAddress.TryParse(connection?.Address, out var address) ? new IPEndPoint(address, port) : null;

    private static void Append(StringBuilder text, ImmutableArray<SdpLine> lines)
    {
        foreach (var line in lines) text.Append(line.Type).Append('=').Append(line.Value).Append("\r\n");
    }
}
