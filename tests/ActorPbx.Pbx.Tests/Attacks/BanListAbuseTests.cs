using System.Net;
using ActorPbx.Pbx.Protection;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Authentication;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Attacks;

/// <summary>The ban list abused: nobody is banned for what another sends in his name, the list is bounded, and known phones do not suffer for their neighbours.</summary>
public class BanListAbuseTests
{
    private const string Stranger = "203.0.113.5";
    private const string Office = "192.0.2.100";

    [Fact]
    public void Wrong_passwords_of_many_accounts_have_their_source_ignored()
    {
        var exchange = new AttackedExchange();
        Scan(exchange, Stranger);
        exchange.Guard.Bans.All.ShouldHaveSingleItem().Source.ShouldBe(Stranger);
        exchange.Send(exchange.Request("100"), Stranger).ShouldBe(0);
        exchange.Events[^1].ShouldBe($"banned source={Stranger} proven=yes seconds=600 times=1 reason=\"wrong passwords of 8 accounts\"");
        exchange.Clock.Pass(exchange.Settings.BanTime);
        exchange.Send(exchange.Request("100"), Stranger).ShouldBe(401);
    }

    [Fact]
    public void An_account_counts_once_however_often_it_is_tried()
    {
        var exchange = new AttackedExchange();
        for (var i = 0; i < 28; i++)
        {
            exchange.Guess($"{150 + (i % 7)}", "guess", Stranger).ShouldBe(401);
            exchange.Clock.Pass(TimeSpan.FromMinutes(2));
        }

        exchange.Guard.Bans.All.ShouldBeEmpty();
        exchange.Guess("157", "guess", Stranger).ShouldBe(401);
        exchange.Guard.Bans.All.ShouldHaveSingleItem().Reason.ShouldBe("wrong passwords of 8 accounts");
    }

    [Fact]
    public void Each_further_ban_is_twice_as_long()
    {
        var exchange = new AttackedExchange();
        foreach (var minutes in new[] { 10, 20, 40 })
        {
            Scan(exchange, Stranger);
            var ban = exchange.Guard.Bans.All.ShouldHaveSingleItem();
            (ban.Until - ban.Since).ShouldBe(TimeSpan.FromMinutes(minutes));
            exchange.Clock.Pass(TimeSpan.FromMinutes(minutes));
        }
    }

    [Fact]
    public void Spoofed_datagrams_without_an_answer_to_a_challenge_never_ban()
    {
        var exchange = new AttackedExchange();
        for (var i = 0; i < 3000; i++)
        {
            // The forger does not see what the victim is sent: his nonces are old ones of another source, or made up.
            var forged = exchange.Request($"{100 + (i % 90)}", i % 2 == 0 ? "REGISTER" : "INVITE", i % 3 == 0 ? "friendly-scanner" : "x");
            DigestClient.Authorize(forged, exchange.Authenticator.Challenge(forged, Calls.SipEdge.CallerFlow)!, "100", "guess").ShouldBeTrue();
            exchange.Send(forged, Stranger);
            exchange.Clock.Pass(TimeSpan.FromMilliseconds(50));
        }

        exchange.Guard.Bans.All.ShouldBeEmpty();
        exchange.Guard.Shuns(IPAddress.Parse(Stranger)).ShouldBeFalse();
        exchange.Guess("100", "secret100", Stranger).ShouldBe(200);
    }

    [Fact]
    public void A_phone_that_is_known_from_a_banned_source_goes_on_and_others_there_do_not()
    {
        var exchange = new AttackedExchange();
        exchange.Guess("100", "secret100", Office).ShouldBe(200);
        Scan(exchange, Office);
        exchange.Guard.Bans.All.ShouldHaveSingleItem();
        exchange.Guess("100", "secret100", Office).ShouldBe(200);
        exchange.Guess("101", "secret101", Office).ShouldBe(0);
    }

    [Fact]
    public void Who_did_not_prove_itself_for_a_day_is_a_stranger_again()
    {
        var exchange = new AttackedExchange(new ProtectionSettings { BanTime = TimeSpan.FromDays(2), LongestBan = TimeSpan.FromDays(2) });
        exchange.Guess("100", "secret100", Office).ShouldBe(200);
        Scan(exchange, Office);
        exchange.Clock.Pass(TimeSpan.FromDays(1));
        exchange.Guess("100", "secret100", Office).ShouldBe(200, "it is known for a day, and then for one more");
        exchange.Clock.Pass(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(1));
        exchange.Guard.Shuns(IPAddress.Parse(Office)).ShouldBeFalse();
        exchange.Clock.Pass(TimeSpan.FromMinutes(2));
        Scan(exchange, Office);
        exchange.Guard.Shuns(IPAddress.Parse(Office)).ShouldBeTrue();
        exchange.Guess("100", "secret100", Office).ShouldBe(0);
    }

    [Fact]
    public void A_network_that_is_never_limited_is_never_banned()
    {
        var exchange = new AttackedExchange(new ProtectionSettings { NeverLimited = [IPNetwork.Parse("203.0.113.0/24")] });
        Scan(exchange, Stranger);
        exchange.Guard.Bans.All.ShouldBeEmpty();
    }

    [Fact]
    public void A_connection_is_no_excuse_either()
    {
        var exchange = new AttackedExchange();
        Scan(exchange, Stranger, SipTransport.Tcp);
        exchange.Guard.Shuns(IPAddress.Parse(Stranger)).ShouldBeTrue();
    }

    [Fact]
    public void The_list_holds_no_more_than_its_bound_and_gives_up_what_would_end_first()
    {
        var clock = new HandClock();
        var bans = new BanList(TimeSpan.FromMinutes(1), TimeSpan.FromDays(1), 10, clock);
        for (var i = 0; i < 100; i++)
        {
            bans.Add(new IPAddress([203, 0, 113, (byte)i]), "test").ShouldNotBeNull();
            clock.Pass(TimeSpan.FromMilliseconds(1));
        }

        bans.All.Length.ShouldBe(10);
        bans.Holds(SourceKey.Of(IPAddress.Parse("203.0.113.99"))).ShouldBeTrue();
        bans.Holds(SourceKey.Of(IPAddress.Parse("203.0.113.89"))).ShouldBeFalse();
    }

    [Fact]
    public void An_operator_ends_one_ban_or_all()
    {
        var bans = new BanList(TimeSpan.FromMinutes(1), TimeSpan.FromDays(1), 10, new HandClock());
        foreach (var source in new[] { "203.0.113.1", "203.0.113.2", "2001:db8::1" })
        {
            bans.Add(IPAddress.Parse(source), "test");
        }

        bans.All.Select(ban => ban.Source).ShouldBe(["2001:db8::/64", "203.0.113.1", "203.0.113.2"]);
        bans.Clear(IPAddress.Parse("2001:db8::77")).ShouldBe(1);
        bans.Clear(IPAddress.Parse("203.0.113.9")).ShouldBe(0);
        bans.Clear().ShouldBe(2);
        bans.Add(IPAddress.Parse("203.0.113.1"), "test")!.Times.ShouldBe(1);
    }

    private static void Scan(AttackedExchange exchange, string from, SipTransport transport = SipTransport.Udp)
    {
        for (var i = 0; i < 40 && exchange.Guess($"{150 + i}", "guess", from, transport) != 0; i++)
        {
        }
    }
}
