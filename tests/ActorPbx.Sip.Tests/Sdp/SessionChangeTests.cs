using System.Text;
using ActorPbx.Sip.Sdp;

namespace ActorPbx.Sip.Tests.Sdp;

public class SessionChangeTests
{
    private const string Before =
        "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
        + "m=audio 4000 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=crypto:1 A inline:x\r\na=crypto:2 B inline:y\r\nm=video 0 RTP/AVP 31\r\n";

    [Theory]
    [InlineData("o=- 1 1", "o=- 1 2")]
    [InlineData("s=-", "s=talk")]
    [InlineData("0 8 101", "8 101")]
    [InlineData("a=crypto:2 B inline:y\r\n", "")]
    [InlineData("a=crypto:1 A inline:x\r\n", "a=crypto:1 A inline:x\r\na=sendrecv\r\n")]
    [InlineData("m=video 0 RTP/AVP 31", "m=video 0 RTP/AVP 99")]
    public void An_answer_that_leaves_out_or_names_anew_changes_nothing(string part, string now) => Changes(part, now).ShouldBeFalse();

    [Theory]
    [InlineData("4000", "4002")]
    [InlineData("c=IN IP4 192.0.2.1", "c=IN IP4 192.0.2.9")]
    [InlineData("0 8 101", "0 9")]
    [InlineData("a=rtpmap", "a=sendonly\r\na=rtpmap")]
    [InlineData("a=crypto:1 A inline:x", "a=crypto:1 A inline:z")]
    [InlineData("m=video 0", "m=video 5000")]
    [InlineData("m=audio 4000", "m=audio 0")]
    [InlineData("RTP/AVP 0", "RTP/SAVP 0")]
    [InlineData("m=video 0 RTP/AVP 31\r\n", "")]
    [InlineData("a=rtpmap", "a=rtcp:4009\r\na=rtpmap")]
    [InlineData("s=-", "s=-\r\na=ice-ufrag:new")]
    [InlineData("v=0", "v=?")]
    public void What_moves_turns_comes_or_goes_is_a_change(string part, string now) => Changes(part, now).ShouldBeTrue();

    private static bool Changes(string part, string now)
    {
        Before.ShouldContain(part);
        return SessionChange.IsIn(Encoding.UTF8.GetBytes(Before.Replace(part, now, StringComparison.Ordinal)), Encoding.UTF8.GetBytes(Before));
    }
}
