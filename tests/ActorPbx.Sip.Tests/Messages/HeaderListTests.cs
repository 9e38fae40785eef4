using System.Text;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Tests.Messages;

public class HeaderListTests
{
    [Theory]
    [InlineData("v", "Via")]
    [InlineData("VIA", "Via")]
    [InlineData("l", "Content-Length")]
    [InlineData("call-id", "Call-ID")]
    [InlineData("P-ASSERTED-IDENTITY", "P-Asserted-Identity")]
    [InlineData("X-Own", "X-Own")]
    [InlineData("z", "z")]
    public void Names_are_made_canonical(string written, string name)
    {
        new HeaderName(written).Name.ShouldBe(name);
        new HeaderName(written).ShouldBe(new HeaderName(name.ToUpperInvariant()));
        new HeaderName(written).GetHashCode().ShouldBe(new HeaderName(name.ToUpperInvariant()).GetHashCode());
    }

    [Theory]
    [InlineData("Bad Name")]
    [InlineData("Bad:")]
    [InlineData("Bad\r\n")]
    [InlineData("Bäd")]
    public void A_name_is_a_token(string name) => Should.Throw<ArgumentException>(() => new HeaderName(name));

    /// <summary>A header taken out by one spelling must be gone in every spelling, or a peer can smuggle it past the exchange.</summary>
    [Theory]
    [InlineData("P-Asserted-Identity: <sip:ceo@h>")]
    [InlineData("p-asserted-identity :<sip:ceo@h>")]
    [InlineData("P-Asserted-Identity\t : <sip:ceo@h>")]
    [InlineData("P-ASSERTED-IDENTITY:\r\n <sip:ceo@h>")]
    [InlineData("P-Asserted-Identity: <sip:a@h>\r\nX: y\r\np-Asserted-identity: <sip:ceo@h>")]
    public void A_removed_header_is_gone_in_every_spelling(string lines)
    {
        var request = Parse(lines);
        request.Headers.Remove(HeaderName.PAssertedIdentity).ShouldBeTrue();
        Encoding.UTF8.GetString(SipWriter.ToArray(request)).ShouldNotContain("ceo");
        Parse("X-Secret : ceo").Headers.Remove(new HeaderName("x-secret")).ShouldBeTrue();
    }

    /// <summary>A name with a space in front or inside is no name: dropping the line quietly would let another element see it.</summary>
    [Theory]
    [InlineData("X: y\r\nP-Asserted Identity: <sip:ceo@h>")]
    [InlineData("X: y\rP-Asserted-Identity: <sip:ceo@h>")]
    [InlineData("X: y\nP-Asserted-Identity: <sip:ceo@h>")]
    [InlineData("X: y\0P-Asserted-Identity: <sip:ceo@h>")]
    [InlineData("X: y\u000bZ")]
    [InlineData(": <sip:ceo@h>")]
    [InlineData("NoColonHere")]
    public void Lines_that_others_might_read_differently_are_refused(string lines)
    {
        SipParser.TryParse(Encoding.UTF8.GetBytes(Text(lines)), SipLimits.Default, out _, out var error).ShouldBeFalse();
        error!.StatusCode.ShouldBe(400);
        error.Request.ShouldNotBeNull();
    }

    [Fact]
    public void A_line_that_starts_with_space_belongs_to_the_one_before()
    {
        var request = Parse("X: y\r\n P-Asserted-Identity: <sip:ceo@h>");
        request.Headers.Contains(HeaderName.PAssertedIdentity).ShouldBeFalse();
        request.Headers.Get(new HeaderName("X")).ShouldBe("y   P-Asserted-Identity: <sip:ceo@h>");
        SipWriter.ToArray(request).AsSpan().IndexOf("\r\n "u8).ShouldBe(-1);
    }

    [Fact]
    public void Lists_are_taken_apart_outside_quotes_and_brackets_only()
    {
        var request = Parse("Route: <sip:a,b@h;lr>, \"x, y\" <sip:c@h;lr>\r\nRoute: <sip:d@h;lr>\r\nDate: Sat, 13 Nov 2010 23:29:00 GMT");
        request.Routes.Select(route => route.Uri.User).ShouldBe(["a,b", "c", "d"]);
        request.Headers.GetAll(HeaderName.Date).ToList().ShouldBe(["Sat, 13 Nov 2010 23:29:00 GMT"]);
        request.Headers.RemoveFirst(HeaderName.Route).ShouldBeTrue();
        request.Routes.Select(route => route.Uri.User).ShouldBe(["c", "d"]);
        request.Headers.ReplaceFirst(HeaderName.Route, "<sip:z@h>");
        request.Routes.Select(route => route.Uri.User).ShouldBe(["z", "d"]);
        request.Headers.Prepend(HeaderName.Route, "<sip:first@h;lr>");
        request.Routes[0].Uri.User.ShouldBe("first");
    }

    [Fact]
    public void Options_are_found_in_any_of_their_headers()
    {
        var request = Parse("k: 100rel , TIMER\r\nSupported: replaces\r\nRequire: path");
        foreach (var option in new[] { "100rel", "timer", "replaces" }) request.HasOption(HeaderName.Supported, option).ShouldBeTrue(option);
        request.HasOption(HeaderName.Supported, "path").ShouldBeFalse();
        request.HasOption(HeaderName.Require, "path").ShouldBeTrue();
    }

    [Fact]
    public void Copied_headers_keep_their_bytes()
    {
        var source = Parse("X-Raw: \"\\\"ä,;<>\" ;; x\r\nx-raw: two");
        var target = new SipRequest(SipMethod.Info, SipUri.Parse("sip:x@y"));
        target.Headers.CopyFrom(source, new HeaderName("X-RAW")).ShouldBeTrue();
        target.Headers.CopyFrom(source, HeaderName.Subject).ShouldBeFalse();
        target.Headers.CountOf(new HeaderName("X-Raw")).ShouldBe(2);
        Encoding.UTF8.GetString(SipWriter.ToArray(target)).ShouldContain("X-Raw: \"\\\"ä,;<>\" ;; x\r\nx-raw: two\r\n");
    }

    private static string Text(string lines) =>
        "OPTIONS sip:b@h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nFrom: <sip:a@h>;tag=1\r\nTo: <sip:b@h>\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\n" + lines + "\r\n\r\n";

    private static SipRequest Parse(string lines)
    {
        SipParser.TryParse(Encoding.UTF8.GetBytes(Text(lines)), SipLimits.Default, out var message, out var error).ShouldBeTrue(error?.Reason);
        return (SipRequest)message!;
    }
}
