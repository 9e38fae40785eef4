namespace ActorPbx.Sip.Parsing;

/// <summary>Where display name, URI and parameters of a name-addr or addr-spec lie.</summary>
internal struct NameAddressLayout
{
    public ushort DisplayStart;
    public ushort DisplayLength;
    public ushort UriStart;
    public ushort UriLength;
    public UriLayout Uri;
    public ushort ParametersStart;
}

/// <summary>The grammar of From, To, Contact, Route and their kin (RFC 3261 §20.10); allocates nothing.</summary>
internal static class NameAddressSyntax
{
    public static bool TryScan(ReadOnlySpan<byte> value, out NameAddressLayout layout)
    {
        layout = default;
        if (value.Length > ushort.MaxValue) return false;
        var position = 0;
        while (position < value.Length && SipCharacters.IsSpace(value[position])) position++;
        var open = OpeningBracket(value[position..]);
        if (open == -2) return false;
        if (open < 0) return ScanAddress(value, position, ref layout);
        layout.DisplayStart = (ushort)position;
        layout.DisplayLength = (ushort)SipCharacters.Trim(value.Slice(position, open)).Length;
        if (!IsDisplayName(value.Slice(position, layout.DisplayLength))) return false;
        layout.UriStart = (ushort)(position + open + 1);
        var uriLength = value[layout.UriStart..].IndexOf((byte)'>');
        if (uriLength < 1) return false;
        layout.UriLength = (ushort)uriLength;
        if (!UriSyntax.TryScan(value.Slice(layout.UriStart, layout.UriLength), out layout.Uri)) return false;
        layout.ParametersStart = (ushort)(layout.UriStart + uriLength + 1);
        return ParameterSyntax.IsValid(value[layout.ParametersStart..]);
    }

    /// <summary>Index of the '&lt;' that follows the display name; −1 when there is none.</summary>
    private static int OpeningBracket(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value[0] != (byte)'"') return value.IndexOfAny((byte)'<', (byte)'"') is var open and >= 0 && value[open] == (byte)'<' ? open : -1;
        var quoted = QuotedText.Length(value);
        if (quoted < 0) return -2;
        while (quoted < value.Length && SipCharacters.IsSpace(value[quoted])) quoted++;
        return quoted < value.Length && value[quoted] == (byte)'<' ? quoted : -2;
    }

    /// <summary>Quoted, or words; other marks are let through unless they could be taken for structure (RFC 4475 §3.1.2.15).</summary>
    private static bool IsDisplayName(ReadOnlySpan<byte> display) =>
        display.IsEmpty || display[0] == (byte)'"' || display.IndexOfAny(",;:@>\""u8) < 0;

    // RFC 3261 §20.10: without angle brackets, what follows a semicolon is a header parameter,
    // and a URI that holds a comma, semicolon or question mark must be bracketed.
    private static bool ScanAddress(ReadOnlySpan<byte> value, int position, ref NameAddressLayout layout)
    {
        var address = value[position..];
        var end = address.IndexOfAny((byte)';', (byte)' ', (byte)'\t');
        if (end >= 0) address = address[..end];
        if (address.IndexOfAny((byte)'?', (byte)',') >= 0) return false;
        layout.UriStart = (ushort)position;
        layout.UriLength = (ushort)address.Length;
        layout.ParametersStart = (ushort)(position + address.Length);
        return UriSyntax.TryScan(address, out layout.Uri) && ParameterSyntax.IsValid(value[layout.ParametersStart..]);
    }
}
