using System.Collections.Immutable;
using System.Net;
using ActorPbx.Domain.Numbering;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Numbers;
using ActorPbx.Pbx.Protection;
using ActorPbx.Pbx.Roaming;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Sip.Authentication;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Gateway;

public class AuthenticatorTests
{
    private static readonly SipFlow Phone = Flow("192.0.2.100");
    private readonly List<string> _events = [];

    [Theory]
    [InlineData("REGISTER")]
    [InlineData("INVITE")]
    [InlineData("OPTIONS")]
    [InlineData("MESSAGE")]
    [InlineData("SUBSCRIBE")]
    public void Every_method_outside_a_dialog_is_challenged_strongest_algorithm_first(string method)
    {
        var challenge = Authenticator().Challenge(Request(method), Phone)!;
        challenge.StatusCode.ShouldBe(401);
        var offers = challenge.Headers.Where(field => field.Name == HeaderName.WwwAuthenticate).Select(field => field.Value).ToArray();
        offers.Length.ShouldBe(2);
        offers[0].ShouldContain("SHA-256");
        offers[1].ShouldContain("MD5");
    }

    [Fact]
    public void An_agent_that_gives_up_at_sha256_is_offered_md5_alone()
    {
        var request = Request("REGISTER");
        request.Headers.Add(HeaderName.UserAgent, "baresip v1.0.0 (x86_64/linux)");
        Authenticator().Challenge(request, Phone)!.Headers.Get(HeaderName.WwwAuthenticate)!.ShouldContain("MD5");
        Authenticator().Challenge(request, Phone)!.Headers.CountOf(HeaderName.WwwAuthenticate).ShouldBe(1);
    }

    [Fact]
    public void Good_credentials_pass_once_and_their_replay_does_not()
    {
        var authenticator = Authenticator();
        var request = Request("REGISTER");
        DigestClient.Authorize(request, authenticator.Challenge(request, Phone)!, "100", "secret100").ShouldBeTrue();
        authenticator.Challenge(request, Phone).ShouldBeNull();
        authenticator.IdentityOf(request)!.Value.Extension.Number.Value.ShouldBe("100");
        authenticator.Challenge(request, Phone)!.StatusCode.ShouldBe(401);
    }

    [Fact]
    public void A_clock_that_jumps_ahead_and_back_locks_nobody_out()
    {
        var clock = new JumpingClock();
        var authenticator = Authenticator(clock);
        foreach (var hours in new[] { 0, 2, -1, 0 })
        {
            var request = Request("REGISTER");
            var challenge = authenticator.Challenge(request, Phone)!;
            clock.Ahead = TimeSpan.FromHours(hours);
            DigestClient.Authorize(request, challenge, "100", "secret100").ShouldBeTrue();
            authenticator.Challenge(request, Phone).ShouldBeNull();
        }
    }

    [Fact]
    public void Credentials_of_one_number_do_not_speak_for_another()
    {
        var authenticator = Authenticator();
        var request = Request("REGISTER", number: "101");
        DigestClient.Authorize(request, authenticator.Challenge(request, Phone)!, "100", "secret100");
        authenticator.Challenge(request, Phone)!.StatusCode.ShouldBe(403);
    }

    [Fact]
    public void An_unknown_number_and_a_wrong_password_look_alike_and_are_both_noted()
    {
        var authenticator = Authenticator();
        var (unknown, wrong) = (Request("REGISTER", number: "999"), Request("REGISTER"));
        DigestClient.Authorize(unknown, authenticator.Challenge(unknown, Phone)!, "999", "x");
        DigestClient.Authorize(wrong, authenticator.Challenge(wrong, Phone)!, "100", "x");
        Shape(authenticator.Challenge(unknown, Phone)!).ShouldBe(Shape(authenticator.Challenge(wrong, Phone)!));
        _events.ShouldBe(
        [
            "unknown-user source=192.0.2.100 proven=yes known=no user=\"999@pbx.test\"", "wrong-password source=192.0.2.100 proven=yes known=no user=\"100@pbx.test\"",
        ]);
    }

    [Fact]
    public void A_trusted_address_needs_no_digest_and_only_for_its_own_extension()
    {
        var authenticator = Authenticator();
        authenticator.Challenge(Request("INVITE", number: "200"), Flow("198.51.100.7")).ShouldBeNull();
        authenticator.Challenge(Request("INVITE", number: "100"), Flow("198.51.100.7"))!.StatusCode.ShouldBe(401);
        authenticator.Challenge(Request("INVITE", number: "200"), Flow("198.51.100.8"))!.StatusCode.ShouldBe(401);
    }

    [Fact]
    public void A_trusted_address_is_the_same_on_a_socket_of_both_families() =>
        Authenticator().Challenge(Request("INVITE", number: "200"), Flow("::ffff:198.51.100.7")).ShouldBeNull();

    [Fact]
    public void A_strangers_home_is_asked_only_when_he_answers_a_challenge_of_ours()
    {
        var guests = new GuestBook(new("berlin"), new NumberBoard { Plan = PlanOf("shanghai", "4001") });
        var (authenticator, elsewhere) = (Authenticator(guests: guests), Authenticator());
        var (answered, madeUp) = (Request("REGISTER", number: "4001"), Request("REGISTER", number: "4001"));
        DigestClient.Authorize(answered, authenticator.Challenge(answered, Phone)!, "4001", "x").ShouldBeTrue();
        DigestClient.Authorize(madeUp, elsewhere.Challenge(madeUp, Phone)!, "4001", "x").ShouldBeTrue();
        authenticator.Challenge(answered, Phone).ShouldBeNull("its home says whether that is the password");
        authenticator.Challenge(madeUp, Phone)!.StatusCode.ShouldBe(401);
        authenticator.Challenge(answered, Flow("192.0.2.101"))!.StatusCode.ShouldBe(401);
    }

    [Fact]
    public void A_domain_that_is_not_ours_is_not_found() =>
        Authenticator().Challenge(Request("REGISTER", host: "elsewhere.test"), Phone)!.StatusCode.ShouldBe(404);

    private static NumberPlan PlanOf(string branch, string number)
    {
        var node = new NodeNumbers(new(branch), new($"{branch}-1"), 1, 1, [new OwnedBlock(new("pbx.test"), NumberBlock.TryParse(number)!, default)], [], []);
        return NumberPlan.Of(DirectoryLogic.Take(DirectoryState.Empty, node).State);
    }

    private Authenticator Authenticator(TimeProvider? clock = null, GuestBook? guests = null)
    {
        var domain = new DomainSettings
        {
            Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty
                .Add("100-109", new ExtensionSettings { Password = "secret{number}" })
                .Add("200", new ExtensionSettings { TrustedAddresses = ["198.51.100.7"] }),
        };
        var builder = new DirectoryBuilder(new PbxSettings { Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add("pbx.test", domain) }, "/");
        return new Authenticator(builder.Build(), NonceIssuer.WithRandomKey(TimeSpan.FromMinutes(5)), ["192.0.2.10"], clock ?? TimeProvider.System)
        {
            Md5OnlyAgents = new AuthenticationSettings().Md5OnlyAgents,
            Guests = guests ?? GuestBook.Empty,
            Guard = new Guard(new ProtectionSettings(), new SecurityLog(_events.Add, TimeProvider.System), TimeProvider.System),
        };
    }

    /// <summary>A clock of day that is set anew while time goes on.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }

    private static string Shape(SipResponse response) =>
        string.Join('\n', response.Headers.Where(field => field.Name != HeaderName.To).Select(field => field.Name == HeaderName.WwwAuthenticate ? "challenge" : field.Name.Name));

    private static SipFlow Flow(string address) => new(SipTransport.Udp, IPEndPoint.Parse("192.0.2.10:5060"), new IPEndPoint(IPAddress.Parse(address), 5060), 0);

    private static SipRequest Request(string method, string number = "100", string host = "pbx.test") => SipEdge.Parse(
        $"{method} sip:{host} SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.100:5060;branch=z9hG4bKa;rport\r\nMax-Forwards: 70\r\nFrom: <sip:{number}@{host}>;tag=1\r\n"
        + $"To: <sip:{number}@{host}>\r\nCall-ID: c\r\nCSeq: 1 {method}\r\nContact: <sip:{number}@192.0.2.100>\r\nContent-Length: 0\r\n\r\n");
}
