using System.Text;

namespace ActorPbx.Sip.Parsing;

/// <summary>Where the parts of one Via value lie.</summary>
internal struct ViaLayout
{
    public int TransportStart;
    public int TransportLength;
    public int HostStart;
    public int HostLength;
    public int Port;
    public int ParametersStart;
}

/// <summary>The grammar of one via-parm (RFC 3261 §20.42); allocates nothing.</summary>
internal static class ViaSyntax
{
    public static bool TryScan(ReadOnlySpan<byte> value, out ViaLayout layout) =>
        TryScanHop(value, isAnyVersion: false, out layout) && ParameterSyntax.IsValid(value[layout.ParametersStart..]);

    /// <summary>Only what an error response needs to find its way: any version, and parameters up to the first broken one.</summary>
    public static bool TrySalvage(ReadOnlySpan<byte> value, out ViaLayout layout) => TryScanHop(value, isAnyVersion: true, out layout);

    private static bool TryScanHop(ReadOnlySpan<byte> value, bool isAnyVersion, out ViaLayout layout)
    {
        layout = new ViaLayout { Port = UriSyntax.NoPort };
        var position = 0;
        if (!Part(value, ref position, "SIP"u8) || !Slash(value, ref position)) return false;
        if (!(isAnyVersion ? Token(value, ref position) : Part(value, ref position, "2.0"u8)) || !Slash(value, ref position)) return false;
        SkipSpace(value, ref position);
        layout.TransportStart = position;
        var length = value[position..].IndexOfAnyExcept(SipCharacters.Token);
        if (length < 1 || !SipCharacters.IsSpace(value[position + length])) return false;
        layout.TransportLength = length;
        position += length;
        SkipSpace(value, ref position);
        return SentBy(value, position, ref layout);
    }

    private static bool SentBy(ReadOnlySpan<byte> value, int position, ref ViaLayout layout)
    {
        layout.HostStart = position;
        layout.HostLength = UriSyntax.HostLength(value[position..]);
        if (!UriSyntax.IsHost(value.Slice(position, layout.HostLength))) return false;
        position += layout.HostLength;
        layout.ParametersStart = position;
        SkipSpace(value, ref position);
        if (position >= value.Length || value[position] != (byte)':') return true;
        position++;
        SkipSpace(value, ref position);
        var digits = value[position..];
        var end = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (end >= 0) digits = digits[..end];
        layout.ParametersStart = position + digits.Length;
        return UriSyntax.TryPort(digits, out layout.Port);
    }

    private static bool Part(ReadOnlySpan<byte> value, ref int position, ReadOnlySpan<byte> expected)
    {
        SkipSpace(value, ref position);
        var rest = value[position..];
        if (rest.Length < expected.Length || !Ascii.EqualsIgnoreCase(rest[..expected.Length], expected)) return false;
        position += expected.Length;
        return true;
    }

    private static bool Token(ReadOnlySpan<byte> value, ref int position)
    {
        SkipSpace(value, ref position);
        var length = value[position..].IndexOfAnyExcept(SipCharacters.Token);
        position += Math.Max(length, 0);
        return length > 0;
    }

    private static bool Slash(ReadOnlySpan<byte> value, ref int position)
    {
        SkipSpace(value, ref position);
        if (position >= value.Length || value[position] != (byte)'/') return false;
        position++;
        return true;
    }

    private static void SkipSpace(ReadOnlySpan<byte> value, ref int position)
    {
        while (position < value.Length && SipCharacters.IsSpace(value[position])) position++;
    }
}
