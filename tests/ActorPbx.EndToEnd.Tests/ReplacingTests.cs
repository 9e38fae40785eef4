using System.Xml.Linq;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>A phone takes the place of another by INVITE with Replaces.</summary>
public class ReplacingTests
{
    private static readonly XNamespace Space = "urn:ietf:params:xml:ns:dialog-info";

    [Fact]
    public async Task A_phone_with_a_busy_lamp_picks_up_what_rings_and_the_caller_hears_it()
    {
        await using var exchange = await Exchange.Start(Exchange.Extension("201", "watch-others = on"));
        using WirePhone lamp = new(exchange, 1, "201"), called = new(exchange, 2, "202"), caller = new(exchange, 3, "203");
        var watch = lamp.Dial("202");
        watch.Send("SUBSCRIBE", "", "Event: dialog", "Expires: 600");
        watch.Follow(await watch.Expect(200, "SUBSCRIBE"));
        var call = caller.Dial("202");
        call.Invite();
        var invite = await called.ExpectRequest("INVITE");
        called.Reply(invite, 180, "Ringing");
        var shown = await Ringing(lamp);

        var pickUp = lamp.Dial("202");
        pickUp.Invite($"Replaces: {shown.Attribute("call-id")!.Value};to-tag={shown.Attribute("local-tag")!.Value};from-tag={shown.Attribute("remote-tag")!.Value};early-only", "Require: replaces");
        var cancel = await called.ExpectRequest("CANCEL");
        cancel["Reason"].ShouldStartWith("SIP;cause=200");
        called.Reply(cancel, 200, "OK");
        called.Reply(invite, 487, "Request Terminated");
        (await call.Expect(200)).Body.ShouldContain("a=inactive");
        call.Acknowledge();
        var join = await caller.ExpectRequest("INVITE");
        join.Body.ShouldContain($"c=IN IP4 {lamp.Address}");
        caller.Reply(join, 200, "OK", caller.Sdp);
        await caller.ExpectRequest("ACK");
        (await pickUp.Expect(200)).Body.ShouldContain($"c=IN IP4 {caller.Address}");
        pickUp.Acknowledge();

        call.Send("BYE");
        lamp.Reply(await lamp.ExpectRequest("BYE"), 200, "OK");
        await call.Expect(200, "BYE");
        var records = (await exchange.Records(3)).Select(record => $"{Text(record, "side")} {Text(record, "caller")} {Text(record, "called")} {Text(record, "onBehalfOf")} {Text(record, "outcome")}");
        records.ShouldBe(["O 203 202  answered", "T 203 202  diverted", "T 203 201 202 answered"], ignoreOrder: true);
        (await exchange.LivingCalls()).ShouldBe(0);
    }

    private static async Task<XElement> Ringing(WirePhone lamp)
    {
        while (true)
        {
            var notify = await lamp.ExpectRequest("NOTIFY");
            lamp.Reply(notify, 200, "OK");
            if (notify.Body.Contains("<state>early</state>", StringComparison.Ordinal))
            {
                return XDocument.Parse(notify.Body).Root!.Element(Space + "dialog")!;
            }
        }
    }

    private static string? Text(System.Text.Json.JsonElement record, string name) => record.GetProperty(name).GetString();
}
