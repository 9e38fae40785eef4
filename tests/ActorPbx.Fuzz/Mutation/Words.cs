namespace ActorPbx.Fuzz.Mutation;

/// <summary>What parsers have stumbled over before.</summary>
internal static class Words
{
    /// <summary>Numbers at the edges of what programs count with.</summary>
    public static readonly string[] Numbers =
    [
        "0", "-1", "+1", "1", "65535", "65536", "2147483647", "2147483648", "-2147483648", "4294967295", "4294967296", "9223372036854775807", "9223372036854775808",
        "18446744073709551616", "99999999999999999999999999", "00000000000000000000000000000001", "1e9", "0x10", "1.5", "1 2", "١٢٣", "",
    ];

    /// <summary>Signs that open, close, separate or escape.</summary>
    public static readonly string[] Signs =
    [
        "\r\n", "\n", "\r", "\r\n ", "\r\n\t", "\r\n\r\n", ";", ",", "<", ">", "\"", "\\", "\\\"", "%", "%00", "%0d%0a", "%zz", "[", "]", ":", "::", "@", "=", "?", "&",
        "(", ")", "{", "}", "/", "//", "#", "${", "${?", "\0", "\u007f", "é", "\u2028", "\ufeff", " ", "\t", "  ",
    ];

    /// <summary>Words that mean something to one of the parsers.</summary>
    public static readonly string[] Meaningful =
    [
        "sip:", "sips:", "tel:", "SIP/2.0", "SIP/3.0", "z9hG4bK", ";lr", ";rport", ";received=", ";branch=", ";tag=", ";maddr=", ";transport=tcp", ";expires=",
        "[::1]", "[::ffff:1.2.3.4]", "[fe80::1%eth0]", "256.256.256.256", "Digest ", "Basic ", "username=", "realm=\"", "nonce=\"", "qop=auth-int", "algorithm=MD5-sess",
        "multipart/mixed;boundary=", "application/sdp", "*", "INVITE", "ACK", "CANCEL", "CSeq", "Content-Length: ", "l: ", "v: ", "Via: ", "Contact: *", "Require: 100rel",
        "m=audio ", "m=image ", "a=rtpmap:", "a=fmtp:", "a=crypto:1 ", "a=candidate:", "a=rtcp:", "c=IN IP4 ", "c=IN IP6 ", "b=AS:", "t=0 0", "a=sendonly",
        "include \"", "include required(file(\"", "+=", "null", "true", "on", "infinite", "10s", "5 MiB", "\"\"\"", "${a}", "${?a.b}",
    ];
}
