using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>Calls between two sipp processes through the real program.</summary>
public class CallTests
{
    [Theory]
    [InlineData("call", "answer")]
    [InlineData("call-hung-up", "answer-hang-up")]
    [InlineData("call-early-media", "answer-early-media")]
    [InlineData("call-hold", "answer-hold")]
    [InlineData("call-late-offer", "answer-late-offer")]
    [InlineData("call-reliable", "answer-early-media")]
    [InlineData("call-early-media", "answer-reliable")]
    [InlineData("call-info-message", "answer-info-message")]
    public async Task A_call_passes_and_leaves_two_records(string caller, string called)
    {
        await using var exchange = await Exchange.Start();
        await using var b = await Sipp.Device(exchange, called, 2);
        await using var a = Sipp.Caller(exchange, caller, 1, "201", "202");
        await a.Succeeds();
        await b.Succeeds();

        var records = await exchange.Records(2);
        records.Select(record => record.GetProperty("outcome").GetString()).ShouldAllBe(outcome => outcome!.Equals("answered", StringComparison.OrdinalIgnoreCase));
        records.Select(record => record.GetProperty("side").GetString()).Distinct().Count().ShouldBe(2);
        records.Select(record => record.GetProperty("call").GetString()).Distinct().ShouldHaveSingleItem();
        (await exchange.LivingCalls()).ShouldBe(0);
    }

    [Fact]
    public async Task A_registered_caller_is_challenged_and_calls_a_registered_number()
    {
        await using var exchange = await Exchange.Start();
        foreach (var (device, number) in new[] { (1, "100"), (2, "101") })
        {
            var account = RegistrationTests.Account(number);
            account.More[Array.IndexOf(account.More, "device") + 1] = $"{exchange.Net.Device(device)}:5060";
            await using var registering = Sipp.Caller(exchange, "register", device, number, options: account);
            await registering.Succeeds();
        }

        await using var b = await Sipp.Device(exchange, "answer", 2);
        await using var a = Sipp.Caller(exchange, "call-digest", 1, "100", "101", new() { More = ["-au", "100", "-ap", "pw100"] });
        await a.Succeeds();
        await b.Succeeds();
    }

    [Fact]
    public async Task Fifty_calls_at_once_all_end_answered()
    {
        await using var exchange = await Exchange.Start(
            Exchange.Extension("301", "max-calls = 100, trusted-addresses = [\"@4@\"]") + Exchange.Extension("302", "max-calls = 100, trusted-addresses = [\"@5@\"], static-contact = \"sip:@5@:5060\""));
        var many = new SippOptions { Calls = 50, Rate = 50 };
        await using var b = await Sipp.Device(exchange, "answer", 5, many);
        await using var a = Sipp.Caller(exchange, "call", 4, "301", "302", many);
        await a.Succeeds();
        await b.Succeeds();
        (await exchange.Records(100)).Length.ShouldBe(100);
        (await exchange.LivingCalls()).ShouldBe(0);
    }

    [Fact]
    public async Task A_call_over_tcp_reaches_a_device_at_udp()
    {
        await using var exchange = await Exchange.Start();
        await using var b = await Sipp.Device(exchange, "answer", 2);
        await using var a = Sipp.Caller(exchange, "call", 1, "201", "202", new() { Transport = "t1" });
        await a.Succeeds();
        await b.Succeeds();
    }

    [Fact]
    public async Task Nothing_of_one_leg_shows_on_the_other()
    {
        await using var exchange = await Exchange.Start();
        await using var b = await Sipp.Device(exchange, "answer-hold", 2);
        await using var a = Sipp.Caller(exchange, "call-hold", 1, "201", "202");
        await a.Succeeds();
        await b.Succeeds();

        // Media go from phone to phone, so SDP bodies name their addresses; the rest of no message may.
        string Heads(Sipp phone) => string.Join('\n', phone.Received.Select(message => message.Text[..^message.Body.Length]));
        Heads(b).ShouldNotContain(exchange.Net.Device(1).ToString());
        Heads(a).ShouldNotContain(exchange.Net.Device(2).ToString());
        var callIds = a.Received.Concat(b.Received).Select(message => message.CallId).Distinct().ToArray();
        callIds.Length.ShouldBe(2);
        b.Received.ShouldAllBe(message => message.IsResponse || message.All("Via").Count() == 1);
        a.Received.Select(message => message.ToTag).Intersect(b.Messages.Where(each => each.Sent).Select(each => each.Message.ToTag)).Where(tag => tag.Length > 0).ShouldBeEmpty();
    }
}
