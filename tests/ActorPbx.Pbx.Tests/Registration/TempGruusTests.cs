using ActorPbx.Domain;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Registration;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Registration;

/// <summary>Addresses of devices that tell nothing of them (RFC 5627 §3.1.2).</summary>
public class TempGruusTests
{
    private static readonly SipUri Number = SipUri.Parse("sip:100@pbx.test");

    private static readonly Binding Phone = new(
        "sip:100@192.0.2.1", "<urn:uuid:0-1>", "call", 1, 1000, default, default, "udp", new TransportAddress("192.0.2.1", 5060), BehindNat: false, Connection: 0, UserAgent: "");

    [Fact]
    public void Each_is_another_and_tells_nothing_and_leads_to_number_device_and_registration()
    {
        var gruus = TempGruus.Of("secret", new DomainName("pbx.test"));
        var (one, other) = (gruus.New(Number, Phone)!, gruus.New(Number, Phone)!);
        one.ShouldNotBe(other);
        one.ShouldNotContain("100");
        one.ShouldNotContain("uuid");
        one.ShouldEndWith("@pbx.test;gr");
        gruus.Resolve(SipUri.Parse(one)).ToString().ShouldBe($"sip:100@pbx.test;gr=urn:uuid:0-1;x-registration={TempGruus.MarkOf("call")}");
        gruus.Resolve(SipUri.Parse(one.Replace("sip:", "sips:", StringComparison.Ordinal))).IsSecure.ShouldBeTrue();
    }

    [Fact]
    public void The_same_secret_opens_them_on_every_node_but_for_no_other_domain()
    {
        var gruu = SipUri.Parse(TempGruus.Of("secret", new DomainName("pbx.test")).New(Number, Phone)!);
        TempGruus.Of("secret", new DomainName("pbx.test")).Resolve(gruu).User.ShouldBe("100");
        TempGruus.Of("secret", new DomainName("other.test")).Resolve(gruu).ShouldBe(gruu);
        TempGruus.Of("", new DomainName("pbx.test")).Resolve(gruu).ShouldBe(gruu);
    }

    [Theory]
    [InlineData("sip:100@pbx.test")]
    [InlineData("sip:tgruu.@pbx.test;gr")]
    [InlineData("sip:tgruu.!!!@pbx.test;gr")]
    [InlineData("sip:tgruu.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA@pbx.test;gr")]
    public void What_was_not_given_here_stays_as_it_is(string uri) =>
        TempGruus.Of("secret", new DomainName("pbx.test")).Resolve(SipUri.Parse(uri)).ToString().ShouldBe(uri);

    [Fact]
    public void An_instance_that_cannot_stand_in_a_uri_gets_none() =>
        TempGruus.Of("secret", new DomainName("pbx.test")).New(Number, Phone with { Instance = "<urn:x;y>" }).ShouldBeNull();
}
