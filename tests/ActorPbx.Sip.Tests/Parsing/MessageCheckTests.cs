using System.Text;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Tests.Parsing;

public class MessageCheckTests
{
    [Theory]
    [InlineData("Refer-To: <sip:c@h?Replaces=x>", null)]
    [InlineData("r: sip:c@h?Replaces=x", "Malformed Refer-To")]
    [InlineData("Refer-To: <sip:c@h>\r\nr: <sip:d@h>", "More than one Refer-To")]
    [InlineData("Referred-By: \"x", "Malformed Referred-By")]
    [InlineData("P-Asserted-Identity: <sip:a@h>, <tel:+49301>", null)]
    [InlineData("P-Asserted-Identity: <sip:a@h>, <tel:x>", "Malformed P-Asserted-Identity")]
    [InlineData("Supported:", null)]
    [InlineData("Supported: 100rel, ti mer", "Malformed Supported")]
    [InlineData("Require: ;", "Malformed Require")]
    [InlineData("RSeq: -1", "Malformed RSeq")]
    [InlineData("Content-Type: multipart/mixed;boundary=\"a;b\"", null)]
    [InlineData("Content-Type: multipart", "Malformed Content-Type")]
    [InlineData("Content-Type: a/b;x=", "Malformed Content-Type")]
    [InlineData("Event: dialog;id=1", null)]
    [InlineData("o: ;id=1", "Malformed Event")]
    [InlineData("Expires: soon", null)]
    [InlineData("Identity: nosemicolon", null)]
    public void Fields_that_few_read_are_checked_on_demand(string header, string? fault)
    {
        var text = "REFER sip:b@h SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nFrom: <sip:a@h>;tag=1\r\nTo: <sip:b@h>\r\nCall-ID: c\r\nCSeq: 1 REFER\r\n" + header + "\r\n\r\n";
        SipParser.TryParse(Encoding.UTF8.GetBytes(text), SipLimits.Default, out var message, out var error).ShouldBeTrue(error?.Reason);
        MessageCheck.Find(message!)?.Reason.ShouldBe(fault);
        MessageCheck.Find(message!).HasValue.ShouldBe(fault is not null);
    }
}
