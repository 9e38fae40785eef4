using System.Net;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Authentication;

/// <summary>The server's side of digest authentication: asks for credentials. Keeps nothing for a challenge.</summary>
public sealed class DigestAuthenticator
{
    private readonly NonceIssuer _nonces;

    public DigestAuthenticator(NonceIssuer nonces)
    {
        ArgumentNullException.ThrowIfNull(nonces);
        _nonces = nonces;
    }

    /// <summary>A 401 or 407 with one challenge an algorithm, the strongest first (RFC 8760 §2.3).</summary>
    /// <param name="request">The request that lacks good credentials.</param>
    /// <param name="realm">Whose password is asked for.</param>
    /// <param name="source">Where the request came from; the nonce is good for it alone.</param>
    /// <param name="now">The time of issue.</param>
    /// <param name="proxy">407 in place of 401.</param>
    /// <param name="stale">Tells the client that its password was right and only the nonce was not.</param>
    /// <param name="offer">The algorithms to offer: those of the user's secret, or both.</param>
    /// <param name="toTag">The To tag of the response.</param>
    public SipResponse Challenge(
        SipRequest request, string realm, IPAddress source, DateTimeOffset now, bool proxy = false, bool stale = false, DigestOffer offer = DigestOffer.Both, string? toTag = null)
    {
        var response = SipResponse.For(request, proxy ? 407 : 401, toTag: toTag);
        var header = proxy ? HeaderName.ProxyAuthenticate : HeaderName.WwwAuthenticate;
        var nonce = _nonces.Issue(source, realm, now);
        if (offer.HasFlag(DigestOffer.Sha256)) response.Headers.Add(header, new DigestChallenge(realm, nonce, DigestAlgorithm.Sha256, IsStale: stale).ToString());
        if (offer.HasFlag(DigestOffer.Md5)) response.Headers.Add(header, new DigestChallenge(realm, nonce, DigestAlgorithm.Md5, IsStale: stale).ToString());
        return response;
    }
}
