using System.Collections.Immutable;
using System.Net;
using ActorPbx.Pbx.Media;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Media;

/// <summary>Between which places of phones media need the node's relay, without being asked for it.</summary>
public class MediaPlacesTests
{
    private static readonly ImmutableDictionary<string, NetworkSettings> None = ImmutableDictionary<string, NetworkSettings>.Empty;

    [Theory]
    [InlineData("10.1.0.5", "10.1.0.6", false)]
    [InlineData("10.1.0.5", "192.168.7.6", false)]
    [InlineData("203.0.113.5", "198.51.100.6", false)]
    [InlineData("192.168.7.6", "198.51.100.6", true)]
    [InlineData("192.168.7.6", "fd00::6", true)]
    [InlineData("2001:db8::5", "198.51.100.6", true)]
    [InlineData("2001:db8::5", "2001:db8::6", false)]
    [InlineData("::ffff:10.1.0.5", "10.1.0.6", false)]
    public void Private_addresses_and_others_and_the_two_families_do_not_reach_each_other(string one, string other, bool needed) => Both(new MediaNetworks(None), At(one), At(other), needed);

    [Fact]
    public void A_phone_that_does_not_know_its_own_address_is_relayed() =>
        Both(new MediaNetworks(None), At("203.0.113.5") with { BehindNat = true }, At("198.51.100.6"), true);

    [Fact]
    public void Two_phones_behind_one_nat_are_relayed_unless_a_network_says_that_they_reach_each_other()
    {
        var (one, other) = (At("203.0.113.5") with { BehindNat = true }, At("203.0.113.5") with { BehindNat = true });
        Both(new MediaNetworks(None), one, other, true);
        Both(new MediaNetworks(Network(RelayRule.Auto)), one, other, false);
    }

    [Theory]
    [InlineData(RelayRule.Auto, true)]
    [InlineData(RelayRule.Always, true)]
    [InlineData(RelayRule.Never, false)]
    public void A_network_decides_about_its_phones_and_others(RelayRule rule, bool needed) => Both(new MediaNetworks(Network(rule)), At("203.0.113.5"), At("198.51.100.6"), needed);

    [Fact]
    public void Where_offered_media_are_of_the_other_family_a_relay_joins_them() =>
        Both(new MediaNetworks(None), At("2001:db8::5") with { Media = IPAddress.Parse("198.51.100.5") }, At("2001:db8::6"), true);

    [Theory]
    [InlineData("192.168.7.6", "10.0.0.1")]
    [InlineData("203.0.113.5", "198.51.100.1")]
    [InlineData("127.0.0.1", "10.0.0.1")]
    public void Only_the_local_networks_are_told_the_address_on_this_side_of_the_nat(string peer, string told) =>
        new ServerAddresses { External = IPAddress.Parse("198.51.100.1") }.Told(IPAddress.Parse(peer), IPAddress.Parse("10.0.0.1")).ShouldBe(IPAddress.Parse(told));

    [Fact]
    public void Written_local_networks_take_the_place_of_the_private_ones_and_another_family_is_told_its_own()
    {
        var addresses = new ServerAddresses { External = IPAddress.Parse("198.51.100.1"), LocalNetworks = [IPNetwork.Parse("10.1.0.0/16")] };
        addresses.IsLocal(IPAddress.Parse("10.1.2.3")).ShouldBeTrue();
        addresses.IsLocal(IPAddress.Parse("10.2.2.3")).ShouldBeFalse();
        addresses.IsLocal(IPAddress.Loopback).ShouldBeTrue();
        addresses.Told(IPAddress.Parse("2001:db8::9"), IPAddress.Parse("2001:db8::1")).ShouldBe(IPAddress.Parse("2001:db8::1"));
    }

    private static ImmutableDictionary<string, NetworkSettings> Network(RelayRule rule) =>
        None.Add("office", new NetworkSettings { Addresses = [IPNetwork.Parse("203.0.113.0/24")], Relay = rule });

    private static MediaPlace At(string address) => MediaPlace.At(IPAddress.Parse(address));

    private static void Both(MediaNetworks networks, MediaPlace one, MediaPlace other, bool needed)
    {
        networks.NeedRelay(one, other).ShouldBe(needed);
        networks.NeedRelay(other, one).ShouldBe(needed);
    }
}
