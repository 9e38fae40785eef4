using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Authentication;

/// <summary>Checks the digest credentials of requests (RFC 3261 §22, RFC 7616, RFC 8760); an unknown user costs as much as a known one.</summary>
public sealed class DigestVerifier
{
    /// <summary>More credentials than this in one request are not looked at: each costs hashing.</summary>
    private const int MaxCredentials = 4;

    private readonly NonceIssuer _nonces;

    // Hashed against when there is no such user, so that the answer takes the same time.
    private readonly DigestSecret _nobody = DigestSecret.FromPassword("nobody", "nowhere", Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    public DigestVerifier(NonceIssuer nonces)
    {
        ArgumentNullException.ThrowIfNull(nonces);
        _nonces = nonces;
    }

    public DigestResult Verify(SipRequest request, in DigestVerification verification, DateTimeOffset now) => Verify(request, verification, now, out _);

    /// <summary>Looks at every credential of the realm and gives the best result.</summary>
    /// <param name="username">Whom the deciding credentials name; null when there are none. Trust it only when Accepted.</param>
    public DigestResult Verify(SipRequest request, in DigestVerification verification, DateTimeOffset now, out string? username)
    {
        ArgumentNullException.ThrowIfNull(request);
        username = null;
        var best = DigestResult.NoCredentials;
        var looked = 0;
        foreach (var header in request.RawValues(verification.IsProxy ? HeaderName.ProxyAuthorization : HeaderName.Authorization))
        {
            if (++looked > MaxCredentials) break;
            var result = VerifyOne(request, header.Span, verification, now, out var named);
            if (result <= best) continue;
            best = result;
            username = named;
            if (best == DigestResult.Accepted) break;
        }
        return best;
    }

    /// <summary>
    /// Whether the request has credentials of the realm whose nonce is good, whoever they name: a look before their secret is fetched from afar. Null when it has none.
    /// </summary>
    public bool? HasGoodNonce(SipRequest request, in DigestVerification verification, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        bool? isGood = null;
        var looked = 0;
        foreach (var header in request.RawValues(verification.IsProxy ? HeaderName.ProxyAuthorization : HeaderName.Authorization))
        {
            if (++looked > MaxCredentials) break;
            if (!CredentialFields.TryRead(header.Span, out var fields) || !IsRealm(fields.Realm, verification.Realm)) continue;
            if (_nonces.IsValid(fields.Nonce, verification.Source, verification.Realm, now, out _)) return true;
            isGood = false;
        }
        return isGood;
    }

    private DigestResult VerifyOne(SipRequest request, ReadOnlySpan<byte> header, in DigestVerification verification, DateTimeOffset now, out string? username)
    {
        username = null;
        if (!CredentialFields.TryRead(header, out var fields)) return fields.IsDigest || header.IsEmpty ? DigestResult.Malformed : DigestResult.NoCredentials;
        if (!IsRealm(fields.Realm, verification.Realm)) return DigestResult.NoCredentials;
        if (!DigestHash.TryParse(fields.Algorithm, out var algorithm) || !IsQopKnown(fields.Qop)) return DigestResult.Malformed;
        username = Unescape(fields.Username);
        // RFC 7616 §3.3: stale says that the nonce is not good, and nothing of the password, which is not even looked at. So whoever guesses has a
        // challenge of ours, and what is counted against its source was not sent by another.
        if (!_nonces.IsValid(fields.Nonce, verification.Source, verification.Realm, now, out var nonce)) return DigestResult.Stale;
        var secret = verification.FindSecret(username);
        var isRight = IsResponseRight(request.Method, fields, algorithm, secret);
        if (secret is null) return DigestResult.UnknownUser;
        if (!isRight) return DigestResult.WrongPassword;
        if (!DigestUri.Fits(fields.Uri, request.RequestUri, verification.ServerNames)) return DigestResult.WrongUri;
        if (!TryCount(fields, out var count)) return DigestResult.Malformed;
        return _nonces.TryUse(nonce, count, now) ? DigestResult.Accepted : DigestResult.Replayed;
    }

    private bool IsResponseRight(SipMethod method, in CredentialFields fields, DigestAlgorithm algorithm, DigestSecret? secret)
    {
        var ha1 = (secret ?? _nobody).Ha1(algorithm);
        var isAllowed = !ha1.IsEmpty;
        if (!isAllowed) ha1 = _nobody.Ha1(algorithm);
        Span<byte> expected = stackalloc byte[DigestHash.Bytes(algorithm)];
        Span<byte> given = stackalloc byte[DigestHash.Bytes(algorithm)];
        DigestResponse.Compute(algorithm, ha1, method.Name, fields, expected);
        return DigestHash.TryReadHex(fields.Response, given) && CryptographicOperations.FixedTimeEquals(expected, given) && isAllowed;
    }

    /// <summary>Without qop there is no count: the nonce is then good for one request.</summary>
    private static bool TryCount(in CredentialFields fields, out uint count)
    {
        count = 1;
        return fields.Qop.IsEmpty || uint.TryParse(fields.Nc, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out count);
    }

    private static bool IsQopKnown(ReadOnlySpan<byte> qop) => qop.IsEmpty || Ascii.EqualsIgnoreCase(qop, "auth"u8);

    private static bool IsRealm(ReadOnlySpan<byte> given, string realm) =>
        given.Contains((byte)'\\') ? Unescape(given) == realm : Encoding.UTF8.GetByteCount(realm) == given.Length && Unescape(given) == realm;

    private static string Unescape(ReadOnlySpan<byte> quoted) => QuotedText.Unescape(quoted);
}
