using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>Busy lamps, mailbox lamps and text messages of the real program, with real phones at the other end.</summary>
public class WatchingTests
{
    private static readonly string Watcher = Exchange.Extension("201", "watch-others = on");

    [Fact]
    public async Task A_busy_lamp_follows_a_call_between_two_phones()
    {
        await using var exchange = await Exchange.Start(Watcher);
        using WirePhone lamp = new(exchange, 1, "201"), called = new(exchange, 2, "202"), caller = new(exchange, 3, "203");
        var options = lamp.Dial("");
        options.Send("OPTIONS");
        (await options.Expect(200, "OPTIONS"))["Allow-Events"].ShouldBe("dialog, presence, message-summary");

        var watch = lamp.Dial("202");
        watch.Send("SUBSCRIBE", "", "Event: dialog", "Expires: 600", "Accept: application/dialog-info+xml");
        watch.Follow(await watch.Expect(200, "SUBSCRIBE"));
        (await Shows(lamp, "")).ShouldNotContain("<dialog ");

        var call = caller.Dial("202");
        call.Invite();
        var invite = await called.ExpectRequest("INVITE");
        called.Reply(invite, 180, "Ringing");
        (await Shows(lamp, "<state>early</state>")).ShouldContain($"<identity>sip:203@{Exchange.Domain}</identity>");
        called.Answer(invite);
        await call.Expect(200);
        call.Acknowledge();
        await Shows(lamp, "<state>confirmed</state>");
        call.Send("BYE");
        called.Reply(await called.ExpectRequest("BYE"), 200, "OK");
        await call.Expect(200, "BYE");
        await Shows(lamp, "<state>terminated</state>");

        watch.Send("SUBSCRIBE", "", "Event: dialog", "Expires: 0");
        await watch.Expect(200, "SUBSCRIBE");
        var last = await lamp.ExpectRequest("NOTIFY");
        last["Subscription-State"].ShouldBe("terminated;reason=timeout");
        lamp.Reply(last, 200, "OK");
    }

    [Fact]
    public async Task A_message_waits_on_disk_for_a_phone_that_registers_and_its_lamp_goes_out()
    {
        await using var exchange = await Exchange.Start();
        using var sender = new WirePhone(exchange, 1, "201");
        var message = sender.Dial("100");
        message.Send("MESSAGE", "hello", "Content-Type: text/plain");
        await message.Expect(202, "MESSAGE");
        await exchange.KillAndRun();
        await using var phone = await Baresip.Register(exchange, 2, "100", 440, "", modules: "module_app mwi.so");
        await Eventually.IsTrue(() => exchange.Process.Output.Contains("delivered", StringComparison.Ordinal), "the message is delivered");
        await phone.Sees("MWI_NOTIFY");
    }

    private static async Task<string> Shows(WirePhone lamp, string word)
    {
        while (true)
        {
            var notify = await lamp.ExpectRequest("NOTIFY");
            lamp.Reply(notify, 200, "OK");
            if (notify.Body.Contains(word, StringComparison.Ordinal))
            {
                return notify.Body;
            }
        }
    }
}
