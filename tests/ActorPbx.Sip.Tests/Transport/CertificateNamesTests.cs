using System.Net;
using System.Security.Cryptography.X509Certificates;
using ActorPbx.Sip.Tests.Stack;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Transport;

/// <summary>Whom a certificate proves its bearer to be (RFC 5922 §7).</summary>
public sealed class CertificateNamesTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void Dns_names_are_sip_domains_without_regard_to_case_and_the_common_name_is_none()
    {
        using X509Certificate2 shown = _authority.Issue("common.example", names => names.AddDnsName("Carrier.Example"));
        CertificateNames.Of(shown).ShouldBe(["Carrier.Example"]);
        CertificateNames.Proves(shown, "carrier.example", wildcards: false).ShouldBeTrue();
        CertificateNames.Proves(shown, "common.example", wildcards: true).ShouldBeFalse();
        CertificateNames.Proves(shown, "sip.carrier.example", wildcards: true).ShouldBeFalse();
    }

    [Fact]
    public void Where_a_sip_uri_names_the_domain_dns_names_do_not_count()
    {
        using X509Certificate2 shown = _authority.Issue("x", names =>
        {
            names.AddDnsName("host.example");
            names.AddUri(new Uri("sip:carrier.example"));
        });
        CertificateNames.Of(shown).ShouldBe(["carrier.example"]);
        CertificateNames.Proves(shown, "carrier.example", wildcards: false).ShouldBeTrue();
        CertificateNames.Proves(shown, "host.example", wildcards: false).ShouldBeFalse();
    }

    [Fact]
    public void Uris_of_users_and_of_other_schemes_name_no_domain()
    {
        using X509Certificate2 shown = _authority.Issue("x", names =>
        {
            names.AddUri(new Uri("sip:alice@carrier.example"));
            names.AddUri(new Uri("sips:carrier.example"));
            names.AddUri(new Uri("https://carrier.example"));
            names.AddDnsName("dns.example");
        });
        CertificateNames.Of(shown).ShouldBe(["dns.example"]);
    }

    [Fact]
    public void A_wildcard_counts_only_where_that_is_allowed()
    {
        using X509Certificate2 shown = _authority.Issue("*.carrier.example");
        CertificateNames.Proves(shown, "sip.carrier.example", wildcards: false).ShouldBeFalse();
        CertificateNames.Proves(shown, "sip.carrier.example", wildcards: true).ShouldBeTrue();
        CertificateNames.Proves(shown, "a.b.carrier.example", wildcards: true).ShouldBeFalse();
    }

    [Fact]
    public void An_address_is_proven_by_an_address()
    {
        using X509Certificate2 shown = _authority.Issue("192.0.2.1", names =>
        {
            names.AddIpAddress(IPAddress.Parse("192.0.2.7"));
            names.AddIpAddress(IPAddress.Parse("2001:db8::7"));
        });
        CertificateNames.Proves(shown, "192.0.2.7", wildcards: false).ShouldBeTrue();
        CertificateNames.Proves(shown, "2001:db8::7", wildcards: false).ShouldBeTrue();
        CertificateNames.Proves(shown, "192.0.2.1", wildcards: false).ShouldBeFalse();
    }

    [Fact]
    public void A_certificate_without_alternative_names_proves_nothing()
    {
        using X509Certificate2 shown = _authority.Issue("carrier.example", _ => { });
        CertificateNames.Of(shown).ShouldBeEmpty();
        CertificateNames.Proves(shown, "carrier.example", wildcards: false).ShouldBeFalse();
        CertificateNames.Proves(shown, "carrier.example", wildcards: true).ShouldBeFalse("the common name is none");
        CertificateNames.Proves(null, "carrier.example", wildcards: false).ShouldBeFalse();
    }
}
