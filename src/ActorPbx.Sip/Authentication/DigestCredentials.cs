using System.Text;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Authentication;

/// <summary>What an Authorization or Proxy-Authorization header says.</summary>
/// <param name="Username">Who asks.</param>
/// <param name="Realm">Where the password is good.</param>
/// <param name="Nonce">From the challenge.</param>
/// <param name="Uri">The digest-uri.</param>
/// <param name="Response">Hexadecimal text.</param>
/// <param name="Algorithm">The hash that was used.</param>
/// <param name="Cnonce">The client's nonce; null without qop.</param>
/// <param name="NonceCount">Eight hexadecimal digits; null without qop.</param>
/// <param name="Opaque">From the challenge.</param>
public sealed record DigestCredentials(
    string Username, string Realm, string Nonce, string Uri, string Response, DigestAlgorithm Algorithm, string? Cnonce = null, string? NonceCount = null, string? Opaque = null)
{
    public static bool TryParse(string? header, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DigestCredentials? credentials)
    {
        credentials = null;
        if (header is null || !CredentialFields.TryRead(Encoding.UTF8.GetBytes(header), out var fields)) return false;
        if (!DigestHash.TryParse(fields.Algorithm, out var algorithm)) return false;
        credentials = new DigestCredentials(
            QuotedText.Unescape(fields.Username), QuotedText.Unescape(fields.Realm), Text(fields.Nonce)!, Text(fields.Uri)!, Text(fields.Response)!, algorithm,
            Text(fields.Cnonce), Text(fields.Nc), Text(fields.Opaque));
        return true;
    }

    /// <summary>The header value.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(320);
        text.Append("Digest username=").Append(QuotedText.Quote(Username)).Append(", realm=").Append(QuotedText.Quote(Realm));
        text.Append(", nonce=\"").Append(Nonce).Append("\", uri=\"").Append(Uri).Append("\", response=\"").Append(Response).Append('"');
        text.Append(", algorithm=").Append(DigestHash.Name(Algorithm));
        if (NonceCount is not null) text.Append(", cnonce=\"").Append(Cnonce).Append("\", qop=auth, nc=").Append(NonceCount);
        if (Opaque is not null) text.Append(", opaque=\"").Append(Opaque).Append('"');
        return text.ToString();
    }

    private static string? Text(ReadOnlySpan<byte> value) => value.IsEmpty ? null : Encoding.UTF8.GetString(value);
}
