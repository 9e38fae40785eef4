using System.Globalization;
using System.Security.Cryptography;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Authentication;

/// <summary>The client's side of digest authentication: answers a 401 or 407.</summary>
public static class DigestClient
{
    /// <summary>Puts credentials for the topmost challenge that can be answered on the request; the caller sees to CSeq and branch.</summary>
    /// <param name="request">The request to be sent again; credentials of the same realm are replaced.</param>
    /// <param name="response">The 401 or 407 that it got.</param>
    /// <param name="username">The user name at the peer.</param>
    /// <param name="secretFor">The secret for a realm; null for a realm whose challenges are not to be answered, so that no peer can fish for a password.</param>
    /// <param name="nonceCount">1 for a new nonce, one more each time it is used again.</param>
    /// <returns>False when no challenge can be answered.</returns>
    public static bool Authorize(SipRequest request, SipResponse response, string username, Func<string, DigestSecret?> secretFor, uint nonceCount = 1)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(secretFor);
        var isProxy = response.StatusCode == 407;
        foreach (var header in response.Headers.GetAll(isProxy ? HeaderName.ProxyAuthenticate : HeaderName.WwwAuthenticate))
        {
            if (!DigestChallenge.TryParse(header, out var challenge)) continue;
            if (secretFor(challenge.Realm) is not { } secret || !secret.Offer.HasFlag((DigestOffer)challenge.Algorithm)) continue;
            var name = isProxy ? HeaderName.ProxyAuthorization : HeaderName.Authorization;
            RemoveOfRealm(request, name, challenge.Realm);
            request.Headers.Add(name, Answer(challenge, secret, username, request.Method, request.RequestUri.ToString(), nonceCount).ToString());
            return true;
        }
        return false;
    }

    /// <summary>The same with the password itself; answers whatever realm asks.</summary>
    public static bool Authorize(SipRequest request, SipResponse response, string username, string password) =>
        Authorize(request, response, username, realm => DigestSecret.FromPassword(username, realm, password));

    /// <summary>The credentials that answer one challenge.</summary>
    public static DigestCredentials Answer(DigestChallenge challenge, DigestSecret secret, string username, SipMethod method, string uri, uint nonceCount = 1)
    {
        ArgumentNullException.ThrowIfNull(challenge);
        var cnonce = challenge.HasQop ? RandomNumberGenerator.GetHexString(16, lowercase: true) : null;
        var count = challenge.HasQop ? nonceCount.ToString("x8", CultureInfo.InvariantCulture) : null;
        var response = DigestResponse.Compute(challenge.Algorithm, secret, method.Name, uri, challenge.Nonce, count, cnonce);
        return new DigestCredentials(username, challenge.Realm, challenge.Nonce, uri, response, challenge.Algorithm, cnonce, count, challenge.Opaque);
    }

    private static void RemoveOfRealm(SipRequest request, HeaderName name, string realm)
    {
        var kept = new List<string>();
        foreach (var header in request.Headers.GetAll(name))
        {
            if (!DigestCredentials.TryParse(header, out var credentials) || credentials.Realm != realm) kept.Add(header);
        }
        request.Headers.Remove(name);
        foreach (var header in kept) request.Headers.Add(name, header);
    }
}
