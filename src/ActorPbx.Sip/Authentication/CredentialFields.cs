using System.Text;

namespace ActorPbx.Sip.Authentication;

/// <summary>The parts of one Authorization header as slices of it.</summary>
internal ref struct CredentialFields
{
    /// <summary>Longer client nonces than any client makes only cost hashing.</summary>
    private const int MaxCnonceBytes = 256;

    public ReadOnlySpan<byte> Username;
    public ReadOnlySpan<byte> Realm;
    public ReadOnlySpan<byte> Nonce;
    public ReadOnlySpan<byte> Uri;
    public ReadOnlySpan<byte> Response;
    public ReadOnlySpan<byte> Algorithm;
    public ReadOnlySpan<byte> Cnonce;
    public ReadOnlySpan<byte> Nc;
    public ReadOnlySpan<byte> Qop;
    public ReadOnlySpan<byte> Opaque;
    public bool IsDigest;

    /// <summary>Reads the header; false when it is no Digest or breaks the grammar, says a part twice, or lacks a part that must be there.</summary>
    public static bool TryRead(ReadOnlySpan<byte> header, out CredentialFields fields)
    {
        fields = default;
        fields.IsDigest = AuthParameterReader.TryStart(header, out var reader);
        if (!fields.IsDigest) return false;
        while (reader.Next())
        {
            if (!fields.Take(reader.Name, reader.Value)) return false;
        }
        return !reader.IsBroken && fields.IsWhole();
    }

    private bool Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => (name[0] | 0x20, name.Length) switch
    {
        ('u', 8) when Is(name, "username"u8) => Put(ref Username, value),
        ('u', 3) when Is(name, "uri"u8) => Put(ref Uri, value),
        ('r', 5) when Is(name, "realm"u8) => Put(ref Realm, value),
        ('r', 8) when Is(name, "response"u8) => Put(ref Response, value),
        ('n', 5) when Is(name, "nonce"u8) => Put(ref Nonce, value),
        ('n', 2) when Is(name, "nc"u8) => Put(ref Nc, value),
        ('c', 6) when Is(name, "cnonce"u8) => Put(ref Cnonce, value),
        ('q', 3) when Is(name, "qop"u8) => Put(ref Qop, value),
        ('a', 9) when Is(name, "algorithm"u8) => Put(ref Algorithm, value),
        ('o', 6) when Is(name, "opaque"u8) => Put(ref Opaque, value),
        _ => true,
    };

    private readonly bool IsWhole()
    {
        if (Username.IsEmpty || Nonce.IsEmpty || Uri.IsEmpty || Response.IsEmpty) return false;
        // RFC 7616 §3.4: with qop come cnonce and an nc of eight digits.
        return Cnonce.Length <= MaxCnonceBytes && (Qop.IsEmpty || (Nc.Length == 8 && !Cnonce.IsEmpty));
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected) => Ascii.EqualsIgnoreCase(name, expected);

    private static bool Put(ref ReadOnlySpan<byte> field, ReadOnlySpan<byte> value)
    {
        if (!field.IsEmpty) return false;
        field = value;
        return true;
    }
}
