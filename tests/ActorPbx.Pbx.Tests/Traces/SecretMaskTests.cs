using System.Text;
using ActorPbx.Pbx.Traces;

namespace ActorPbx.Pbx.Tests.Traces;

public class SecretMaskTests
{
    [Theory]
    [InlineData("Authorization: Digest username=\"100\", nonce=\"n\", response=\"f00d\", cnonce=\"c0\"", "Authorization: Digest username=\"100\", nonce=\"n\", response=\"****\", cnonce=\"**\"")]
    [InlineData("proxy-authorization :  digest Response = \"f00d\",username=\"response=\"", "proxy-authorization :  digest Response = \"****\",username=\"response=\"")]
    [InlineData("Authorization: Digest username=\"100\",\r\n response=\"f00d\"", "Authorization: Digest username=\"100\",\r\n response=\"****\"")]
    [InlineData("Authorization: Basic MTAwOnB3", "Authorization: Basic ********")]
    [InlineData("Authorization: Digest response=\"f00d", "Authorization: Digest response=\"****")]
    [InlineData("Authorization: Digest username=\"100 response=x\", response=\"f00d\"", "Authorization: Digest username=\"100 response=**, response=\"****\"")]
    [InlineData("Authorization: Digest response=\"f00d\", response=\"f11d\"", "Authorization: Digest response=\"****\", response=\"****\"")]
    [InlineData("Authorization: Digest xresponse=\"abc\", response=\"f00d\"", "Authorization: Digest xresponse=\"abc\", response=\"****\"")]
    [InlineData("Authorization: f00d", "Authorization: ****")]
    [InlineData("Subject: response=\"f00d\"", "Subject: response=\"f00d\"")]
    [InlineData("WWW-Authenticate: Digest realm=\"x\", nonce=\"n\"", "WWW-Authenticate: Digest realm=\"x\", nonce=\"n\"")]
    public void Proofs_of_a_password_are_masked_where_they_stand(string line, string masked) =>
        Masked($"REGISTER sip:x SIP/2.0\r\n{line}\r\nCSeq: 1 REGISTER\r\n\r\n").ShouldBe($"REGISTER sip:x SIP/2.0\r\n{masked}\r\nCSeq: 1 REGISTER\r\n\r\n");

    [Fact]
    public void Media_keys_are_masked() =>
        Masked("INVITE sip:x SIP/2.0\r\n\r\nv=0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc|2^20\r\na=crypto:2 X inline:de fg\r\n")
            .ShouldBe("INVITE sip:x SIP/2.0\r\n\r\nv=0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:********\r\na=crypto:2 X inline:** fg\r\n");

    [Theory]
    [InlineData("")]
    [InlineData("Authorization:")]
    [InlineData("x\r\nAuthorization: Digest")]
    [InlineData("x\r\nAuthorization: Digest response")]
    [InlineData("x\r\nAuthorization: Digest response=")]
    [InlineData("x\r\nAuthorization: Digest response=\"")]
    [InlineData("x\r\n\r\ninline:")]
    public void What_is_no_message_is_left_as_it_is(string text) => Masked(text).ShouldBe(text);

    private static string Masked(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        SecretMask.Apply(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}
