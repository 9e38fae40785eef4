using System.Text;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Tests.Messages;
using FsCheck;
using FsCheck.Fluent;

namespace ActorPbx.Sip.Tests.Parsing;

/// <summary>What is written is what is read.</summary>
public class RoundTripTests
{
    [Fact]
    public void Any_message_is_the_same_after_writing_and_reading() =>
        Prop.ForAll(Messages().ToArbitrary(), message =>
        {
            var isRead = SipParser.TryParse(SipWriter.ToArray(message), SipLimits.Default, out var read, out var error);
            return isRead ? Difference(read!, message) == null : throw new InvalidOperationException(error!.Reason);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_cut_of_a_stream_gives_the_same_messages() =>
        Prop.ForAll(Messages().NonEmptyListOf().ToArbitrary(), Gen.Choose(1, 700).ToArbitrary(), (messages, step) =>
        {
            byte[] stream = [.. messages.SelectMany((message, index) => index % 3 == 1 ? [.. "\r\n\r\n"u8, .. SipWriter.ToArray(message)] : SipWriter.ToArray(message))];
            var read = ReadInSteps(stream, step, out var pings);
            return read.Count == messages.Count && pings == (messages.Count + 1) / 3 && read.Zip(messages).All(pair => Difference(pair.First, pair.Second) == null);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void A_span_that_is_too_short_is_told_and_never_overrun()
    {
        var message = Request("sip:a@b", [("X", "y")], "body");
        var whole = SipWriter.ToArray(message);
        var buffer = new byte[whole.Length + 1];
        for (var length = 0; length < whole.Length; length++)
        {
            buffer[length] = 0xaa;
            SipWriter.Write(message, buffer.AsSpan(0, length)).ShouldBe(-1);
            buffer[length].ShouldBe((byte)0xaa);
        }
        SipWriter.Write(message, buffer).ShouldBe(whole.Length);
    }

    [Fact]
    public void A_lone_line_end_between_messages_is_skipped_and_a_double_one_is_a_ping()
    {
        var wire = SipWriter.ToArray(Request("sip:a@b", [], ""));
        var framer = new SipStreamFramer(SipLimits.Default);
        framer.Feed("\r\n"u8);
        framer.Next(out _, out _).ShouldBe(SipFrame.Incomplete);
        framer.Feed(wire);
        framer.Next(out _, out _).ShouldBe(SipFrame.Message);
        framer.Feed("\r\n\r"u8);
        framer.Next(out _, out _).ShouldBe(SipFrame.Incomplete);
        framer.Feed("\n"u8);
        framer.Next(out _, out _).ShouldBe(SipFrame.Ping);
        framer.Next(out _, out _).ShouldBe(SipFrame.Incomplete);
        framer.BufferedBytes.ShouldBe(0);
    }

    [Fact]
    public void A_faulty_message_does_not_end_the_stream()
    {
        var good = SipWriter.ToArray(Request("sip:a@b", [], ""));
        var framer = new SipStreamFramer(SipLimits.Default);
        framer.Feed(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(good).Replace("CSeq: 7 ", "CSeq: x ", StringComparison.Ordinal)));
        framer.Feed(good);
        framer.Next(out _, out var error).ShouldBe(SipFrame.Faulty);
        error!.StatusCode.ShouldBe(400);
        framer.Next(out _, out _).ShouldBe(SipFrame.Message);
    }

    private static List<SipMessage> ReadInSteps(ReadOnlySpan<byte> stream, int step, out int pings)
    {
        var framer = new SipStreamFramer(SipLimits.Default);
        var read = new List<SipMessage>();
        pings = 0;
        for (; !stream.IsEmpty; stream = stream[Math.Min(step, stream.Length)..])
        {
            framer.Feed(stream[..Math.Min(step, stream.Length)]);
            for (var frame = framer.Next(out var message, out _); frame != SipFrame.Incomplete; frame = framer.Next(out message, out _))
            {
                if (frame == SipFrame.Ping) pings++;
                else read.Add(message ?? throw new InvalidOperationException($"The framer says {frame}."));
            }
        }
        framer.BufferedBytes.ShouldBe(0);
        return read;
    }

    /// <summary>What differs between two messages; null when nothing does.</summary>
    private static string? Difference(SipMessage read, SipMessage written)
    {
        if (read.ToString() != written.ToString()) return "start line";
        if (!read.Headers.Where(field => field.Name != HeaderName.ContentLength).SequenceEqual(written.Headers)) return "headers";
        if (!read.Body.Span.SequenceEqual(written.Body.Span)) return "body";
        if (read.CallId != written.CallId || read.CSeq != written.CSeq || read.FromTag != written.FromTag) return "dialog";
        return read.TopVia.ToString() == written.TopVia.ToString() ? null : "via";
    }

    private static Gen<SipMessage> Messages()
    {
        var name = Gen.Elements("Subject", "X-Thing", "Supported", "k", "Reason", "P-Asserted-Identity", "User-Agent", "x!%*_+`'~");
        var value = Gen.Elements("", "a", "100rel, timer", "SIP;cause=200;text=\"Call, completed\"", "ünïcode", "\"q\\\"q\" <sip:a@b>, <sip:c@d>", "a  b\tc");
        var header = from one in name from two in value select (one, two);
        var body = Gen.Elements("", "v=0\r\n", "\0\r\n\r\nü", new string('x', 1000));
        var request = from uri in SipUriTests.Uris().Where(text => !text.Contains('?', StringComparison.Ordinal) || SipUri.Parse(text) is { HasHeaders: false })
                      from headers in header.ArrayOf()
                      from text in body
                      select (SipMessage)Request(uri, headers, text);
        var response = from status in Gen.Choose(100, 699)
                       from reason in Gen.Elements("", "OK", "Ça va  bien", "SIP/2.0 200 OK")
                       from headers in header.ArrayOf()
                       from text in body
                       select (SipMessage)Fill(new SipResponse(status, reason), SipMethod.Invite, headers, text);
        return Gen.OneOf(request, response);
    }

    private static SipRequest Request(string uri, (string, string)[] headers, string body)
    {
        var method = headers.Length % 2 == 0 ? SipMethod.Invite : new SipMethod("FOO");
        return Fill(new SipRequest(method, SipUri.Parse(uri)), method, headers, body);
    }

    private static T Fill<T>(T message, SipMethod method, (string Name, string Value)[] headers, string body)
        where T : SipMessage
    {
        message.Headers.Add(HeaderName.Via, "SIP/2.0/TCP h:5060;branch=z9hG4bKx");
        message.Headers.Add(HeaderName.From, "\"A, B\" <sip:a@h>;tag=f");
        message.Headers.Add(HeaderName.To, "<sip:b@h>");
        message.Headers.Add(HeaderName.CallId, "id@h");
        message.Headers.Add(HeaderName.CSeq, $"7 {method}");
        foreach (var (name, value) in headers.Take(20)) message.Headers.Add(new HeaderName(name), value);
        message.Body = Encoding.UTF8.GetBytes(body);
        return message;
    }
}
