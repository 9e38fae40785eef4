using ActorPbx.Sip.Authentication;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Tests.Authentication;

public class DigestTextTests
{
    private const string Realm = "pbx.example.com";

    [Fact]
    public void Credentials_survive_printing_and_reading()
    {
        var secret = DigestSecret.FromPassword("a\"b\\c", Realm, "secret");
        var credentials = DigestClient.Answer(new DigestChallenge(Realm, "n", DigestAlgorithm.Sha256), secret, "a\"b\\c", SipMethod.Register, "sip:pbx.example.com") with { Opaque = "xyz" };
        DigestCredentials.TryParse(credentials.ToString(), out var read).ShouldBeTrue();
        read.ShouldBe(credentials);
    }

    [Fact]
    public void Challenges_survive_printing_and_reading()
    {
        var challenge = new DigestChallenge("say \"hi\"", "n", DigestAlgorithm.Sha256, IsStale: true, Opaque: "o");
        DigestChallenge.TryParse(challenge.ToString(), out var read).ShouldBeTrue();
        read.ShouldBe(challenge);
    }
}
