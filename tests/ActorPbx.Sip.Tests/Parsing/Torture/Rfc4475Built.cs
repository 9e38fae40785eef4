using System.Text;

namespace ActorPbx.Sip.Tests.Parsing.Torture;

/// <summary>The messages of RFC 4475 that are better built than written out: unprintable bytes, long repetitions, a binary body.</summary>
internal static class Rfc4475Built
{
    /// <summary>How the Vias of longreq are spelt, from hop 33 down; the rest is plain.</summary>
    private static readonly string[] Spellings =
        ["Via:", "v:", "V:", "Via:", "ViA:", "VIa:", "VIA:", "via:", "viA:", "vIa:", "vIA:", "V : ", "v : ", "V  :", "v  :", "Via :", "Via  :"];

    public static readonly IReadOnlyList<TortureMessage> All =
    [
        new("intmeth", "3.1.1.2", 501, Intmeth()),
        new("longreq", "3.1.1.7", TortureMessage.Accepted, Longreq()),
        new("mpart01", "3.1.1.11", TortureMessage.Accepted, Mpart01()),
    ];

    private static string Intmeth() =>
        "!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0\n" +
        "Via: SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~\n" +
        "To: \"BEL:\\\u0007 NUL:\\\0 DEL:\\\u007f\" <sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com>\n" +
        "From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%=\"работающий\";tag=_token~1'+`*%!-.\n" +
        "Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{\n" +
        "CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~\n" +
        "Max-Forwards: 255\n" +
        "extensionHeader-!.%*+_`'~:\ufeff大停電\n" +
        "Content-Length: 0\n";

    private static string Longreq()
    {
        var vias = string.Concat(Enumerable.Range(1, 33).Reverse().Select(hop => $"{(33 - hop < Spellings.Length ? Spellings[33 - hop] : "Via:")} SIP/2.0/TCP sip{hop}.example.com\n"));
        return
            "INVITE sip:user@example.com SIP/2.0\n" +
            $"To: \"I have a user name of {Times("extreme", 10)} proportion\"<sip:user@example.com:6000;unknownparam1=very{Times("long", 20)}value;" +
            $"longparam{Times("name", 25)}=shortvalue;very{Times("long", 25)}ParameterNameWithNoValue>\n" +
            $"F: sip:{Times("amazinglylongcallername", 5)}@example.net;tag=12{Times("982", 50)}424;" +
            $"unknownheaderparam{Times("name", 20)}=unknowheaderparam{Times("value", 15)};unknownValueless{Times("paramname", 10)}\n" +
            $"Call-ID: longreq.one{Times("really", 20)}longcallid\n" +
            "CSeq: 3882340 INVITE\n" +
            $"Unknown-{Times("Long", 20)}-Name: unknown-{Times("long", 20)}-value; unknown-{Times("long", 20)}-parameter-name = unknown-{Times("long", 20)}-parameter-value\n" +
            vias +
            $"Via: SIP/2.0/TCP host.example.com;received=192.0.2.5;branch=very{Times("long", 50)}branchvalue\n" +
            "Max-Forwards: 70\n" +
            $"Contact: <sip:{Times("amazinglylongcallername", 5)}@host5.example.net>\n" +
            "Content-Type: application/sdp\n" +
            "l: 150\n\n" +
            "v=0\no=mhandley 29739 7272939 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\nm=audio 49217 RTP/AVP 0 12\nm=video 3227 RTP/AVP 31\na=rtpmap:31 LPC";
    }

    /// <summary>A multipart body whose second part is a signature: bytes of every value, line ends and boundaries among them.</summary>
    private static string Mpart01()
    {
        var signature = new StringBuilder();
        for (var i = 0; i < 3000; i++) signature.Append((char)(i * 31 % 128));
        var body = "--7a9cbec02ceef655\nContent-Type: text/plain\nContent-Transfer-Encoding: binary\n\nHello\n--7a9cbec02ceef655\n" +
            "Content-Type: application/octet-stream\nContent-Transfer-Encoding: binary\n\n" + signature + "\n--7a9cbec02ceef655--";
        var length = Encoding.UTF8.GetByteCount((body + "\n").Replace("\n", "\r\n", StringComparison.Ordinal));
        return
            "MESSAGE sip:kumiko@example.org SIP/2.0\n" +
            "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK-d87543-4dade06d0bdb11ee-1--d87543-;rport\n" +
            "Max-Forwards: 70\nRoute: <sip:127.0.0.1:5080>\n" +
            "Identity: r5mwreLuyDRYBi/0TiPwEsY3rEVsk/G2WxhgTV1PF7hHuLIK0YWVKZhKv9Mj8UeXqkMVbnVq37CD+813gvYjcBUaZngQmXc9WNZSDNGCzA+fWl9MEUHWIZo1CeJebdY/XlgKeTa0Olvq0rt70Q5jiSfbqMJmQFteeivUhkMWYUA=\n" +
            "Contact: <sip:fluffy@127.0.0.1:5070>\nTo: <sip:kumiko@example.org>\nFrom: <sip:fluffy@example.com>;tag=2fb0dcc9\n" +
            "Call-ID: 3d9485ad0c49859b@Zmx1ZmZ5LW1hYy0xNi5sb2NhbA..\nCSeq: 1 MESSAGE\n" +
            "Content-Type: multipart/mixed;boundary=7a9cbec02ceef655\nDate: Sat, 15 Oct 2005 04:44:56 GMT\nUser-Agent: SIPimp.org/0.2.5 (curses)\n" +
            $"Content-Length: {length}\n\n{body}";
    }

    private static string Times(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
