namespace ActorPbx.Fuzz.Targets;

/// <summary>Messages of which the fuzzer makes others: one for each thing that the parser looks into.</summary>
internal static class SipSamples
{
    private const string Sdp = "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n";

    public static readonly string[] All =
    [
        "REGISTER sip:pbx.example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bKa1;rport\r\nMax-Forwards: 70\r\n"
            + "From: \"Reception \\\"A\\\"\" <sip:100@pbx.example.com>;tag=a\r\nTo: <sip:100@pbx.example.com>\r\nCall-ID: c1@192.0.2.7\r\nCSeq: 1 REGISTER\r\n"
            + "Contact: <sip:100@192.0.2.7:5060;transport=udp;ob>;q=0.7;expires=3600;+sip.instance=\"<urn:uuid:0>\", <sip:100@[2001:db8::7]>;expires=0\r\n"
            + "Authorization: Digest username=\"100\", realm=\"pbx.example.com\", nonce=\"bm9uY2U\", uri=\"sip:pbx.example.com\", response=\"0123456789abcdef0123456789abcdef\", "
            + "algorithm=MD5, cnonce=\"c\", qop=auth, nc=00000001\r\nExpires: 3600\r\nSupported: path, outbound\r\nContent-Length: 0\r\n\r\n",
        "INVITE sip:101@pbx.example.com;user=phone?Subject=x SIP/2.0\r\nv: SIP/2.0/TCP [2001:db8::1]:5060;branch=z9hG4bKb;received=192.0.2.9;rport=5070\r\n"
            + "v: SIP/2.0/UDP host.example ; branch = z9hG4bKc\r\nMax-Forwards: 0070\r\nf: sip:100@pbx.example.com;tag=b\r\nt: <sip:101@pbx.example.com>\r\ni: c2\r\n"
            + "CSeq: 4294967295   INVITE\r\nm: <sip:100@192.0.2.7>\r\nRecord-Route: <sip:p1.example;lr>,<sip:p2.example;lr>\r\nSession-Expires: 1800;refresher=uac\r\n"
            + $"Allow: INVITE, ACK, BYE\r\nSubject: folded\r\n value\r\nc: application/sdp\r\nl: {Sdp.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)}\r\n\r\n{Sdp}",
        "SIP/2.0 401 Unauthorized\r\nVia: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKa1;received=192.0.2.7\r\nFrom: <sip:100@pbx.example.com>;tag=a\r\n"
            + "To: <sip:100@pbx.example.com>;tag=t\r\nCall-ID: c1\r\nCSeq: 1 REGISTER\r\n"
            + "WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n\", algorithm=SHA-256, qop=\"auth,auth-int\", stale=true, opaque=\"o\"\r\nContent-Length: 0\r\n\r\n",
        "REFER sip:101@192.0.2.8 SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.7;branch=z9hG4bKd\r\nMax-Forwards: 1\r\nFrom: <sip:100@a>;tag=1\r\nTo: <sip:101@b>;tag=2\r\n"
            + "Call-ID: c3\r\nCSeq: 2 REFER\r\nRefer-To: <sip:102@c?Replaces=c4%3Bto-tag%3D1%3Bfrom-tag%3D2>\r\nReferred-By: <sip:100@a>\r\nReason: Q.850;cause=16;text=\"Normal\"\r\n"
            + "Contact: *\r\nContent-Length: 0\r\n\r\n",
        "MESSAGE tel:+49-30-1234;phone-context=+49 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKe\r\nFrom: <sip:100@a>;tag=1\r\nTo: <tel:+49301234>\r\nCall-ID: c5\r\n"
            + "CSeq: 1 MESSAGE\r\nContent-Type: multipart/mixed;boundary=\"b\"\r\nContent-Length: 60\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b--\r\n",
        "NOTIFY sip:100@192.0.2.7 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKf\r\nFrom: <sip:101@a>;tag=1\r\nTo: <sip:100@a>;tag=2\r\nCall-ID: c6\r\nCSeq: 9 NOTIFY\r\n"
            + "Event: dialog;id=3\r\nSubscription-State: active;expires=59\r\nContent-Type: application/dialog-info+xml\r\nContent-Length: 8\r\n\r\n<a><b/>\n",
    ];
}
