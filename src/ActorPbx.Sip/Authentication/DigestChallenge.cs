using System.Text;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Authentication;

/// <summary>What a WWW-Authenticate or Proxy-Authenticate header asks of a client.</summary>
/// <param name="Realm">Whose password is asked for.</param>
/// <param name="Nonce">Goes into the response unchanged.</param>
/// <param name="Algorithm">The hash to use.</param>
/// <param name="HasQop">Whether qop=auth is offered, and with it counts and client nonces.</param>
/// <param name="IsStale">The password was right, only the nonce was not.</param>
/// <param name="Opaque">Goes back unchanged.</param>
public sealed record DigestChallenge(string Realm, string Nonce, DigestAlgorithm Algorithm, bool HasQop = true, bool IsStale = false, string? Opaque = null)
{
    /// <summary>Reads a challenge; false for another scheme, an unknown algorithm (-sess, SHA-512-256), or a qop without auth.</summary>
    public static bool TryParse(string? header, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DigestChallenge? challenge)
    {
        challenge = null;
        if (header is null || !AuthParameterReader.TryStart(Encoding.UTF8.GetBytes(header), out var reader)) return false;
        string? realm = null, nonce = null, opaque = null, qop = null;
        var algorithm = DigestAlgorithm.Md5;
        var isStale = false;
        while (reader.Next())
        {
            var value = QuotedText.Unescape(reader.Value);
            if (Is(reader.Name, "realm")) realm = value;
            else if (Is(reader.Name, "nonce")) nonce = value;
            else if (Is(reader.Name, "opaque")) opaque = value;
            else if (Is(reader.Name, "qop")) qop = value;
            else if (Is(reader.Name, "stale")) isStale = value.Equals("true", StringComparison.OrdinalIgnoreCase);
            else if (Is(reader.Name, "algorithm") && !DigestHash.TryParse(reader.Value, out algorithm)) return false;
        }
        if (reader.IsBroken || realm is null || nonce is null || !OffersAuth(qop)) return false;
        challenge = new DigestChallenge(realm, nonce, algorithm, qop is not null, isStale, opaque);
        return true;
    }

    /// <summary>The header value.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(160);
        text.Append("Digest realm=").Append(QuotedText.Quote(Realm)).Append(", nonce=").Append(QuotedText.Quote(Nonce));
        text.Append(", algorithm=").Append(DigestHash.Name(Algorithm));
        if (HasQop) text.Append(", qop=\"auth\"");
        if (IsStale) text.Append(", stale=true");
        if (Opaque is not null) text.Append(", opaque=").Append(QuotedText.Quote(Opaque));
        return text.ToString();
    }

    private static bool Is(ReadOnlySpan<byte> name, string expected) => Ascii.EqualsIgnoreCase(name, expected);

    private static bool OffersAuth(string? qop)
    {
        if (qop is null) return true;
        foreach (var part in qop.AsSpan().Split(','))
        {
            if (qop.AsSpan()[part].Trim().Equals("auth", StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }
}
