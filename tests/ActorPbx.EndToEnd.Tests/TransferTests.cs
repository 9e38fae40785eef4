using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>Phones send each other on.</summary>
public class TransferTests
{
    [Fact]
    public async Task A_phone_sends_its_caller_on_and_hangs_up_and_the_two_others_have_each_other()
    {
        await using var exchange = await Exchange.Start();
        using WirePhone caller = new(exchange, 1, "201"), first = new(exchange, 2, "202");
        await using var third = await Sipp.Device(exchange, "answer-late-offer", 3);
        var call = caller.Dial("202");
        call.Invite();
        var answered = first.Answer(await first.ExpectRequest("INVITE"));
        await call.Expect(200);
        call.Acknowledge();
        await first.ExpectRequest("ACK");

        answered.Send("REFER", "", "Refer-To: <sip:203@pbx.test>", "Referred-By: <sip:somebody@else>");
        await answered.Expect(202, "REFER");
        var trying = await first.ExpectRequest("NOTIFY");
        trying.Body.ShouldBe("SIP/2.0 100 Trying\r\n");
        first.Reply(trying, 200, "OK");

        var join = await caller.ExpectRequest("INVITE");
        join.Body.ShouldContain($"c=IN IP4 {exchange.Net.Device(3)}");
        caller.Reply(join, 200, "OK", caller.Sdp);
        await caller.ExpectRequest("ACK");
        var done = await first.Expect(message => message.Method == "NOTIFY" && !message.IsResponse && message.Body.StartsWith("SIP/2.0 200", StringComparison.Ordinal), "the last report");
        done["Subscription-State"].ShouldStartWith("terminated");
        first.Reply(done, 200, "OK");
        first.Reply(await first.ExpectRequest("BYE"), 200, "OK");

        call.Send("BYE");
        await call.Expect(200, "BYE");
        await third.Succeeds();
        third.Received.First(message => message.Method == "INVITE")["Referred-By"].ShouldBe("<sip:202@pbx.test>");
        var records = (await exchange.Records(4)).Select(record => $"{Text(record, "side")} {Text(record, "caller")} {Text(record, "called")} {Text(record, "onBehalfOf")} {Text(record, "outcome")}");
        records.ShouldBe(["O 201 202  answered", "T 201 202  answered", "O 201 203 202 answered", "T 201 203 202 answered"], ignoreOrder: true);
        (await exchange.LivingCalls()).ShouldBe(0);
    }

    [Fact]
    public async Task A_phone_joins_its_two_calls_and_is_out_of_both()
    {
        await using var exchange = await Exchange.Start();
        using WirePhone phone = new(exchange, 1, "201"), first = new(exchange, 2, "202"), second = new(exchange, 3, "203");
        var (call, _, _) = await Talk(phone, first);
        var (other, answer, partner) = await Talk(phone, second);
        call.Send("REFER", "", $"Refer-To: <sip:203@pbx.test?Replaces={other.CallId}%3Bto-tag%3D{answer.ToTag}%3Bfrom-tag%3D{answer.FromTag}>");
        await call.Expect(202, "REFER");
        phone.Reply(await phone.ExpectRequest("NOTIFY"), 200, "OK");

        var asked = await second.ExpectRequest("INVITE");
        asked.Body.ShouldBe("");
        second.Reply(asked, 200, "OK", second.Sdp);
        var join = await first.ExpectRequest("INVITE");
        join.Body.ShouldContain($"c=IN IP4 {second.Address}");
        first.Reply(join, 200, "OK", first.Sdp);
        await first.ExpectRequest("ACK");
        (await second.ExpectRequest("ACK")).Body.ShouldContain($"c=IN IP4 {first.Address}");
        var done = await phone.ExpectRequest("NOTIFY");
        done.Body.ShouldBe("SIP/2.0 200 OK\r\n");
        phone.Reply(done, 200, "OK");
        for (var calls = 0; calls < 2; calls++) phone.Reply(await phone.ExpectRequest("BYE"), 200, "OK");

        partner.Send("BYE");
        first.Reply(await first.ExpectRequest("BYE"), 200, "OK");
        await partner.Expect(200, "BYE");
        (await exchange.Records(6)).Length.ShouldBe(6);
        (await exchange.LivingCalls()).ShouldBe(0);
    }

    private static async Task<(WireDialog Call, SipText Answer, WireDialog Partner)> Talk(WirePhone caller, WirePhone called)
    {
        var call = caller.Dial(called.Number);
        call.Invite();
        var partner = called.Answer(await called.ExpectRequest("INVITE"));
        var answer = await call.Expect(200);
        call.Acknowledge();
        await called.ExpectRequest("ACK");
        return (call, answer, partner);
    }

    private static string? Text(System.Text.Json.JsonElement record, string name) => record.GetProperty(name).GetString();
}
