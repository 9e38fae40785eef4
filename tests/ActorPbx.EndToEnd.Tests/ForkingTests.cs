using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>One number, several devices: all ring, the first answer wins.</summary>
public class ForkingTests
{
    private const string Reason = "SIP;cause=200;text=\"Call completed elsewhere\"";

    [Fact]
    public async Task The_other_devices_are_cancelled_as_completed_elsewhere()
    {
        await using var exchange = await Exchange.Start(Exchange.Extension("110", "several-devices = true"));
        using WirePhone caller = new(exchange, 1, "201"), winner = new(exchange, 4, "110"), second = new(exchange, 5, "110"), third = new(exchange, 6, "110");
        foreach (var device in new[] { winner, second, third }) (await device.Register()).Status.ShouldBe(200);

        var call = caller.Dial("110");
        call.Invite();
        SipText atWinner = await winner.ExpectRequest("INVITE"), atSecond = await second.ExpectRequest("INVITE"), atThird = await third.ExpectRequest("INVITE");
        foreach (var (phone, invite) in new[] { (winner, atWinner), (second, atSecond), (third, atThird) }) phone.Reply(invite, 180, "Ringing");
        await call.Expect(180);
        winner.Answer(atWinner);
        await call.Expect(200);
        call.Acknowledge();
        await winner.ExpectRequest("ACK");

        foreach (var (phone, invite) in new[] { (second, atSecond), (third, atThird) })
        {
            var cancel = await phone.ExpectRequest("CANCEL");
            cancel["Reason"].ShouldBe(Reason);
            cancel.Branch.ShouldBe(invite.Branch);
            phone.Reply(cancel, 200, "OK");
            phone.Reply(invite, 487, "Request Terminated");
            await phone.ExpectRequest("ACK");
        }

        call.Send("BYE");
        winner.Reply(await winner.ExpectRequest("BYE"), 200, "OK");
        await call.Expect(200, "BYE");
        (await exchange.Records(2)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Sipp_devices_ring_together_and_one_is_cancelled()
    {
        await using var exchange = await Exchange.Start(Exchange.Extension("110", "several-devices = true"));
        foreach (var device in new[] { 4, 5 })
        {
            using var registering = new WirePhone(exchange, device, "110");
            (await registering.Register()).Status.ShouldBe(200);
        }

        await using var loser = await Sipp.Device(exchange, "ring-until-cancelled", 4, new() { Words = { ["reason"] = Reason.Replace("\"", "&quot;", StringComparison.Ordinal) } });
        await using var winner = await Sipp.Device(exchange, "answer", 5);
        await using var caller = Sipp.Caller(exchange, "call", 1, "201", "110");
        await caller.Succeeds();
        await winner.Succeeds();
        await loser.Succeeds();
    }

    [Fact]
    public async Task A_decline_on_one_device_does_not_stop_the_ringing_of_the_other_but_busy_everywhere_is_told()
    {
        await using var exchange = await Exchange.Start(Exchange.Extension("110", "several-devices = true"));
        using WirePhone caller = new(exchange, 1, "201"), first = new(exchange, 4, "110"), second = new(exchange, 5, "110");
        await first.Register();
        await second.Register();
        var call = caller.Dial("110");
        call.Invite();
        first.Reply(await first.ExpectRequest("INVITE"), 486, "Busy Here");
        await first.ExpectRequest("ACK");
        var ringing = await second.ExpectRequest("INVITE");
        second.Reply(ringing, 180, "Ringing");
        await call.Expect(180);
        second.Reply(ringing, 486, "Busy Here");
        call.AcknowledgeRefusal(await call.Expect(486));
    }

    [Fact]
    public async Task Two_answers_at_once_give_one_call_and_the_late_one_is_released()
    {
        await using var exchange = await Exchange.Start(Exchange.Extension("110", "several-devices = true"));
        using WirePhone caller = new(exchange, 1, "201"), first = new(exchange, 4, "110"), second = new(exchange, 5, "110");
        await first.Register();
        await second.Register();
        var call = caller.Dial("110");
        call.Invite();
        SipText atFirst = await first.ExpectRequest("INVITE"), atSecond = await second.ExpectRequest("INVITE");
        first.Answer(atFirst);
        second.Answer(atSecond);
        await call.Expect(200);
        call.Acknowledge();

        // RFC 3261 §13.2.2.4: every 2xx is acknowledged, and the call nobody wants is ended with BYE.
        await first.ExpectRequest("ACK");
        await second.ExpectRequest("ACK");
        var loser = await first.TryExpect(message => message.Method == "BYE", TimeSpan.FromSeconds(2)) is { } bye ? (first, bye) : (second, await second.ExpectRequest("BYE"));
        loser.Item1.Reply(loser.Item2, 200, "OK");
        (await exchange.LivingCalls()).ShouldBe(1);
    }
}
