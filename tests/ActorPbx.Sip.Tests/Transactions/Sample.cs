using System.Text;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Tests.Transactions;

/// <summary>Messages of one call, as a peer would send them.</summary>
internal static class Sample
{
    public static SipRequest Request(
        string method, string branch = "z9hG4bK1", string? toTag = null, int cseq = 1, string sentBy = "127.0.0.1:5070", string callId = "call-1", string extra = "")
    {
        string tag = toTag is null ? "" : $";tag={toTag}";
        return (SipRequest)Parse($"""
            {method} sip:bob@127.0.0.1 SIP/2.0
            Via: SIP/2.0/UDP {sentBy};branch={branch};rport
            Max-Forwards: 70
            From: <sip:alice@127.0.0.1>;tag=alice
            To: <sip:bob@127.0.0.1>{tag}
            Call-ID: {callId}
            CSeq: {cseq} {method}
            Contact: <sip:alice@127.0.0.1:5070>
            {extra}Content-Length: 0


            """);
    }

    /// <summary>A peer's response to a request as it was sent.</summary>
    public static SipResponse Response(SipRequest sent, int status, string toTag = "bob")
    {
        SipResponse response = SipResponse.For(sent, status, toTag: toTag);
        response.Headers.Add(HeaderName.Contact, "<sip:bob@127.0.0.1:5080>");
        return (SipResponse)Parse(Encoding.UTF8.GetString(SipWriter.ToArray(response)));
    }

    public static SipMessage Parse(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
        SipParser.TryParse(bytes, SipLimits.Default, out SipMessage? message, out SipParseError? error).ShouldBeTrue(error?.Reason);
        return message!;
    }
}
