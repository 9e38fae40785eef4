using System.Diagnostics;
using System.Text;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Tests.Parsing;

/// <summary>What a stranger may not make the parser do: believe a length, keep much, or take long.</summary>
public class LimitTests
{
    private const string Head = "Via: SIP/2.0/UDP h;branch=z9hG4bK1\r\nFrom: <sip:a@h>;tag=1\r\nTo: <sip:b@h>\r\nCall-ID: c\r\nCSeq: 1 OPTIONS\r\n";

    [Theory]
    [InlineData("Content-Length: 0", 0)]
    [InlineData("Content-Length: 4", 4)]
    [InlineData("l : 0004", 4)]
    [InlineData("Content-Length:\r\n 3", 3)]
    [InlineData("X: y", 4)]
    public void The_body_of_a_datagram_is_what_content_length_says(string header, int length)
    {
        SipParser.TryParse(Bytes(Text(header, "body")), SipLimits.Default, out var message, out var error).ShouldBeTrue(error?.Reason);
        message!.Body.Length.ShouldBe(length);
    }

    [Theory]
    [InlineData("Content-Length: -1", 400)]
    [InlineData("Content-Length: +4", 400)]
    [InlineData("Content-Length: 4 4", 400)]
    [InlineData("Content-Length: 0x4", 400)]
    [InlineData("Content-Length:", 400)]
    [InlineData("Content-Length: 4,4", 400)]
    [InlineData("Content-Length: ٤", 400)]
    [InlineData("Content-Length: 5", 400)]
    [InlineData("Content-Length: 4\r\nContent-Length: 4", 400)]
    [InlineData("Content-Length: 4\r\nl: 0", 400)]
    [InlineData("Content-Length: 65536", 413)]
    [InlineData("Content-Length: 2147483648", 413)]
    [InlineData("Content-Length: 4294967295", 413)]
    [InlineData("Content-Length: 4294967300", 413)]
    [InlineData("Content-Length: 18446744073709551620", 413)]
    [InlineData("Content-Length: 99999999999999999999999999999999999999", 413)]
    public void A_bad_content_length_is_refused_in_a_datagram_and_breaks_a_stream(string header, int status)
    {
        var wire = Bytes(Text(header, "body"));
        SipParser.TryParse(wire, SipLimits.Default, out _, out var error).ShouldBeFalse();
        error!.StatusCode.ShouldBe(status);
        error.Request.ShouldNotBeNull();
        if (header == "Content-Length: 5") return;
        var framer = new SipStreamFramer(SipLimits.Default);
        framer.Feed(wire);
        framer.Next(out _, out var broken).ShouldBe(SipFrame.Broken);
        broken!.StatusCode.ShouldBe(status);
        broken.Request!.CallId.ShouldBe("c");
        framer.Feed(Bytes(Text("Content-Length: 0", "")));
        framer.Next(out _, out _).ShouldBe(SipFrame.Broken);
    }

    [Fact]
    public void Over_a_stream_the_length_must_be_said()
    {
        var framer = new SipStreamFramer(SipLimits.Default);
        framer.Feed(Bytes(Text("X: y", "")));
        framer.Next(out _, out var error).ShouldBe(SipFrame.Broken);
        error!.StatusCode.ShouldBe(400);
    }

    [Theory]
    [InlineData(70_000, 100, 513)]
    [InlineData(33_000, 100, 513)]
    [InlineData(10, 250, 400)]
    public void Long_heads_and_many_headers_are_refused(int valueLength, int count, int status)
    {
        var lines = string.Concat(Enumerable.Repeat("X: y\r\n", count)) + $"Y: {new string('y', valueLength)}";
        SipParser.TryParse(Bytes(Text(lines, "")), SipLimits.Default, out _, out var error).ShouldBeFalse();
        error!.StatusCode.ShouldBe(status);
        error.Request!.TopVia.Branch.ShouldBe("z9hG4bK1");
    }

    [Fact]
    public void A_long_request_uri_is_414_and_a_large_body_413()
    {
        var uri = Text("X: y", "").Replace("sip:b@h SIP", $"sip:{new string('b', 2048)}@h SIP", StringComparison.Ordinal);
        SipParser.TryParse(Bytes(uri), SipLimits.Default, out _, out var tooLong).ShouldBeFalse();
        tooLong!.StatusCode.ShouldBe(414);
        SipParser.TryParse(Bytes(Text("X: y", new string('b', 1001))), SipLimits.Default with { MaxBodyBytes = 1000 }, out _, out var tooLarge).ShouldBeFalse();
        tooLarge!.StatusCode.ShouldBe(413);
    }

    [Fact]
    public void A_head_that_never_ends_breaks_a_stream_before_it_fills_memory()
    {
        var framer = new SipStreamFramer(SipLimits.Default);
        var chunk = Bytes("OPTIONS sip:b@h SIP/2.0\r\n" + string.Concat(Enumerable.Repeat("X: yyyyyyyyyyyyyyyy\r\n", 50)));
        var fed = 0;
        while (framer.Next(out _, out _) == SipFrame.Incomplete)
        {
            framer.Feed(chunk);
            fed += chunk.Length;
            fed.ShouldBeLessThan(40_000);
        }
        framer.BufferedBytes.ShouldBe(0);
    }

    /// <summary>No length of a message may cost more than its length deserves.</summary>
    [Theory]
    [InlineData("<")]
    [InlineData("\"")]
    [InlineData("\\\"")]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData(";a=b")]
    [InlineData("<>,")]
    [InlineData("\"\",")]
    [InlineData("<sip:a@b>,")]
    [InlineData("sip:a@b;c,")]
    [InlineData("\r\n ")]
    [InlineData("%41")]
    [InlineData("&a=b")]
    public void Hostile_repetition_takes_no_time(string unit)
    {
        var value = string.Concat(Enumerable.Repeat(unit, 30_000 / unit.Length));
        var watch = Stopwatch.StartNew();
        foreach (var name in new[] { "Via", "Contact", "Route", "To", "From", "Call-ID", "CSeq", "Supported", "Authorization", "Content-Length", "X" })
        {
            var text = "REGISTER sip:b@h SIP/2.0\r\n" + Head.Replace("OPTIONS", "REGISTER", StringComparison.Ordinal) + $"{name}: {value}\r\n\r\n";
            if (SipParser.TryParse(Bytes(text), SipLimits.Default, out var message, out _)) MessageFuzzTests.AskEverything(message);
            text = $"{name}: {value}\r\nREGISTER {value} SIP/2.0\r\n\r\n";
            SipParser.TryParse(Bytes(text), SipLimits.Default, out _, out _);
        }
        watch.ElapsedMilliseconds.ShouldBeLessThan(2000);
    }

    private static string Text(string header, string body) => $"OPTIONS sip:b@h SIP/2.0\r\n{Head}{header}\r\n\r\n{body}";

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
