using System.Net;
using ActorPbx.Pbx.Protection;
using ActorPbx.Pbx.Settings;

namespace ActorPbx.Pbx.Tests.Attacks;

/// <summary>SIP flood memory exhaustion (CVE-2021-41145): what strangers send is bounded in number and in memory, and phones go on.</summary>
public class SipFloodTests
{
    private const string Stranger = "203.0.113.5";
    private const string Office = "192.0.2.100";

    [Fact]
    public void A_source_gets_its_burst_and_then_its_rate()
    {
        var exchange = new AttackedExchange();
        Passed(exchange, Stranger, 1000).ShouldBe(exchange.Settings.StrangerBurst);
        exchange.Clock.Pass(TimeSpan.FromSeconds(1));
        Passed(exchange, Stranger, 1000).ShouldBe((int)exchange.Settings.StrangerRate);
        exchange.Events.ShouldBe([$"too-many-requests source={Stranger} proven=no known=no"]);
    }

    [Fact]
    public void All_strangers_together_get_no_more_than_their_part_and_a_known_office_is_not_kept_waiting()
    {
        var exchange = new AttackedExchange(new ProtectionSettings { StrangersRate = 100, StrangersBurst = 500 });
        exchange.Guess("100", "secret100", Office).ShouldBe(200);
        Enumerable.Range(1, 250).Sum(i => Passed(exchange, $"203.0.113.{i}", 10)).ShouldBe(500 - 1);
        exchange.Send(exchange.Request("100"), Office).ShouldBe(401);
    }

    [Fact]
    public void A_flood_in_the_name_of_a_phones_address_does_not_keep_out_the_phone_that_answers_its_challenge()
    {
        var exchange = new AttackedExchange();
        var phone = exchange.Answering("100", "secret100", Office);
        Passed(exchange, Office, 5000).ShouldBe(exchange.Settings.StrangerBurst);
        exchange.Send(phone, Office).ShouldBe(200);
    }

    [Fact]
    public void Who_answers_challenges_with_wrong_passwords_is_looked_at_no_more_often_than_a_known_source()
    {
        var exchange = new AttackedExchange(new ProtectionSettings { KnownRate = 1, KnownBurst = 5, BanAfterGuesses = 0 });
        Passed(exchange, Stranger, 1000);
        Enumerable.Range(0, 20).Count(_ => exchange.Guess("100", "guess", Stranger) != 0).ShouldBe(5);
    }

    [Fact]
    public void An_extension_that_is_known_by_its_address_and_networks_that_are_exempt_have_no_limit()
    {
        var exchange = new AttackedExchange(new ProtectionSettings { NeverLimited = [IPNetwork.Parse("10.0.0.0/8")] });
        Passed(exchange, "198.51.100.200", 1000, "200").ShouldBe(1000);
        Passed(exchange, "10.1.2.3", 1000).ShouldBe(1000);
    }

    [Fact]
    public void Addresses_of_one_IPv6_network_are_one_source()
    {
        var exchange = new AttackedExchange();
        Enumerable.Range(1, 400).Count(i => exchange.Send(exchange.Request("100"), $"2001:db8:1:2::{i:x}") != 0).ShouldBe(exchange.Settings.StrangerBurst);
        exchange.Send(exchange.Request("100"), "2001:db8:1:3::1").ShouldBe(401);
    }

    [Fact]
    public void A_million_forged_sources_are_remembered_within_bounds()
    {
        var none = new RateLimit(0, 0);
        var limits = new SourceLimits(new SourceRates(new RateLimit(1, 1), none, none), 1000);
        for (uint i = 0; i < 1_000_000; i++)
        {
            limits.TryAdmit(SourceKey.Of(new IPAddress(i)), isKnown: false, 1).ShouldBeTrue();
        }

        limits.Count.ShouldBe(1000);
        limits.TryAdmit(SourceKey.Of(new IPAddress(999_999)), isKnown: false, 1).ShouldBeFalse();
        limits.TryAdmit(SourceKey.Of(new IPAddress(1)), isKnown: false, 1).ShouldBeTrue();
    }

    private static int Passed(AttackedExchange exchange, string from, int requests, string number = "100") =>
        Enumerable.Range(0, requests).Count(_ => exchange.Send(exchange.Request(number, "INVITE"), from) != 0);
}
