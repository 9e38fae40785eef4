using System.Security.Cryptography;
using System.Text;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Authentication;

namespace ActorPbx.Pbx.Gateway;

/// <summary>Turns authentication settings into what the digest classes take.</summary>
public static class AuthenticationOptions
{
    /// <summary>The algorithms to offer.</summary>
    public static DigestOffer OfferOf(AuthenticationSettings settings)
    {
        var offer = DigestOffer.None;
        foreach (var algorithm in settings.Algorithms)
        {
            offer |= algorithm.ToUpperInvariant() switch
            {
                "SHA-256" => DigestOffer.Sha256,
                "MD5" => DigestOffer.Md5,
                _ => DigestOffer.None,
            };
        }

        return offer;
    }

    /// <summary>The issuer of nonces: with the configured key, or a random one for this start.</summary>
    internal static NonceIssuer NoncesOf(AuthenticationSettings settings) => settings.NonceKey.Length == 0
        ? NonceIssuer.WithRandomKey(settings.NonceLifetime)
        : new NonceIssuer(SHA256.HashData(Encoding.UTF8.GetBytes(settings.NonceKey)), settings.NonceLifetime);
}
