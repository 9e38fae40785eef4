using ActorPbx.Sip.Messages;
using FsCheck;
using FsCheck.Fluent;

namespace ActorPbx.Sip.Tests.Messages;

public class SipUriTests
{
    [Theory]
    [InlineData("sip:alice@atlanta.com", "alice", "atlanta.com", null)]
    [InlineData("SIPS:alice@[2001:db8::9]:5061;transport=TLS?Subject=x", "alice", "[2001:db8::9]", 5061)]
    [InlineData("sip:atlanta.com", null, "atlanta.com", null)]
    [InlineData("sip:*72#@pbx", "*72#", "pbx", null)]
    [InlineData("sip:+1-212-555-1212:1234@gateway.com;user=phone", "+1-212-555-1212", "gateway.com", null)]
    [InlineData("tel:+1-201-555-0123;phone-context=example.com", "+1-201-555-0123", "", null)]
    [InlineData("urn:service:sos", "service:sos", "", null)]
    public void Uris_are_taken_apart_and_print_as_they_were(string text, string? user, string host, int? port)
    {
        var uri = SipUri.Parse(text);
        uri.User.ShouldBe(user);
        uri.Host.ShouldBe(host);
        uri.Port.ShouldBe(port);
        uri.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sip:")]
    [InlineData("alice@atlanta.com")]
    [InlineData("sip:@atlanta.com")]
    [InlineData("sip:a@b@c")]
    [InlineData("sip:a b@c")]
    [InlineData("sip:a@b:")]
    [InlineData("sip:a@b:0")]
    [InlineData("sip:a@b:65536")]
    [InlineData("sip:a@b:+5060")]
    [InlineData("sip:a@b;")]
    [InlineData("sip:a@b;;lr")]
    [InlineData("sip:a@b;=x")]
    [InlineData("sip:a@b;x=")]
    [InlineData("sip:a@b?")]
    [InlineData("sip:a@b?x")]
    [InlineData("sip:a%4@b")]
    [InlineData("sip:a%zz@b")]
    [InlineData("sip:a@[::1")]
    [InlineData("sip:a@[fe80::1%25eth0]")]
    [InlineData("sip:a@[1.2.3.4]")]
    [InlineData("sip:a@::1")]
    [InlineData("sip:ä@b")]
    [InlineData("sip:a@b\r\nEvil: 1")]
    [InlineData("tel:")]
    [InlineData("tel:hello")]
    [InlineData("1x:y")]
    [InlineData("x:a b")]
    [InlineData("x:<a>")]
    public void What_is_no_uri_is_refused(string text) => SipUri.TryParse(text, out _).ShouldBeFalse();

    // The pairs of RFC 3261 §19.1.4.
    [Theory]
    [InlineData("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtlanTa.CoM;Transport=tcp", true)]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5", true)]
    [InlineData("sip:carol@chicago.com;newparam=5", "sip:carol@chicago.com;security=on", true)]
    [InlineData("sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com", "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com", true)]
    [InlineData("sip:alice@atlanta.com?subject=project%20x&priority=urgent", "sip:alice@atlanta.com?priority=urgent&subject=project%20x", true)]
    [InlineData("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp", false)]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp", false)]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting", false)]
    [InlineData("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4", false)]
    [InlineData("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off", false)]
    [InlineData("sip:a@b", "sips:a@b", false)]
    [InlineData("tel:+1-201-555-0123", "tel:+1(201)5550123", true)]
    [InlineData("tel:+1-201-555-0123", "tel:+12015550124", false)]
    [InlineData("tel:863-1234;phone-context=+1", "tel:8631234", false)]
    public void Equality_is_that_of_the_standard(string left, string right, bool expected)
    {
        (SipUri.Parse(left) == SipUri.Parse(right)).ShouldBe(expected);
        (SipUri.Parse(right) == SipUri.Parse(left)).ShouldBe(expected);
        if (expected) SipUri.Parse(left).GetHashCode().ShouldBe(SipUri.Parse(right).GetHashCode());
    }

    [Fact]
    public void Any_user_survives_being_put_into_a_uri() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyString>(), text =>
        {
            var user = text.Get.Replace('\ud800', 'x');
            if (!IsText(user)) return true;
            var uri = SipUri.Create(user, "pbx.example.com", 5060, ";transport=tcp");
            return uri.User == user && SipUri.Parse(uri.ToString()).Equals(uri);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_uri_of_the_grammar_prints_as_it_was_and_equals_itself() =>
        Prop.ForAll(Uris().ToArbitrary(), text => SipUri.TryParse(text, out var uri) && uri.ToString() == text && uri.Equals(SipUri.Parse(text)))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Parameters_are_set_replaced_and_removed()
    {
        var uri = SipUri.Parse("sip:a@b:5070;x=1;lr;y?h=v");
        uri.WithParameter("x", "2 3").ToString().ShouldBe("sip:a@b:5070;x=2%203;lr;y?h=v");
        uri.WithParameter("z").ToString().ShouldBe("sip:a@b:5070;x=1;lr;y;z?h=v");
        uri.WithoutParameter("LR").ToString().ShouldBe("sip:a@b:5070;x=1;y?h=v");
        uri.WithoutHeaders().ToString().ShouldBe("sip:a@b:5070;x=1;lr;y");
        uri.HasLr.ShouldBeTrue();
    }

    [Fact]
    public void More_parameters_than_anyone_needs_are_no_uri() =>
        SipUri.TryParse("sip:a@b" + string.Concat(Enumerable.Range(0, 65).Select(i => $";p{i}")), out _).ShouldBeFalse();

    internal static Gen<string> Uris()
    {
        var word = Gen.Elements("alice", "100", "+49-30-1", "a.b", "%41%20", "_x~", "(y)", "*99", "q;par=u%40h", "&=+$,;?/");
        var host = Gen.Elements("atlanta.com", "192.0.2.4", "[2001:db8::1]", "[::ffff:192.0.2.1]", "h", "a-b.c_d");
        var userInfo = Gen.Elements("", "@").SelectMany(at => at.Length == 0 ? Gen.Constant("") : from user in word from password in Gen.Elements("", ":pw", ":") select $"{user}{password}@");
        var port = Gen.Elements("", ":5060", ":1", ":65535");
        var parameter = Gen.Elements("lr", "transport=tcp", "x=[y]", "%6C%72", "user=phone", "maddr=239.255.255.1");
        var header = Gen.Elements("Subject=a%20b", "x=", "Route=%3Csip:r%3E");
        return from scheme in Gen.Elements("sip", "sips", "SIP")
               from user in userInfo
               from name in host
               from number in port
               from parameters in parameter.ArrayOf()
               from headers in header.ArrayOf()
               select $"{scheme}:{user}{name}{number}{string.Concat(parameters.Take(5).Select(text => ";" + text))}{(headers.Length == 0 ? "" : "?" + string.Join('&', headers.Take(3)))}";
    }

    private static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }
        return true;
    }
}
