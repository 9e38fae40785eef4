using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Transport;

/// <summary>The SIP domains that a certificate proves, and whether it proves the one that was called (RFC 5922 §7).</summary>
internal static class CertificateNames
{
    private const string SubjectAlternativeNames = "2.5.29.17";
    private static readonly Asn1Tag UriName = new(TagClass.ContextSpecific, 6);

    /// <summary>
    /// RFC 5922 §7.1: the hosts of <c>sip:</c> URIs without user among the subject alternative names, and only where there is none the DNS names.
    /// The common name does not count.
    /// </summary>
    public static ImmutableArray<string> Of(X509Certificate? certificate)
    {
        if (certificate is not X509Certificate2 found) return [];
        foreach (X509Extension extension in found.Extensions)
        {
            if (extension.Oid?.Value != SubjectAlternativeNames) continue;
            ImmutableArray<string> domains = Domains(extension.RawData);
            return domains.IsEmpty && extension is X509SubjectAlternativeNameExtension names ? [.. names.EnumerateDnsNames()] : domains;
        }

        return [];
    }

    /// <summary>RFC 5922 §7.2: the whole name without regard to case. An address is proven by an address among the names.</summary>
    public static bool Proves(X509Certificate? certificate, string host, bool wildcards)
    {
        if (certificate is not X509Certificate2 found) return false;
        foreach (string name in Of(certificate))
        {
            if (string.Equals(name, host, StringComparison.OrdinalIgnoreCase)) return true;
        }

        bool isAddress = System.Net.IPAddress.TryParse(host, out _);
        return (isAddress || wildcards) && found.MatchesHostname(host, allowWildcards: wildcards, allowCommonName: false);
    }

    private static ImmutableArray<string> Domains(ReadOnlyMemory<byte> alternativeNames)
    {
        var domains = ImmutableArray.CreateBuilder<string>();
        try
        {
            AsnReader names = new AsnReader(alternativeNames, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                if (!names.PeekTag().HasSameClassAndValue(UriName)) names.ReadEncodedValue();
                else if (DomainOf(names.ReadCharacterString(UniversalTagNumber.IA5String, UriName)) is { } domain) domains.Add(domain);
            }
        }
        catch (AsnContentException)
        {
            return [];
        }

        return domains.ToImmutable();
    }

    private static string? DomainOf(string text) =>
        SipUri.TryParse(text, out SipUri? uri) && uri is { IsSip: true, IsSecure: false, RawUser.Length: 0 } ? uri.Host : null;
}
