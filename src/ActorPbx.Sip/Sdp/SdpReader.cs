using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ActorPbx.Sip.Sdp;

/// <summary>Reads a session description line by line; what it does not know it keeps.</summary>
internal sealed class SdpReader
{
    private const int MaxLines = 1000;
    private const int MaxStreams = 64;

    private readonly ImmutableArray<SdpLine>.Builder _lines = ImmutableArray.CreateBuilder<SdpLine>(12);
    private readonly ImmutableArray<MediaDescription>.Builder _media = ImmutableArray.CreateBuilder<MediaDescription>(2);
    private ImmutableArray<SdpLine> _session;
    private SdpOrigin? _origin;
    private SdpMediaLine? _current;
    private string? _currentText;
    private int _lineNumber;

    public bool TryRead(
        ReadOnlySpan<byte> body, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SessionDescription? session, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out string? error)
    {
        session = null;
        error = ReadLines(body);
        if (error is not null) return false;
        EndPart();
        if (_origin is null)
        {
            error = "No o= line";
            return false;
        }
        session = new SessionDescription(_origin, _session, _media.DrainToImmutable());
        return true;
    }

    private string? ReadLines(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            var end = body.IndexOf((byte)'\n');
            var line = end < 0 ? body : body[..end];
            body = end < 0 ? default : body[(end + 1)..];
            if (line.Length > 0 && line[^1] == (byte)'\r') line = line[..^1];
            _lineNumber++;
            // Some phones end the body with an empty line.
            if (line.IsEmpty && body.Trim("\r\n"u8).IsEmpty) return _lineNumber == 1 ? At("empty body") : null;
            if (ReadLine(line) is { } error) return At(error);
        }
        return _lineNumber == 0 ? "Empty body" : null;
    }

    private string? ReadLine(ReadOnlySpan<byte> line)
    {
        if (line.Length < 2 || line[1] != (byte)'=' || line[0] is < (byte)'a' or > (byte)'z') return "not a type=value line";
        if (line.ContainsAny((byte)'\r', (byte)0)) return "control character";
        if (_lineNumber > MaxLines) return "too many lines";
        var type = (char)line[0];
        var value = Encoding.UTF8.GetString(line[2..]);
        if (_lineNumber == 1) return type == 'v' && value == "0" ? Keep(type, value) : "the first line must be v=0";
        return type switch
        {
            'm' => StartMedia(value),
            'o' when _current is null => _origin is null && SdpOrigin.TryParse(value, out _origin) ? Keep(type, value) : "bad o= line",
            'c' => SdpConnection.TryParse(value, out _) ? Keep(type, value) : "bad c= line",
            _ => Keep(type, value),
        };
    }

    private string? Keep(char type, string value)
    {
        _lines.Add(new SdpLine(type, value));
        return null;
    }

    private string? StartMedia(string value)
    {
        EndPart();
        if (_media.Count == MaxStreams) return "too many streams";
        _currentText = value;
        return SdpMediaLine.TryParse(value, out _current) ? null : "bad m= line";
    }

    private void EndPart()
    {
        if (_current is null) _session = _lines.DrainToImmutable();
        else _media.Add(new MediaDescription(_current, _lines.DrainToImmutable(), _currentText));
    }

    private string At(string what) => string.Create(CultureInfo.InvariantCulture, $"SDP line {_lineNumber}: {what}");
}
