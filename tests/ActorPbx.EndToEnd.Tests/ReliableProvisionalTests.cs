using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

public class ReliableProvisionalTests
{
    [Fact]
    public async Task A_late_offer_is_answered_by_prack_on_both_legs_and_a_caller_that_confirms_nothing_gets_504()
    {
        await using var exchange = await Exchange.Start("sip.timers.t1 = 100ms\n" + Exchange.Extension("202", "reliable-provisional = required"));
        using WirePhone caller = new(exchange, 1, "201"), called = new(exchange, 2, "202");
        var call = caller.Dial("202");
        call.Send("INVITE", "", "Require: 100rel");
        var invite = await called.ExpectRequest("INVITE");
        invite["Require"].ShouldBe("100rel");
        called.Reply(invite, 183, "Session Progress", called.Sdp, "Require: 100rel", "RSeq: 11");
        var progress = await call.Expect(183);
        progress.Body.ShouldContain($"c=IN IP4 {called.Address}");
        progress["Require"].ShouldBe("100rel");

        call.Follow(progress);
        call.Send("PRACK", caller.Sdp, $"RAck: {progress["RSeq"]} 1 INVITE");
        await call.Expect(200, "PRACK");
        var prack = await called.ExpectRequest("PRACK");
        prack["RAck"].ShouldBe("11 1 INVITE");
        prack.Body.ShouldContain($"c=IN IP4 {caller.Address}");
        called.Reply(prack, 200, "OK");
        called.Reply(invite, 200, "OK");
        (await call.Expect(200)).Body.ShouldBe("");
        call.Acknowledge();
        (await called.ExpectRequest("ACK")).Body.ShouldBe("");
        call.Send("BYE");
        called.Reply(await called.ExpectRequest("BYE"), 200, "OK");
        await call.Expect(200, "BYE");

        var silent = caller.Dial("202");
        silent.Invite("Require: 100rel");
        called.Reply(await called.ExpectRequest("INVITE"), 180, "Ringing");
        await silent.Expect(180);
        silent.AcknowledgeRefusal(await silent.Expect(504));
        var cancel = await called.ExpectRequest("CANCEL");
        called.Reply(cancel, 200, "OK");
        (await exchange.Records(4)).Length.ShouldBe(4);
    }
}
