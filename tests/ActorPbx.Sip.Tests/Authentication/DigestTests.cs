using System.Net;
using ActorPbx.Sip.Authentication;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Tests.Authentication;

public class DigestTests
{
    private const string Realm = "pbx.example.com";
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly IPAddress Phone = IPAddress.Parse("192.0.2.10");
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(value => (byte)value)];

    private readonly NonceIssuer _nonces = new(Key, TimeSpan.FromSeconds(300));
    private readonly DigestVerifier _verifier;

    public DigestTests() => _verifier = new DigestVerifier(_nonces);

    [Fact]
    public void The_responses_of_RFC_7616_come_out()
    {
        const string nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
        const string cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
        var secret = DigestSecret.FromPassword("Mufasa", "http-auth@example.org", "Circle of Life");
        DigestResponse.Compute(DigestAlgorithm.Md5, secret, "GET", "/dir/index.html", nonce, "00000001", cnonce).ShouldBe("8ca523f5e9506fed4657c9700eebdbec");
        DigestResponse.Compute(DigestAlgorithm.Sha256, secret, "GET", "/dir/index.html", nonce, "00000001", cnonce)
            .ShouldBe("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    }

    [Fact]
    public void The_response_of_RFC_2069_comes_out_where_there_is_no_qop()
    {
        var secret = DigestSecret.FromHa1("939e7578ed9e3c518a452acee763bce9");
        DigestResponse.Compute(DigestAlgorithm.Md5, secret, "GET", "/dir/index.html", "dcd98b7102dd2f0e8b11d0f600bfb0c093", null, null)
            .ShouldBe("670fd8c2df070c60b045671b8b24ff02");
    }

    [Fact]
    public void The_strongest_algorithm_is_offered_first()
    {
        var challenge = Challenge(Register());
        var offers = challenge.Headers.GetAll(HeaderName.WwwAuthenticate).ToList();
        offers.Count.ShouldBe(2);
        offers[0].ShouldContain("SHA-256");
        offers[1].ShouldContain("MD5");
    }

    [Theory]
    [InlineData(DigestOffer.Both)]
    [InlineData(DigestOffer.Md5)]
    [InlineData(DigestOffer.Sha256)]
    public void A_right_password_is_accepted_with_any_offer(DigestOffer offer)
    {
        var request = Register();
        DigestClient.Authorize(request, Challenge(request, offer), "100", "secret").ShouldBeTrue();
        Verify(request, out var username).ShouldBe(DigestResult.Accepted);
        username.ShouldBe("100");
    }

    [Fact]
    public void A_secret_of_one_HA1_allows_only_its_algorithm()
    {
        var md5Only = DigestSecret.FromHa1(DigestSecret.Ha1(DigestAlgorithm.Md5, "100", Realm, "secret"));
        md5Only.Offer.ShouldBe(DigestOffer.Md5);
        var request = Register();
        DigestClient.Authorize(request, Challenge(request, DigestOffer.Sha256), "100", "secret").ShouldBeTrue();
        _verifier.Verify(request, Check() with { FindSecret = _ => md5Only }, Start).ShouldBe(DigestResult.WrongPassword);
        DigestClient.Authorize(request, Challenge(request, DigestOffer.Sha256), "100", _ => md5Only).ShouldBeFalse();
        DigestClient.Authorize(request, Challenge(request), "100", _ => md5Only).ShouldBeTrue();
        _verifier.Verify(request, Check() with { FindSecret = _ => md5Only }, Start).ShouldBe(DigestResult.Accepted);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("abc", null)]
    [InlineData("zz7e7578ed9e3c518a452acee763bce9", null)]
    [InlineData(null, "939e7578ed9e3c518a452acee763bce9")]
    public void An_HA1_that_is_none_is_refused(string? md5, string? sha256) => Should.Throw<FormatException>(() => DigestSecret.FromHa1(md5, sha256));

    [Fact]
    public void Credentials_cannot_be_used_twice()
    {
        var request = Authorized();
        Verify(request).ShouldBe(DigestResult.Accepted);
        Verify(request).ShouldBe(DigestResult.Replayed);
    }

    [Fact]
    public void A_nonce_may_be_used_again_with_the_next_count_in_any_order()
    {
        var challenge = Challenge(Register());
        foreach (var count in new uint[] { 2, 1, 5, 4, 300, 299 }) Verify(Authorized(challenge, count)).ShouldBe(DigestResult.Accepted);
        foreach (var count in new uint[] { 1, 2, 5, 236, 299, 300, 0 }) Verify(Authorized(challenge, count)).ShouldBe(DigestResult.Replayed);
    }

    [Fact]
    public void A_wrong_password_uses_up_no_count()
    {
        var challenge = Challenge(Register());
        var forged = Register();
        DigestClient.Authorize(forged, challenge, "100", "guess").ShouldBeTrue();
        Verify(forged).ShouldBe(DigestResult.WrongPassword);
        Verify(Authorized(challenge, 1)).ShouldBe(DigestResult.Accepted);
    }

    [Fact]
    public void An_old_nonce_is_stale_and_so_is_one_from_another_source_or_key()
    {
        Verify(Authorized(), now: Start.AddSeconds(301)).ShouldBe(DigestResult.Stale);
        _verifier.Verify(Authorized(), Check() with { Source = IPAddress.Parse("192.0.2.11") }, Start).ShouldBe(DigestResult.Stale);
        new DigestVerifier(NonceIssuer.WithRandomKey(TimeSpan.FromSeconds(300))).Verify(Authorized(), Check(), Start).ShouldBe(DigestResult.Stale);
        _verifier.Verify(Authorized(), Check() with { Source = Phone.MapToIPv6() }, Start).ShouldBe(DigestResult.Accepted);
    }

    [Fact]
    public void A_nonce_of_a_time_to_come_is_stale_but_for_the_seconds_that_clocks_differ_by()
    {
        Verify(Authorized(), now: Start.AddSeconds(-5)).ShouldBe(DigestResult.Accepted);
        Verify(Authorized(), now: Start.AddSeconds(-6)).ShouldBe(DigestResult.Stale);
    }

    [Fact]
    public void A_node_with_the_same_key_accepts_the_nonce() =>
        new DigestVerifier(new NonceIssuer(Key, TimeSpan.FromSeconds(300))).Verify(Authorized(), Check(), Start).ShouldBe(DigestResult.Accepted);

    [Fact]
    public void Credentials_for_another_method_fail()
    {
        var register = Authorized();
        var invite = new SipRequest(SipMethod.Invite, register.RequestUri);
        invite.Headers.CopyFrom(register, HeaderName.Authorization);
        Verify(invite).ShouldBe(DigestResult.WrongPassword);
    }

    [Theory]
    [InlineData("sip:pbx.example.com", "sip:pbx.example.com", DigestResult.Accepted)]
    [InlineData("sip:192.0.2.1:5060", "sip:101@pbx.example.com", DigestResult.Accepted)]
    [InlineData("sip:101@192.0.2.1", "sip:101@pbx.example.com", DigestResult.Accepted)]
    [InlineData("sip:101@pbx.example.com", "sip:0900@pbx.example.com", DigestResult.WrongUri)]
    [InlineData("sip:101@elsewhere.example", "sip:101@pbx.example.com", DigestResult.WrongUri)]
    [InlineData("sip:elsewhere.example", "sip:101@pbx.example.com", DigestResult.WrongUri)]
    [InlineData("nonsense", "sip:101@pbx.example.com", DigestResult.WrongUri)]
    public void The_digest_uri_is_the_request_uri_or_names_this_server(string digestUri, string requestUri, DigestResult expected)
    {
        var request = new SipRequest(SipMethod.Invite, SipUri.Parse(requestUri));
        request.Headers.Add(HeaderName.Authorization, Credentials("100", "secret", digestUri, SipMethod.Invite).ToString());
        Verify(request).ShouldBe(expected);
    }

    [Fact]
    public void All_authorization_headers_are_looked_at()
    {
        var request = Register();
        request.Headers.Add(HeaderName.Authorization, "Basic Zm9vOmJhcg==");
        request.Headers.Add(HeaderName.Authorization, (Credentials("100", "secret") with { Realm = "other.example" }).ToString());
        request.Headers.Add(HeaderName.Authorization, Credentials("100", "wrong").ToString());
        request.Headers.Add(HeaderName.Authorization, Credentials("100", "secret").ToString());
        Verify(request).ShouldBe(DigestResult.Accepted);
    }

    [Fact]
    public void Not_more_than_four_credentials_cost_hashing()
    {
        var request = Register();
        for (var i = 0; i < 4; i++) request.Headers.Add(HeaderName.Authorization, Credentials("100", "wrong").ToString());
        request.Headers.Add(HeaderName.Authorization, Credentials("100", "secret").ToString());
        Verify(request).ShouldBe(DigestResult.WrongPassword);
    }

    [Theory]
    [InlineData("", DigestResult.Malformed)]
    [InlineData("NULL", DigestResult.NoCredentials)]
    [InlineData("Digest", DigestResult.NoCredentials)]
    [InlineData("Digest ", DigestResult.NoCredentials)]
    [InlineData("Digest username=\"100", DigestResult.Malformed)]
    [InlineData("Digest username=\"100\"", DigestResult.Malformed)]
    [InlineData("Digest realm=\"pbx.example.com\", username=100, nonce=, uri=\"\", response=\"\"", DigestResult.Malformed)]
    [InlineData("Digest realm=\"pbx.example.com\", username=\"100\", username=\"101\", nonce=\"n\", uri=\"sip:x\", response=\"00\"", DigestResult.Malformed)]
    [InlineData("Digest realm=\"pbx.example.com\", username=\"100\", nonce=\"n\", uri=\"sip:x\", response=\"00\", algorithm=MD5-sess", DigestResult.Malformed)]
    [InlineData("Digest realm=\"pbx.example.com\", username=\"100\", nonce=\"n\", uri=\"sip:x\", response=\"00\", qop=auth, nc=1, cnonce=\"c\"", DigestResult.Malformed)]
    [InlineData("Digest realm=\"pbx.example.com\", username=\"100\", nonce=\"n\", uri=\"sip:x\", response=\"zz\"", DigestResult.Stale)]
    public void Broken_credentials_are_told_apart_without_harm(string header, DigestResult expected)
    {
        var request = Register();
        request.Headers.Add(HeaderName.Authorization, header);
        Verify(request).ShouldBe(expected);
    }

    [Fact]
    public void No_credentials_and_an_unknown_user_are_refused()
    {
        Verify(Register()).ShouldBe(DigestResult.NoCredentials);
        var request = Register();
        request.Headers.Add(HeaderName.Authorization, Credentials("777", "secret").ToString());
        Verify(request).ShouldBe(DigestResult.UnknownUser);
    }

    [Fact]
    public void Without_qop_a_nonce_is_good_for_one_request()
    {
        var nonce = _nonces.Issue(Phone, Realm, Start);
        var challenge = new DigestChallenge(Realm, nonce, DigestAlgorithm.Md5, HasQop: false);
        var request = Register();
        request.Headers.Add(HeaderName.Authorization, DigestClient.Answer(challenge, Secret("100")!, "100", SipMethod.Register, "sip:pbx.example.com").ToString());
        Verify(request).ShouldBe(DigestResult.Accepted);
        Verify(request).ShouldBe(DigestResult.Replayed);
    }

    [Fact]
    public void Proxy_credentials_are_a_matter_of_their_own()
    {
        var request = Register();
        var challenge = new DigestAuthenticator(_nonces).Challenge(request, Realm, Phone, Start, proxy: true);
        challenge.StatusCode.ShouldBe(407);
        DigestClient.Authorize(request, challenge, "100", "secret").ShouldBeTrue();
        Verify(request).ShouldBe(DigestResult.NoCredentials);
        _verifier.Verify(request, Check() with { IsProxy = true }, Start).ShouldBe(DigestResult.Accepted);
    }

    [Fact]
    public void A_client_answers_only_realms_it_has_a_secret_for()
    {
        var request = Register();
        DigestClient.Authorize(request, Challenge(request), "100", realm => realm == "carrier.example" ? Secret("100") : null).ShouldBeFalse();
        request.Headers.Contains(HeaderName.Authorization).ShouldBeFalse();
    }

    [Fact]
    public void A_second_answer_replaces_the_first_of_the_same_realm()
    {
        var request = Register();
        request.Headers.Add(HeaderName.Authorization, (Credentials("100", "secret") with { Realm = "other.example" }).ToString());
        DigestClient.Authorize(request, Challenge(request), "100", "secret").ShouldBeTrue();
        DigestClient.Authorize(request, Challenge(request), "100", "secret").ShouldBeTrue();
        request.Headers.CountOf(HeaderName.Authorization).ShouldBe(2);
    }

    [Fact]
    public void Remembered_nonces_are_bounded_and_what_is_forgotten_is_stale()
    {
        var nonces = new NonceIssuer(Key, TimeSpan.FromSeconds(300), capacity: 10);
        var verifier = new DigestVerifier(nonces);
        var first = Credentials("100", "secret", issuer: nonces);
        for (var i = 0; i < 40; i++)
        {
            var request = Register();
            var now = Start.AddSeconds(i / 4);
            request.Headers.Add(HeaderName.Authorization, (i == 0 ? first : Credentials("100", "secret", issuer: nonces, now: now)).ToString());
            verifier.Verify(request, Check(), now).ShouldBe(DigestResult.Accepted);
        }
        nonces.RememberedCount.ShouldBeLessThanOrEqualTo(10);
        var replay = Register();
        replay.Headers.Add(HeaderName.Authorization, first.ToString());
        verifier.Verify(replay, Check(), Start.AddSeconds(9)).ShouldBe(DigestResult.Stale);
    }

    private DigestResult Verify(SipRequest request, DateTimeOffset? now = null) => _verifier.Verify(request, Check(), now ?? Start);

    private DigestResult Verify(SipRequest request, out string? username) => _verifier.Verify(request, Check(), Start, out username);

    private static DigestVerification Check() => new(Realm, Phone, Secret, ["pbx.example.com", "192.0.2.1"]);

    private static DigestSecret? Secret(string user) => user == "777" ? null : DigestSecret.FromPassword(user, Realm, "secret");

    private static SipRequest Register()
    {
        var request = new SipRequest(SipMethod.Register, SipUri.Parse("sip:pbx.example.com"));
        request.Headers.Add(HeaderName.Via, "SIP/2.0/UDP 192.0.2.10;branch=z9hG4bKa");
        request.Headers.Add(HeaderName.From, "<sip:100@pbx.example.com>;tag=a");
        request.Headers.Add(HeaderName.To, "<sip:100@pbx.example.com>");
        request.Headers.Add(HeaderName.CallId, "c1");
        request.Headers.Add(HeaderName.CSeq, "1 REGISTER");
        return request;
    }

    private SipResponse Challenge(SipRequest request, DigestOffer offer = DigestOffer.Both) =>
        new DigestAuthenticator(_nonces).Challenge(request, Realm, Phone, Start, offer: offer);

    private SipRequest Authorized() => Authorized(Challenge(Register()), 1);

    private static SipRequest Authorized(SipResponse challenge, uint count)
    {
        var request = Register();
        DigestClient.Authorize(request, challenge, "100", _ => Secret("100"), count).ShouldBeTrue();
        return request;
    }

    private DigestCredentials Credentials(
        string user, string password, string uri = "sip:pbx.example.com", SipMethod? method = null, NonceIssuer? issuer = null, DateTimeOffset? now = null)
    {
        var challenge = new DigestChallenge(Realm, (issuer ?? _nonces).Issue(Phone, Realm, now ?? Start), DigestAlgorithm.Sha256);
        return DigestClient.Answer(challenge, DigestSecret.FromPassword(user, Realm, password), user, method ?? SipMethod.Register, uri);
    }
}
