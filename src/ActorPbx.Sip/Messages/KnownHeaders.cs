using System.Text;

namespace ActorPbx.Sip.Messages;

/// <summary>The registered header fields: canonical name, compact form, and whether the grammar is a comma-separated list.</summary>
internal static class KnownHeaders
{
    private const int TableSize = 512;

    private static readonly (string Name, char Compact, bool IsList)[] All =
    [
        ("Via", 'v', true),
        ("From", 'f', false),
        ("To", 't', false),
        ("Call-ID", 'i', false),
        ("CSeq", default, false),
        ("Contact", 'm', true),
        ("Route", default, true),
        ("Record-Route", default, true),
        ("Max-Forwards", default, false),
        ("Content-Length", 'l', false),
        ("Content-Type", 'c', false),
        ("Expires", default, false),
        ("Min-Expires", default, false),
        ("Allow", default, true),
        ("Supported", 'k', true),
        ("Require", default, true),
        ("Proxy-Require", default, true),
        ("Unsupported", default, true),
        ("User-Agent", default, false),
        ("Server", default, false),
        ("Authorization", default, false),
        ("Proxy-Authorization", default, false),
        ("WWW-Authenticate", default, false),
        ("Proxy-Authenticate", default, false),
        ("Authentication-Info", default, false),
        ("Accept", default, true),
        ("Accept-Contact", 'a', true),
        ("Accept-Encoding", default, true),
        ("Accept-Language", default, true),
        ("Alert-Info", default, true),
        ("Allow-Events", 'u', true),
        ("Call-Info", default, true),
        ("Content-Disposition", default, false),
        ("Content-Encoding", 'e', true),
        ("Content-Language", default, true),
        ("Date", default, false),
        ("Diversion", default, true),
        ("Error-Info", default, true),
        ("Event", 'o', false),
        ("Flow-Timer", default, false),
        ("Geolocation", default, true),
        ("History-Info", default, true),
        ("Identity", 'y', false),
        ("Identity-Info", 'n', false),
        ("Info-Package", default, false),
        ("In-Reply-To", default, true),
        ("Join", default, false),
        ("Max-Breadth", default, false),
        ("MIME-Version", default, false),
        ("Min-SE", default, false),
        ("Organization", default, false),
        ("P-Asserted-Identity", default, true),
        ("P-Associated-URI", default, true),
        ("P-Called-Party-ID", default, false),
        ("P-Early-Media", default, true),
        ("P-Preferred-Identity", default, true),
        ("Path", default, true),
        ("Priority", default, false),
        ("Privacy", default, false),
        ("RAck", default, false),
        ("Reason", default, true),
        ("Recv-Info", default, true),
        ("Refer-Sub", default, false),
        ("Refer-To", 'r', false),
        ("Referred-By", 'b', false),
        ("Reject-Contact", 'j', true),
        ("Remote-Party-ID", default, true),
        ("Replaces", default, false),
        ("Reply-To", default, false),
        ("Request-Disposition", 'd', true),
        ("Retry-After", default, false),
        ("RSeq", default, false),
        ("Service-Route", default, true),
        ("Session-Expires", 'x', false),
        ("Session-ID", default, false),
        ("SIP-ETag", default, false),
        ("SIP-If-Match", default, false),
        ("Subject", 's', false),
        ("Subscription-State", default, false),
        ("Target-Dialog", default, false),
        ("Timestamp", default, false),
        ("User-to-User", default, true),
        ("Warning", default, true),
    ];

    private static readonly string[] Names = ["", .. All.Select(header => header.Name)];
    private static readonly byte[][] WireNames = [[], .. All.Select(header => Encoding.ASCII.GetBytes(header.Name + ": "))];
    private static readonly bool[] Lists = [false, .. All.Select(header => header.IsList)];
    private static readonly byte[] Compacts = BuildCompacts();
    private static readonly byte[] Table = BuildTable();

    public static int Count => All.Length;

    public static string Name(HeaderId id) => Names[(int)id];

    /// <summary>Name, colon and space as they stand on the wire.</summary>
    public static ReadOnlySpan<byte> WireName(HeaderId id) => WireNames[(int)id];

    /// <summary>True where several values may share one header field, parted by commas (RFC 3261 §7.3.1).</summary>
    public static bool IsList(HeaderId id) => Lists[(int)id];

    /// <summary>Finds a header by any spelling: case is ignored, compact forms are understood.</summary>
    public static HeaderId Find(ReadOnlySpan<byte> name)
    {
        if (name.Length == 1) return name[0] < 128 ? (HeaderId)Compacts[name[0] | 0x20] : HeaderId.Unknown;
        if (name.IsEmpty) return HeaderId.Unknown;
        for (var slot = Slot(name); Table[slot] != 0; slot = (slot + 1) & (TableSize - 1))
        {
            var known = WireNames[Table[slot]].AsSpan();
            if (known.Length == name.Length + 2 && Ascii.EqualsIgnoreCase(known[..^2], name)) return (HeaderId)Table[slot];
        }
        return HeaderId.Unknown;
    }

    public static HeaderId Find(string name)
    {
        if (name.Length > 32) return HeaderId.Unknown;
        Span<byte> bytes = stackalloc byte[32];
        return Ascii.FromUtf16(name, bytes, out var written) == System.Buffers.OperationStatus.Done ? Find(bytes[..written]) : HeaderId.Unknown;
    }

    private static int Slot(ReadOnlySpan<byte> name) =>
        ((name.Length * 67) + ((name[0] | 0x20) * 31) + ((name[^1] | 0x20) * 5) + (name[name.Length / 2] | 0x20)) & (TableSize - 1);

    private static byte[] BuildCompacts()
    {
        var compacts = new byte[128];
        for (var i = 0; i < All.Length; i++)
        {
            if (All[i].Compact != default) compacts[All[i].Compact] = (byte)(i + 1);
        }
        return compacts;
    }

    private static byte[] BuildTable()
    {
        var table = new byte[TableSize];
        for (var i = 0; i < All.Length; i++)
        {
            var slot = Slot(Encoding.ASCII.GetBytes(All[i].Name));
            while (table[slot] != 0) slot = (slot + 1) & (TableSize - 1);
            table[slot] = (byte)(i + 1);
        }
        return table;
    }
}
