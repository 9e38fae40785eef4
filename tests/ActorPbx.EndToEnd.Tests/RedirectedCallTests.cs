using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>A phone sends a call on to another; the caller is anonymous for both.</summary>
public class RedirectedCallTests
{
    [Fact]
    public async Task A_call_sent_on_by_302_is_answered_elsewhere_and_recorded_for_who_sent_it()
    {
        await using var exchange = await Exchange.Start();
        using WirePhone caller = new(exchange, 1, "201"), first = new(exchange, 2, "202");
        await using var second = await Sipp.Device(exchange, "answer", 3);
        var call = caller.Dial("202");
        call.Invite("Privacy: id");
        var invite = await first.ExpectRequest("INVITE");
        invite["From"].ShouldStartWith("\"Anonymous\" <sip:anonymous@anonymous.invalid>");
        first.Reply(invite, 302, "Moved Temporarily", "", $"Contact: <sip:203@{exchange.Sip.Address}>;q=1.0");
        await first.ExpectRequest("ACK");
        await call.Expect(181);
        await call.Expect(200);
        call.Acknowledge();
        await call.HangUp();
        await second.Succeeds();

        var sentOn = second.Received.First(message => message.Method == "INVITE");
        sentOn["Diversion"].ShouldBe("<sip:202@pbx.test>;reason=unconditional;counter=1");
        sentOn["From"].ShouldStartWith("\"Anonymous\" <sip:anonymous@anonymous.invalid>");
        var records = (await exchange.Records(4)).Select(record => $"{Text(record, "side")} {Text(record, "caller")} {Text(record, "called")} {Text(record, "onBehalfOf")} {Text(record, "outcome")}");
        records.ShouldBe(["T 201 202  diverted", "O 201 202  answered", "O 201 203 202 answered", "T 201 203 202 answered"], ignoreOrder: true);
    }

    private static string? Text(System.Text.Json.JsonElement record, string name) => record.GetProperty(name).GetString();
}
