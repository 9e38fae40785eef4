using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

public class SessionTimerTests
{
    [Fact]
    public async Task Too_short_a_session_is_refused_a_longer_one_agreed_to_and_refreshed_by_update()
    {
        await using var exchange = await Exchange.Start();
        using WirePhone caller = new(exchange, 1, "201"), called = new(exchange, 2, "202");
        var call = caller.Dial("202");
        call.Invite("Supported: timer", "Session-Expires: 60");
        var refused = await call.Expect(422);
        refused["Min-SE"].ShouldBe("90");
        call.AcknowledgeRefusal(refused);

        call.Invite("Supported: timer", "Session-Expires: 90");
        var invite = await called.ExpectRequest("INVITE");
        invite["Session-Expires"].ShouldBe("1800");
        called.Answer(invite);
        var answer = await call.Expect(200);
        answer["Session-Expires"].ShouldBe("90;refresher=uac");
        answer["Require"].ShouldBe("timer");
        call.Acknowledge();
        await called.ExpectRequest("ACK");

        call.Send("UPDATE", "", "Require: timer", "Session-Expires: 90;refresher=uac");
        (await call.Expect(200, "UPDATE"))["Session-Expires"].ShouldBe("90;refresher=uac");
        call.Send("MESSAGE");
        await call.Expect(200, "MESSAGE");
        call.Send("BYE");
        called.Reply(await called.ExpectRequest("BYE"), 200, "OK");
        await call.Expect(200, "BYE");
        (await exchange.Records(2)).Length.ShouldBe(2);
    }
}
