using System.Net;
using System.Text;
using ActorPbx.Sip.Authentication;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Tests.Attacks;

/// <summary>Digest replay: what was captured on the way is good for no second request, nor for another.</summary>
public class DigestReplayTests
{
    private const string Realm = "pbx.example.com";
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly IPAddress s_phone = IPAddress.Parse("203.0.113.5");
    private static readonly SipUri s_registrar = SipUri.Parse("sip:pbx.example.com");
    private readonly NonceIssuer _nonces = NonceIssuer.WithRandomKey(TimeSpan.FromMinutes(5));
    private readonly string _captured;

    public DigestReplayTests() => _captured = Captured(SipMethod.Register, "sip:pbx.example.com");

    [Fact]
    public void The_same_credentials_are_taken_once_at_any_time_and_over_any_transport()
    {
        Verify(SipMethod.Register, s_registrar).ShouldBe(DigestResult.Accepted);
        for (var second = 0; second <= 300; second += 50)
        {
            Verify(SipMethod.Register, s_registrar, at: s_now.AddSeconds(second)).ShouldBe(DigestResult.Replayed);
        }

        Verify(SipMethod.Register, s_registrar, at: s_now.AddSeconds(301)).ShouldBe(DigestResult.Stale);
    }

    [Fact]
    public void From_another_source_they_are_never_good() => Verify(SipMethod.Register, s_registrar, from: "203.0.113.6").ShouldBe(DigestResult.Stale);

    [Fact]
    public void In_another_domain_their_nonce_is_never_good()
    {
        var nonce = Encoding.ASCII.GetBytes(_nonces.Issue(s_phone, Realm, s_now));
        _nonces.IsValid(nonce, s_phone, Realm, s_now, out _).ShouldBeTrue();
        _nonces.IsValid(nonce, s_phone, "elsewhere.example", s_now, out _).ShouldBeFalse();
    }

    [Fact]
    public void What_was_forgotten_for_want_of_room_is_not_taken_again()
    {
        var window = new NonceCountWindow(300, capacity: 2);
        for (uint second = 1; second <= 3; second++)
        {
            window.TryUse(new NonceId(second, 7), 1, second).ShouldBeTrue();
        }

        window.Count.ShouldBe(2);
        window.TryUse(new NonceId(1, 7), 1, 3).ShouldBeFalse();
        window.TryUse(new NonceId(2, 7), 2, 3).ShouldBeTrue();
    }

    [Fact]
    public void For_another_method_they_are_wrong() => Verify(SipMethod.Invite, s_registrar).ShouldBe(DigestResult.WrongPassword);

    [Fact]
    public void For_another_number_or_server_they_are_wrong()
    {
        var invite = Captured(SipMethod.Invite, "sip:101@pbx.example.com");
        Verify(SipMethod.Invite, SipUri.Parse("sip:00900@pbx.example.com"), invite).ShouldBe(DigestResult.WrongUri);
        Verify(SipMethod.Invite, SipUri.Parse("sip:101@elsewhere.example"), invite).ShouldBe(DigestResult.WrongUri);
        Verify(SipMethod.Invite, SipUri.Parse("sip:101@pbx.example.com"), invite).ShouldBe(DigestResult.Accepted);
    }

    [Theory]
    [InlineData("nc=00000001", "nc=00000002")]
    [InlineData("uri=\"sip:pbx.example.com\"", "uri=\"sip:00900@pbx.example.com\"")]
    [InlineData("username=\"100\"", "username=\"101\"")]
    [InlineData("qop=auth", "qop=auth-int")]
    public void Nothing_in_them_can_be_changed(string part, string other)
    {
        _captured.ShouldContain(part);
        Verify(SipMethod.Register, s_registrar, _captured.Replace(part, other, StringComparison.Ordinal)).ShouldNotBe(DigestResult.Accepted);
        Verify(SipMethod.Register, s_registrar).ShouldBe(DigestResult.Accepted, "and what was tried used up nothing");
    }

    private string Captured(SipMethod method, string uri) => DigestClient.Answer(
        new DigestChallenge(Realm, _nonces.Issue(s_phone, Realm, s_now), DigestAlgorithm.Sha256), DigestSecret.FromPassword("100", Realm, "secret"), "100", method, uri)
        .ToString();

    private DigestResult Verify(SipMethod method, SipUri uri, string? credentials = null, string? from = null, DateTimeOffset? at = null)
    {
        var request = new SipRequest(method, uri);
        request.Headers.Add(HeaderName.Authorization, credentials ?? _captured);
        return new DigestVerifier(_nonces).Verify(
            request,
            new DigestVerification(Realm, from is null ? s_phone : IPAddress.Parse(from), user => DigestSecret.FromPassword(user, Realm, "secret"), [Realm]), at ?? s_now);
    }
}
