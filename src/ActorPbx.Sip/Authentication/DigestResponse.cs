using System.Text;

namespace ActorPbx.Sip.Authentication;

/// <summary>The proof of a password that digest authentication sends in its place (RFC 7616 §3.4.1).</summary>
public static class DigestResponse
{
    private const int StackBytes = 1024;

    /// <summary>The response as lower-case hexadecimal text.</summary>
    /// <param name="algorithm">The challenge's algorithm.</param>
    /// <param name="secret">Holds an HA1 for the algorithm.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="uri">The digest-uri as written in the credentials.</param>
    /// <param name="nonce">The challenge's nonce.</param>
    /// <param name="nonceCount">Eight hexadecimal digits; null with <paramref name="cnonce"/> for a challenge without qop.</param>
    /// <param name="cnonce">The client's nonce.</param>
    public static string Compute(DigestAlgorithm algorithm, DigestSecret secret, string method, string uri, string nonce, string? nonceCount, string? cnonce)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var fields = new CredentialFields
        {
            Nonce = Encoding.UTF8.GetBytes(nonce),
            Uri = Encoding.UTF8.GetBytes(uri),
            Nc = Encoding.UTF8.GetBytes(nonceCount ?? ""),
            Cnonce = Encoding.UTF8.GetBytes(cnonce ?? ""),
            Qop = nonceCount is null ? default : "auth"u8,
        };
        Span<byte> hash = stackalloc byte[DigestHash.Bytes(algorithm)];
        Compute(algorithm, secret.Ha1(algorithm), method, fields, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>The response as bytes: KD(HA1, nonce:nc:cnonce:qop:HA2), or KD(HA1, nonce:HA2) where there is no qop.</summary>
    internal static void Compute(DigestAlgorithm algorithm, ReadOnlySpan<byte> ha1, string method, in CredentialFields fields, Span<byte> hash)
    {
        var hexLength = hash.Length * 2;
        var needed = Math.Max(method.Length * 3, ha1.Length + fields.Nonce.Length + fields.Nc.Length + fields.Cnonce.Length + fields.Qop.Length + hexLength) + fields.Uri.Length + 8;
        var text = needed <= StackBytes ? stackalloc byte[StackBytes] : new byte[needed];
        var length = Encoding.UTF8.GetBytes(method, text);
        Append(fields.Uri, text, ref length);
        DigestHash.Hash(algorithm, text[..length], hash);
        Span<byte> ha2 = stackalloc byte[DigestHash.MaxBytes * 2];
        DigestHash.WriteHex(hash, ha2);

        ha1.CopyTo(text);
        length = ha1.Length;
        Append(fields.Nonce, text, ref length);
        if (!fields.Qop.IsEmpty)
        {
            Append(fields.Nc, text, ref length);
            Append(fields.Cnonce, text, ref length);
            Append(fields.Qop, text, ref length);
        }
        Append(ha2[..hexLength], text, ref length);
        DigestHash.Hash(algorithm, text[..length], hash);
    }

    private static void Append(ReadOnlySpan<byte> part, Span<byte> text, ref int length)
    {
        text[length++] = (byte)':';
        part.CopyTo(text[length..]);
        length += part.Length;
    }
}
