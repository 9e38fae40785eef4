using ActorPbx.Fuzz.Mutation;
using ActorPbx.Sip.Sdp;

namespace ActorPbx.Fuzz.Targets;

/// <summary>The reader of session descriptions: it refuses or reads, and what is written again can be read again and stays the same.</summary>
internal sealed class SdpTarget : IFuzzTarget
{
    private static readonly string[] s_samples =
    [
        "v=0\r\no=alice 2890844526 2890844526 IN IP4 host.example\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\nm=audio 49170 RTP/AVP 0 8 96\r\na=rtpmap:96 opus/48000/2\r\n"
            + "a=fmtp:96 useinbandfec=1;minptime=10\r\na=ptime:20\r\na=rtcp:49171 IN IP4 192.0.2.7\r\na=sendrecv\r\n",
        "v=0\r\no=- 1 2 IN IP6 2001:db8::7\r\ns= \r\nc=IN IP6 2001:db8::7\r\nb=AS:64\r\nt=0 0\r\na=group:BUNDLE a v\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:a\r\na=ice-ufrag:x\r\n"
            + "a=fingerprint:sha-256 AA:BB\r\na=setup:actpass\r\na=candidate:1 1 udp 2130706431 192.0.2.7 50000 typ host\r\na=rtcp-mux\r\nm=video 0 RTP/AVP 31\r\nc=IN IP4 0.0.0.0\r\n",
        "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nt=0 0\r\nm=audio 4000/2 RTP/SAVP 0\r\nc=IN IP4 224.2.1.1/127/3\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20|1:32\r\n"
            + "m=image 5000 udptl t38\r\na=T38FaxVersion:0\r\na=inactive\r\n",
    ];

    public string Name => "sdp";

    public byte[] Make(Dice dice) => new TextMutator(dice, "\r\n").Mutate(dice.Of(s_samples));

    public void Check(byte[] input)
    {
        if (!SessionDescription.TryParse(input, out var session))
        {
            return;
        }

        foreach (var media in session.Media)
        {
            _ = $"{session.RtpEndPointOf(media)}{session.RtcpEndPointOf(media)}{session.DirectionOf(media)}{session.ConnectionOf(media)}";
        }

        var written = System.Text.Encoding.UTF8.GetBytes(session.ToString()!);
        BrokenPromiseException.Unless(SessionDescription.TryParse(written, out var again), "what was written cannot be read again");
        BrokenPromiseException.Unless(again!.ToString() == session.ToString(), "what was written and read is another");
    }
}
