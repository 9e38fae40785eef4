using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>Phones on TCP whose connection breaks: they are reached over the new one, and their calls go on.</summary>
public class RebindingTests
{
    [Fact]
    public async Task Calls_of_both_sides_follow_their_phones_to_new_connections()
    {
        await using var exchange = await Exchange.Start();
        using var caller = WirePhone.OverTcp(exchange, 1, "100");
        using var callee = WirePhone.OverTcp(exchange, 2, "101");
        (await Register(caller)).Status.ShouldBe(200);
        (await Register(callee)).Status.ShouldBe(200);
        var (call, answered) = await Establish(caller, callee);

        callee.Reconnect();
        (await Register(callee)).Status.ShouldBe(200);
        call.Send("INFO", "x", "Info-Package: test");
        callee.Reply(await callee.ExpectRequest("INFO"), 200, "OK");
        await call.Expect(200, "INFO");

        caller.Reconnect();
        (await Register(caller)).Status.ShouldBe(200);
        answered.Send("BYE");
        caller.Reply(await caller.ExpectRequest("BYE"), 200, "OK");
        await answered.Expect(200, "BYE");
        (await exchange.Records(2)).ShouldAllBe(record => record.GetProperty("outcome").GetString()!.Equals("answered", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_new_call_reaches_a_phone_over_its_new_connection()
    {
        await using var exchange = await Exchange.Start();
        using var phone = WirePhone.OverTcp(exchange, 1, "100");
        (await Register(phone)).Status.ShouldBe(200);
        phone.Reconnect();
        (await Register(phone)).All("Contact").ShouldHaveSingleItem();
        using var caller = new WirePhone(exchange, 2, "202");
        var call = caller.Dial("100");
        call.Invite();
        phone.Answer(await phone.ExpectRequest("INVITE"));
        await call.Expect(200);
        call.Acknowledge();
        await phone.ExpectRequest("ACK");
    }

    [Fact]
    public async Task A_call_that_comes_before_the_phone_is_back_rings_over_the_connection_that_it_registers_next()
    {
        await using var exchange = await Exchange.Start();
        using var phone = WirePhone.OverTcp(exchange, 1, "100");
        (await Register(phone)).Status.ShouldBe(200);
        phone.Reconnect();
        using var caller = new WirePhone(exchange, 2, "202");
        var call = caller.Dial("100");
        call.Invite();
        await call.Expect(100);
        (await Register(phone)).Status.ShouldBe(200);
        phone.Answer(await phone.ExpectRequest("INVITE"));
        await call.Expect(200);
        call.Acknowledge();
        await phone.ExpectRequest("ACK");
    }

    [Fact]
    public async Task A_phone_that_was_away_when_its_call_ended_is_told_when_it_is_back()
    {
        await using var exchange = await Exchange.Start();
        using var caller = WirePhone.OverTcp(exchange, 1, "100");
        using var callee = WirePhone.OverTcp(exchange, 2, "101");
        await Register(caller);
        await Register(callee);
        var (call, _) = await Establish(caller, callee);
        callee.Reconnect();
        await call.HangUp();
        await exchange.Records(2);
        await Register(callee);
        callee.Reply(await callee.ExpectRequest("BYE"), 200, "OK");
    }

    private static Task<SipText> Register(WirePhone phone) =>
        phone.Register(contact: $"<{phone.Contact}>;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-{phone.Number.PadLeft(12, '0')}>\"");

    private static async Task<(WireDialog Call, WireDialog Answered)> Establish(WirePhone caller, WirePhone callee)
    {
        var call = caller.Dial(callee.Number);
        call.Invite();
        var challenge = await call.Expect(401);
        call.AcknowledgeRefusal(challenge);
        call.Invite(Digest.Answer(challenge, "SHA-256", "INVITE", call.Target, caller.Number, "pw" + caller.Number));
        var answered = callee.Answer(await callee.ExpectRequest("INVITE"));
        await call.Expect(200);
        call.Acknowledge();
        await callee.ExpectRequest("ACK");
        return (call, answered);
    }
}
