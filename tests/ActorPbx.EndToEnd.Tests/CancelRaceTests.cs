using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>CANCEL, answer and BYE meet in every order; each time the call ends once and both halves are recorded.</summary>
public class CancelRaceTests
{
    [Fact]
    public async Task Cancel_in_the_same_moment_as_the_answer()
    {
        await using var exchange = await Exchange.Start();
        using WirePhone caller = new(exchange, 1, "201"), called = new(exchange, 2, "202");
        var call = caller.Dial("202");
        call.Invite();
        var invite = await called.ExpectRequest("INVITE");
        called.Reply(invite, 180, "Ringing");
        await call.Expect(180);
        call.Send("CANCEL");
        var answered = called.Answer(invite);
        await call.Expect(200, "CANCEL");

        var final = await caller.Expect(message => message.IsResponse && message.Method == "INVITE" && message.Status >= 200, "an end of the INVITE");
        final.Status.ShouldBeOneOf(200, 487);
        await called.ExpectRequest("ACK");
        if (final.Status == 487)
        {
            call.AcknowledgeRefusal(final);
            called.Reply(await called.ExpectRequest("BYE"), 200, "OK");
        }
        else
        {
            answered.Send("BYE");
            caller.Reply(await caller.ExpectRequest("BYE"), 200, "OK");
        }

        (await exchange.Records(2)).Length.ShouldBe(2);
        (await exchange.LivingCalls()).ShouldBe(0);
    }

    [Fact]
    public async Task Cancel_before_the_device_has_said_anything_waits_for_its_first_word()
    {
        await using var exchange = await Exchange.Start();
        using WirePhone caller = new(exchange, 1, "201"), called = new(exchange, 2, "202");
        var call = caller.Dial("202");
        call.Invite();
        var invite = await called.ExpectRequest("INVITE");
        call.Send("CANCEL");
        await call.Expect(200, "CANCEL");
        call.AcknowledgeRefusal(await call.Expect(487));

        // RFC 3261 §9.1: no CANCEL before a provisional response.
        (await called.TryExpect(message => message.Method == "CANCEL", TimeSpan.FromSeconds(0.3))).ShouldBeNull();
        called.Reply(invite, 180, "Ringing");
        var cancel = await called.ExpectRequest("CANCEL");
        called.Reply(cancel, 200, "OK");
        called.Reply(invite, 487, "Request Terminated");
        await called.ExpectRequest("ACK");
        (await exchange.Records(2)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Cancel_after_the_answer_changes_nothing()
    {
        await using var exchange = await Exchange.Start();
        using WirePhone caller = new(exchange, 1, "201"), called = new(exchange, 2, "202");
        var call = caller.Dial("202");
        call.Invite();
        called.Answer(await called.ExpectRequest("INVITE"));
        await caller.Expect(message => message.Status == 200, "the answer");
        call.Send("CANCEL");
        (await caller.Expect(message => message.Method == "CANCEL" && message.IsResponse, "an answer to CANCEL")).Status.ShouldBeOneOf(200, 481);
        (await exchange.LivingCalls()).ShouldBe(1);
    }

    [Fact]
    public async Task Cancel_of_nothing_is_answered_481()
    {
        await using var exchange = await Exchange.Start();
        using var phone = new WirePhone(exchange, 1, "201");
        var nothing = phone.Dial("202");
        nothing.Send("CANCEL");
        await nothing.Expect(481, "CANCEL");
    }

    [Fact]
    public async Task Both_sides_hang_up_at_once()
    {
        await using var exchange = await Exchange.Start();
        using WirePhone caller = new(exchange, 1, "201"), called = new(exchange, 2, "202");
        var (call, answered) = await Connect(caller, called);
        call.Send("BYE");
        answered.Send("BYE");
        if (await caller.TryExpect(message => !message.IsResponse && message.Method == "BYE", TimeSpan.FromSeconds(1)) is { } bye) caller.Reply(bye, 200, "OK");
        if (await called.TryExpect(message => !message.IsResponse && message.Method == "BYE", TimeSpan.FromSeconds(1)) is { } other) called.Reply(other, 200, "OK");
        await call.Expect(200, "BYE");
        await answered.Expect(200, "BYE");
        (await exchange.Records(2)).Length.ShouldBe(2);
        (await exchange.LivingCalls()).ShouldBe(0);
    }

    [Fact]
    public async Task An_answer_that_is_never_acknowledged_ends_the_call()
    {
        await using var exchange = await Exchange.Start("sip.timers { t1 = 50ms, t2 = 200ms, t4 = 500ms }\n");
        using WirePhone caller = new(exchange, 1, "201"), called = new(exchange, 2, "202");
        var call = caller.Dial("202");
        call.Invite();
        called.Answer(await called.ExpectRequest("INVITE"));
        await call.Expect(200);
        called.Reply(await called.ExpectRequest("BYE"), 200, "OK");
        (await exchange.Records(2)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_request_in_no_dialogue_is_answered_481()
    {
        await using var exchange = await Exchange.Start();
        using WirePhone caller = new(exchange, 1, "201"), called = new(exchange, 2, "202");
        var (call, _) = await Connect(caller, called);
        call.Send("BYE");
        called.Reply(await called.ExpectRequest("BYE"), 200, "OK");
        await call.Expect(200, "BYE");
        call.Send("INFO");
        await call.Expect(481, "INFO");
    }

    internal static async Task<(WireDialog Call, WireDialog Answered)> Connect(WirePhone caller, WirePhone called)
    {
        var call = caller.Dial(called.Number);
        call.Invite();
        var answered = called.Answer(await called.ExpectRequest("INVITE"));
        await call.Expect(200);
        call.Acknowledge();
        await called.ExpectRequest("ACK");
        return (call, answered);
    }
}
