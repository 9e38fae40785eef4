using System.Net;
using ActorPbx.Pbx.Media;

namespace ActorPbx.Pbx.Tests.Media;

public sealed class AddressTranslationTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", false)]
    [InlineData("192.0.2.1", "192.0.2.200", false)]
    [InlineData("192.0.2.1", "192.0.3.1", true)]
    [InlineData("192.168.1.5", "203.0.113.5", true)]
    [InlineData("2001:db8:0:1::5", "2001:db8:0:1:ffff::9", false)]
    [InlineData("2001:db8:0:1::5", "2001:db8:0:2::5", true)]
    [InlineData("2001:db8::5", "192.0.2.1", true)]
    public void A_peer_is_behind_a_nat_when_it_is_seen_in_another_network_than_its_own(string own, string seen, bool isTranslated) =>
        AddressTranslation.IsBetween(IPAddress.Parse(own), IPAddress.Parse(seen)).ShouldBe(isTranslated);
}
