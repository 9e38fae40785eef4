using System.Collections.Immutable;
using System.Net;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Authentication;

namespace ActorPbx.Pbx.Tests.Directory;

public class DirectoryBuilderTests
{
    [Fact]
    public void A_range_makes_one_extension_a_number_with_its_own_password()
    {
        var (directory, faults) = Build(("100-109", new ExtensionSettings { Password = "pw{number}" }));
        faults.ShouldBeEmpty();
        var domain = directory.Find("pbx.test")!;
        domain.Extensions.Count.ShouldBe(10);
        domain.Find("109")!.Credentials!.Offer.ShouldBe(DigestOffer.Both);
        domain.Find("110").ShouldBeNull();
    }

    [Fact]
    public void Leading_zeros_of_a_range_are_kept()
    {
        var (directory, _) = Build(("0098-0101", new ExtensionSettings { Password = "x" }));
        directory.Find("pbx.test")!.Extensions.Select(extension => extension.Number.Value).Order().ShouldBe(["0098", "0099", "0100", "0101"]);
    }

    [Fact]
    public void Outgoing_above_total_is_refused_with_both_numbers()
    {
        var (_, faults) = Build(("100", new ExtensionSettings { Password = "x", MaxCalls = 2, MaxOutgoingCalls = 3 }));
        faults.ShouldHaveSingleItem().ToString().ShouldBe("domains.\"pbx.test\".extensions.\"100\".max-outgoing-calls: 3 is above max-calls, 2; lower it or raise max-calls.");
    }

    [Fact]
    public void A_number_in_two_entries_is_refused()
    {
        var (_, faults) = Build(("100-109", new ExtensionSettings { Password = "x" }), ("105", new ExtensionSettings { Password = "y" }));
        faults.ShouldHaveSingleItem().Text.ShouldContain("105 is there twice");
    }

    [Theory]
    [InlineData("109-100")]
    [InlineData("1-100")]
    [InlineData("10 0")]
    [InlineData("00000000-99999999")]
    public void A_key_that_is_no_number_and_no_range_is_refused(string key)
    {
        var (_, faults) = Build((key, new ExtensionSettings { Password = "x" }));
        faults.ShouldHaveSingleItem().Path.ShouldContain(key);
    }

    [Fact]
    public void Lists_of_prefixes_are_no_longer_than_other_nodes_are_told()
    {
        var prefixes = Enumerable.Range(0, 65).Select(i => $"0{i}").ToArray();
        Build(("100", new ExtensionSettings { Password = "x", RefusedPrefixes = [.. prefixes.Take(64)] })).Faults.ShouldBeEmpty();
        Build(("100", new ExtensionSettings { Password = "x", RefusedPrefixes = [.. prefixes] })).Faults.ShouldHaveSingleItem().ToString()
            .ShouldBe("domains.\"pbx.test\".extensions.\"100\".refused-prefixes: has 65 prefixes; there may be 64.");
    }

    [Fact]
    public void An_extension_that_no_device_could_use_is_refused_once_for_a_range()
    {
        var (_, faults) = Build(("100-199", new ExtensionSettings()));
        faults.ShouldHaveSingleItem().Text.ShouldContain("password");
    }

    [Fact]
    public void What_an_extension_does_not_say_comes_from_the_defaults()
    {
        var domain = new DomainSettings
        {
            ExtensionDefaults = new ExtensionSettings { Password = "same", MaxCalls = 4, RelayMedia = true },
            Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty.Add("100", new ExtensionSettings { MaxCalls = 1 }),
        };
        var profile = Build(domain).Directory.Find("pbx.test")!.Find("100")!;
        profile.Class.Limits.MaxCalls.ShouldBe(1);
        profile.Class.Limits.MaxOutgoingCalls.ShouldBe(1);
        profile.Class.RelayMedia.ShouldBeTrue();
        profile.Credentials.ShouldNotBeNull();
    }

    [Fact]
    public void Credentials_come_from_a_csv_file_whose_bad_lines_are_named()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "number,password\n100,secret\n101,,zz\n102\n# note\n100,again\n");
            var (directory, faults) = Build(("100", new ExtensionSettings { CredentialsFile = file }));
            faults.Select(fault => fault.Line).ShouldBe([3, 4, 6]);
            faults[0].ToString().ShouldStartWith($"{file}:3: ");
            directory.Find("pbx.test")!.Find("100")!.Credentials.ShouldNotBeNull();
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void An_address_means_the_default_domain_and_a_strange_name_none()
    {
        var (directory, _) = Build(("100", new ExtensionSettings { Password = "x" }));
        directory.Find("192.0.2.7").ShouldBe(directory.Find("pbx.test"));
        directory.Find("[2001:db8::1]").ShouldNotBeNull();
        directory.Find("PBX.TEST").ShouldNotBeNull();
        directory.Find("other.test").ShouldBeNull();
    }

    [Fact]
    public void Trusted_networks_hold_addresses_of_both_families()
    {
        TrustedNetworks.TryParse(["10.1.0.0/16", "192.0.2.5", "2001:db8::/32"], out var trusted, out _).ShouldBeTrue();
        trusted.Contain(IPAddress.Parse("10.1.200.3")).ShouldBeTrue();
        trusted.Contain(IPAddress.Parse("::ffff:192.0.2.5")).ShouldBeTrue();
        trusted.Contain(IPAddress.Parse("2001:db8:1::9")).ShouldBeTrue();
        trusted.Contain(IPAddress.Parse("10.2.0.1")).ShouldBeFalse();
        TrustedNetworks.TryParse(["10.1.0.0/99"], out _, out var wrong).ShouldBeFalse();
        wrong.ShouldBe("10.1.0.0/99");
    }

    private static (PbxDirectory Directory, IReadOnlyList<DirectoryFault> Faults) Build(params (string Key, ExtensionSettings Settings)[] extensions) =>
        Build(new DomainSettings { Extensions = extensions.ToImmutableDictionary(pair => pair.Key, pair => pair.Settings) });

    private static (PbxDirectory Directory, IReadOnlyList<DirectoryFault> Faults) Build(DomainSettings domain)
    {
        var builder = new DirectoryBuilder(new PbxSettings { Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add("pbx.test", domain) }, "/");
        return (builder.Build(), builder.Faults);
    }
}
