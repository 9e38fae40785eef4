using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Protection;

namespace ActorPbx.Pbx.Tests.Attacks;

/// <summary>Toll fraud with a stolen password: what a node tells headquarters of an extension's rights, and what it counts of its calls.</summary>
public class TollFraudReachTests
{
    private static readonly DomainName s_domain = new("pbx.test");
    private static readonly ExtensionNumber s_number = new("100");

    [Fact]
    public void Headquarters_reads_what_the_extensions_node_wrote()
    {
        var written = new OutsideReach(true, false, ["+44", "0800"], ["+449", "0190"]);
        var read = ReachText.Read(ReachText.Of(written));
        (read.International, read.Premium).ShouldBe((true, false));
        read.Allowed.ShouldBe(written.Allowed);
        read.Refused.ShouldBe(written.Refused);
        ReachText.Read(ReachText.Of(written with { International = false, Premium = true })).Premium.ShouldBeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("International, PREMIUM, all")]
    [InlineData("internationally, premium2, allow")]
    [InlineData("international premium")]
    public void What_is_not_understood_allows_nothing(string? text)
    {
        var read = ReachText.Read(text);
        (read.International, read.Premium, read.Allowed.Length).ShouldBe((false, false, 0));
    }

    [Fact]
    public void A_call_that_is_over_makes_room_for_the_next_and_for_no_more()
    {
        var tolls = new TollLedger(TimeProvider.System);
        var rights = new OutsideRights(1, 100, 100, OutsideReach.Default);
        TollRefusal Begin(string call) => tolls.TryBegin(s_domain, s_number, rights, isEmergency: false, new CallId(call));
        Begin("c1").ShouldBe(TollRefusal.None);
        Begin("c2").ShouldBe(TollRefusal.AtOnce);
        tolls.End(s_domain, s_number, new CallId("c9"));
        tolls.End(s_domain, new ExtensionNumber("101"), new CallId("c1"));
        Begin("c2").ShouldBe(TollRefusal.AtOnce);
        tolls.End(s_domain, s_number, new CallId("c1"));
        Begin("c2").ShouldBe(TollRefusal.None);
        Begin("c3").ShouldBe(TollRefusal.AtOnce);
    }
}
