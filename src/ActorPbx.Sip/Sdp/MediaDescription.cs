using System.Collections.Immutable;
using System.Globalization;

namespace ActorPbx.Sip.Sdp;

/// <summary>One media stream of a session: its m= line and every line that belongs to it; immutable.</summary>
public sealed class MediaDescription
{
    private readonly SdpMediaLine _media;

    internal MediaDescription(SdpMediaLine media, ImmutableArray<SdpLine> lines, string? printedMedia = null)
    {
        _media = media;
        Lines = lines;
        MediaText = printedMedia ?? media.ToString();
        Connection = Find('c') is { } value && SdpConnection.TryParse(value, out var connection) ? connection : null;
    }

    public MediaDescription(string media, int port, string protocol, ImmutableArray<string> formats, ImmutableArray<SdpLine> lines)
        : this(new SdpMediaLine(media, port, null, protocol, formats), lines)
    {
    }

    /// <summary>audio, video, image, application …</summary>
    public string Media => _media.Media;

    /// <summary>Where this side wants to receive; 0 refuses the stream (RFC 3264 §6).</summary>
    public int Port => _media.Port;

    /// <summary>How many port pairs; null when not said.</summary>
    public int? PortCount => _media.PortCount;

    /// <summary>RTP/AVP, RTP/SAVP, UDP/TLS/RTP/SAVPF, udptl …</summary>
    public string Protocol => _media.Protocol;

    /// <summary>Payload types in order of preference.</summary>
    public ImmutableArray<string> Formats => _media.Formats;

    /// <summary>The lines after m=, unknown ones too, in order.</summary>
    public ImmutableArray<SdpLine> Lines { get; }

    /// <summary>The stream's own c= line; null when the session's counts.</summary>
    public SdpConnection? Connection { get; }

    public bool IsRejected => Port == 0;

    public bool IsRtp => Protocol.Contains("RTP/", StringComparison.Ordinal);

    /// <summary>The stream's own direction; null when the session's counts.</summary>
    public SdpDirection? Direction => SdpLines.Direction(Lines);

    /// <summary>The value of the first attribute of this name: empty for a bare one, null when missing.</summary>
    public string? Attribute(string name) => SdpLines.Attribute(Lines, name);

    /// <summary>Port of RTCP: that of a=rtcp, or one above RTP's (RFC 3605 §2.1).</summary>
    public int RtcpPort
    {
        get
        {
            var rtcp = Attribute("rtcp");
            if (rtcp is null) return Attribute("rtcp-mux") is null ? Port + 1 : Port;
            var end = rtcp.IndexOf(' ');
            var digits = end < 0 ? rtcp.AsSpan() : rtcp.AsSpan(0, end);
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535 ? port : Port + 1;
        }
    }

    /// <summary>Where RTCP goes when a=rtcp says another address than the stream's.</summary>
    public SdpConnection? RtcpConnection =>
        Attribute("rtcp") is { } rtcp && rtcp.IndexOf(' ') is var space and > 0 && SdpConnection.TryParse(rtcp[(space + 1)..], out var connection) ? connection : null;

    internal string MediaText { get; }

    public MediaDescription WithPort(int port) => new(_media with { Port = port }, Lines);

    public MediaDescription WithFormats(ImmutableArray<string> formats) => new(_media with { Formats = formats }, Lines);

    public MediaDescription WithConnection(SdpConnection? connection) => WithLines(SdpLines.WithLine(Lines, 'c', connection?.ToString()));

    public MediaDescription WithDirection(SdpDirection direction) => WithLines(SdpLines.WithDirection(Lines, direction));

    public MediaDescription WithAttribute(string name, string? value) => WithLines(SdpLines.WithAttribute(Lines, name, value));

    public MediaDescription WithoutAttributes(Func<SdpLine, bool> which) => WithLines(Lines.RemoveAll(line => line.Type == 'a' && which(line)));

    public MediaDescription WithLines(ImmutableArray<SdpLine> lines) => new(_media, lines, MediaText);

    /// <summary>The same stream refused: port 0, nothing but the m= line.</summary>
    public MediaDescription Rejected() => new(_media with { Port = 0, PortCount = null }, []);

    private string? Find(char type) => SdpLines.Find(Lines, type);
}
