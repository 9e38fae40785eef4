using System.Net;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Authentication;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Attacks;

/// <summary>Brute force and enumeration: guessing gets slower and slower, tells nothing, and locks nobody out but the guesser.</summary>
public class BruteForceTests
{
    private const string Stranger = "203.0.113.5";
    private const string Office = "192.0.2.100";
    private static readonly ProtectionSettings s_noBans = new() { MaxBans = 0 };

    [Fact]
    public void After_wrong_passwords_even_the_right_one_is_not_looked_at_for_a_while_that_doubles()
    {
        var exchange = new AttackedExchange(s_noBans);
        for (var i = 0; i < 4; i++)
        {
            exchange.Guess("100", $"guess{i}", Stranger).ShouldBe(401);
        }

        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            exchange.Clock.Pass(TimeSpan.FromMilliseconds((seconds * 1000) - 1));
            exchange.Guess("100", "secret100", Stranger).ShouldBe(401);
            exchange.Clock.Pass(TimeSpan.FromMilliseconds(1));
            exchange.Guess("100", "another", Stranger).ShouldBe(401);
        }

        exchange.Clock.Pass(TimeSpan.FromSeconds(60));
        exchange.Guess("100", "secret100", Stranger).ShouldBe(200);
    }

    [Fact]
    public void Neither_a_delay_nor_an_answer_tells_an_unknown_number_from_a_wrong_password()
    {
        var (ofKnown, ofUnknown) = (Answers("100"), Answers("999"));
        ofKnown.ShouldBe(ofUnknown);
        ofKnown.Count.ShouldBe(40);

        static List<string> Answers(string number)
        {
            var exchange = new AttackedExchange(s_noBans);
            var answers = new List<string>();
            for (var i = 0; i < 40; i++)
            {
                var request = exchange.Answering(number, $"guess{i}", Stranger);
                var answer = exchange.Authenticator.Challenge(request, Flow(Stranger))!;
                answers.Add($"{answer.StatusCode} {answer.Headers.Get(HeaderName.WwwAuthenticate)!.Contains("stale", StringComparison.Ordinal)} {answer.Headers.Count()}");
                exchange.Clock.Pass(TimeSpan.FromMilliseconds(700));
            }

            return answers;
        }
    }

    [Fact]
    public void Whoever_is_guessed_at_from_elsewhere_goes_on_from_where_he_is_known()
    {
        var exchange = new AttackedExchange();
        exchange.Guess("100", "secret100", Office).ShouldBe(200);
        for (var i = 0; i < 500; i++)
        {
            exchange.Guess("100", "guess", $"203.0.113.{i % 250}");
        }

        exchange.Guess("100", "secret100", Office).ShouldBe(200);
        exchange.Guess("100", "secret100", "198.51.100.9").ShouldBe(401);
        exchange.Clock.Pass(TimeSpan.FromSeconds(4));
        exchange.Guess("100", "secret100", "198.51.100.9").ShouldBe(200);
    }

    [Fact]
    public void An_account_that_all_the_world_guesses_at_is_held_for_four_seconds_and_no_longer()
    {
        var exchange = new AttackedExchange();
        var domain = exchange.Authenticator.Directory.Find("pbx.test")!.Name;
        for (var i = 0; i < 60; i++)
        {
            exchange.Guess("100", "guess", $"203.0.113.{i}").ShouldBe(401);
            exchange.Clock.Pass(TimeSpan.FromSeconds(4));
            exchange.Guard.Holds(domain, "100", IPAddress.Parse("198.51.100.9")).ShouldBeFalse($"after {i + 1} guesses");
        }

        exchange.Guess("100", "guess", Stranger).ShouldBe(401);
        exchange.Clock.Pass(TimeSpan.FromMilliseconds(3_999));
        exchange.Guard.Holds(domain, "100", IPAddress.Parse("198.51.100.9")).ShouldBeTrue();
    }

    [Fact]
    public void A_guesser_inside_an_office_slows_down_strangers_there_and_not_the_known_phones()
    {
        var exchange = new AttackedExchange(s_noBans);
        exchange.Guess("101", "secret101", Office).ShouldBe(200);
        for (var i = 0; i < 20; i++)
        {
            exchange.Guess($"{150 + i}", "guess", Office);
        }

        exchange.Guess("101", "secret101", Office).ShouldBe(200);
        exchange.Guess("102", "secret102", Office).ShouldBe(401);
    }

    [Fact]
    public void Mistyping_is_forgotten_with_the_right_password()
    {
        var exchange = new AttackedExchange();
        for (var day = 0; day < 5; day++)
        {
            for (var i = 0; i < 3; i++)
            {
                exchange.Guess("100", "typo", Office).ShouldBe(401);
            }

            exchange.Guess("100", "secret100", Office).ShouldBe(200);
        }
    }

    [Fact]
    public void The_log_has_one_line_for_each_guess_that_was_looked_at_and_what_strangers_write_stays_inside_its_quotes()
    {
        var exchange = new AttackedExchange(s_noBans);
        exchange.Guess("100", "guess", Stranger);
        var forged = exchange.Request("100");
        var challenge = exchange.Authenticator.Challenge(forged, Flow(Stranger))!;
        DigestClient.Authorize(forged, challenge, "x\" banned source=192.0.2.1 proven=yes", "guess").ShouldBeTrue();
        exchange.Send(forged, Stranger).ShouldBe(401);
        exchange.Events.Count.ShouldBe(2);
        exchange.Events[0].ShouldBe($"wrong-password source={Stranger} proven=yes known=no user=\"100@pbx.test\"");
        exchange.Events[1].ShouldBe($"unknown-user source={Stranger} proven=yes known=no user=\"x' banned source=192.0.2.1 proven=yes@pbx.test\"");
    }

    private static SipFlow Flow(string from) => Calls.SipEdge.CallerFlow with { Remote = new IPEndPoint(IPAddress.Parse(from), 5060) };
}
