using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Tests.Transactions;

namespace ActorPbx.Sip.Tests.Stack;

public sealed class RequestGuardTests
{
    [Fact]
    public void A_known_method_that_is_not_allowed_gets_405_with_allow()
    {
        var request = Sample.Request("PUBLISH");
        SipResponse refusal = RequestGuard.Check(request, new RequestRules([SipMethod.Invite, SipMethod.Ack])).ShouldNotBeNull();
        refusal.StatusCode.ShouldBe(405);
        refusal.Headers.Get(HeaderName.Allow).ShouldBe("INVITE, ACK");
    }

    [Fact]
    public void An_extension_that_is_supported_is_let_through()
    {
        SipRequest request = Sample.Request("INVITE", extra: "Require: 100REL\r\n");
        RequestGuard.Check(request, new RequestRules(options: ["100rel"])).ShouldBeNull();
        RequestGuard.Check(request, new RequestRules()).ShouldNotBeNull().StatusCode.ShouldBe(420);
    }

    [Theory]
    [InlineData("INVITE", "Replaces: a;to-tag=1;from-tag=2\r\n", true)]
    [InlineData("INVITE", "Replaces: a;to-tag=1;from-tag=2;early-only\r\n", true)]
    [InlineData("INVITE", "Replaces: a;to-tag=1;from-tag=2\r\nReplaces: b;to-tag=1;from-tag=2\r\n", false)]
    [InlineData("INVITE", "Replaces: a;to-tag=1;from-tag=2\r\nJoin: b;to-tag=1;from-tag=2\r\n", false)]
    [InlineData("INVITE", "Replaces: a;to-tag=1\r\n", false)]
    [InlineData("OPTIONS", "Replaces: a;to-tag=1;from-tag=2\r\n", false)]
    public void Replaces_stands_once_and_alone_in_an_invite(string method, string headers, bool isTaken) =>
        (RequestGuard.Check(Sample.Request(method, extra: headers), new RequestRules())?.StatusCode).ShouldBe(isTaken ? null : 400);
}
