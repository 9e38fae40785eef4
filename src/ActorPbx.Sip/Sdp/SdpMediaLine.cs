using System.Collections.Immutable;
using System.Globalization;

namespace ActorPbx.Sip.Sdp;

/// <summary>The m= line taken apart (RFC 8866 §5.14).</summary>
internal sealed record SdpMediaLine(string Media, int Port, int? PortCount, string Protocol, ImmutableArray<string> Formats)
{
    private const int MaxFormats = 128;

    public static bool TryParse(string value, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SdpMediaLine? line)
    {
        line = null;
        Span<Range> parts = stackalloc Range[MaxFormats + 4];
        var count = value.AsSpan().Split(parts, ' ', StringSplitOptions.RemoveEmptyEntries);
        if (count < 4 || count == parts.Length || !TryPort(value.AsSpan(parts[1]), out var port, out var portCount)) return false;
        var formats = ImmutableArray.CreateBuilder<string>(count - 3);
        for (var i = 3; i < count; i++) formats.Add(value[parts[i]]);
        line = new SdpMediaLine(value[parts[0]], port, portCount, value[parts[2]], formats.MoveToImmutable());
        return true;
    }

    public override string ToString()
    {
        var ports = PortCount is null ? Port.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Port}/{PortCount}");
        return $"{Media} {ports} {Protocol} {string.Join(' ', Formats)}";
    }

    private static bool TryPort(ReadOnlySpan<char> text, out int port, out int? count)
    {
        count = null;
        var slash = text.IndexOf('/');
        var first = slash < 0 ? text : text[..slash];
        if (!TryNumber(first, 65535, out port)) return false;
        if (slash < 0) return true;
        var isCount = TryNumber(text[(slash + 1)..], 1024, out var many) && many > 0;
        count = many;
        return isCount;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, int max, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= max;
}
