using System.Net;
using ActorPbx.Sip.Authentication;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Tests.Attacks;

/// <summary>Whether anything that is answered tells a guesser more, or sooner, than that a guess was wrong.</summary>
public class PasswordOracleTests
{
    private const string Realm = "pbx.example.com";
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly IPAddress s_source = IPAddress.Parse("203.0.113.5");
    private readonly NonceIssuer _nonces = NonceIssuer.WithRandomKey(TimeSpan.FromMinutes(5));

    [Theory]
    [InlineData("secret")]
    [InlineData("wrong")]
    public void A_nonce_that_is_not_ours_says_nothing_of_the_password(string password) =>
        Verify(Credential(password, "bm9uY2Ugb2YgYW5vdGhlciBzZXJ2ZXIgYWx0b2c")).ShouldBe(DigestResult.Stale);

    [Theory]
    [InlineData("secret")]
    [InlineData("wrong")]
    public void A_nonce_for_another_source_says_nothing_of_the_password(string password) =>
        Verify(Credential(password, _nonces.Issue(IPAddress.Parse("203.0.113.6"), Realm, s_now))).ShouldBe(DigestResult.Stale);

    [Fact]
    public void A_guess_is_seen_also_beside_a_credential_that_is_merely_stale() =>
        Verify(Credential("x", "bm9uY2Ugb2YgYW5vdGhlciBzZXJ2ZXIgYWx0b2c"), Credential("wrong", Nonce())).ShouldBe(DigestResult.WrongPassword);

    [Fact]
    public void A_guess_is_seen_also_beside_a_replay()
    {
        var good = Credential("secret", Nonce());
        Verify(good).ShouldBe(DigestResult.Accepted);
        Verify(good, Credential("wrong", Nonce())).ShouldBe(DigestResult.WrongPassword);
    }

    private string Nonce() => _nonces.Issue(s_source, Realm, s_now);

    private static string Credential(string password, string nonce) => DigestClient.Answer(
        new DigestChallenge(Realm, nonce, DigestAlgorithm.Sha256), DigestSecret.FromPassword("100", Realm, password), "100", SipMethod.Register, "sip:pbx.example.com")
        .ToString();

    private DigestResult Verify(params string[] credentials)
    {
        var request = new SipRequest(SipMethod.Register, SipUri.Parse("sip:pbx.example.com"));
        foreach (var credential in credentials)
        {
            request.Headers.Add(HeaderName.Authorization, credential);
        }

        return new DigestVerifier(_nonces).Verify(
            request, new DigestVerification(Realm, s_source, user => DigestSecret.FromPassword(user, Realm, "secret"), [Realm]), s_now);
    }
}
