using System.Text;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>Power cuts, bad configuration and garbage.</summary>
public class FailureTests
{
    [Fact]
    public async Task A_kill_loses_no_finished_call_and_marks_the_unfinished_one()
    {
        await using var exchange = await Exchange.Start();
        using WirePhone a = new(exchange, 1, "201"), b = new(exchange, 2, "202"), c = new(exchange, 3, "203");
        var (finished, _) = await CancelRaceTests.Connect(a, b);
        finished.Send("BYE");
        b.Reply(await b.ExpectRequest("BYE"), 200, "OK");
        await finished.Expect(200, "BYE");
        await CancelRaceTests.Connect(c, b);
        (await exchange.Records(2)).Length.ShouldBe(2);
        await exchange.KillAndRun();

        var records = await Eventually.Get(() => exchange.Records(3), all => all.Any(record => Outcome(record) == "interrupted"), "the unfinished call is marked");
        records.Count(record => Outcome(record) == "answered").ShouldBe(2);
        records.Where(record => Outcome(record) == "interrupted").ShouldAllBe(record => record.GetProperty("caller").GetString() == "203");
    }

    [Fact]
    public async Task A_kill_gains_an_attacker_neither_a_second_day_nor_the_end_of_a_ban()
    {
        await using var exchange = await Exchange.Start($$"""
            domains."{{Exchange.Domain}}".trunks.carrier { addresses = ["sip:@4@:5060"], prefix = "0", strip = 1 }
            domains."{{Exchange.Domain}}".extensions."201".outside-calls-per-day = 2

            """);
        foreach (var number in Enumerable.Range(100, 8))
        {
            using var guesser = new WirePhone(exchange, 5, $"{number}");
            (await guesser.Register(password: "guess")).Status.ShouldBe(401);
        }

        using WirePhone thief = new(exchange, 1, "201"), carrier = new(exchange, 4, "carrier");
        for (var i = 0; i < 2; i++)
        {
            var call = thief.Dial("0123");
            call.Invite();
            carrier.Reply(await carrier.ExpectRequest("INVITE"), 486, "Busy Here");
            call.AcknowledgeRefusal(await call.Expect(486));
        }

        // What happened before a record is on disk when the record is.
        await exchange.Records(4);
        await exchange.KillAndRun();
        (await exchange.OperatorJson("bans", "list")).EnumerateArray().Single().GetProperty("source").GetString().ShouldBe($"{exchange.Net.Device(5)}");
        var third = thief.Dial("0124");
        third.Invite();
        await third.Expect(403);
    }

    [Fact]
    public async Task A_kill_in_a_storm_of_calls_leaves_whole_records_only()
    {
        await using var exchange = await Exchange.Start(
            Exchange.Extension("301", "max-calls = 1000, trusted-addresses = [\"@4@\"]") + Exchange.Extension("302", "max-calls = 1000, trusted-addresses = [\"@5@\"], static-contact = \"sip:@5@:5060\""));
        var storm = new SippOptions { Calls = 100000, Rate = 100, Milliseconds = 50 };
        await using var b = await Sipp.Device(exchange, "answer", 5, storm);
        await using var a = Sipp.Caller(exchange, "call", 4, "301", "302", storm);
        await exchange.Records(60);
        await exchange.KillAndRun();

        var (code, output) = await exchange.Operator("cdr", "--json", "--limit", "100000");
        code.ShouldBe(0, output);
        var records = System.Text.Json.JsonDocument.Parse(output).RootElement.EnumerateArray().ToArray();
        records.Count(record => Outcome(record) == "answered").ShouldBeGreaterThanOrEqualTo(60);
        // A finished call has both halves, an unfinished one the caller's half, marked.
        records.GroupBy(record => record.GetProperty("call").GetString())
            .ShouldAllBe(call => call.Count() == (call.Any(record => Outcome(record) == "interrupted") ? 1 : 2));
    }

    [Theory]
    [InlineData("domains.\"pbx.test\".extensions.\"330\" { max-cals = 1 }", "max-cals", "max-calls")]
    [InlineData("sip.listen = [ { transport = carrier-pigeon } ]", "carrier-pigeon", "udp")]
    [InlineData("domains.\"pbx.test\".calls.no-answer = soon", "no-answer", "soon")]
    [InlineData("domains.\"pbx.test\".extensions.\"330\" { max-calls = 1, max-outgoing-calls = 2 }", "max-outgoing-calls", "330")]
    [InlineData("node {", "exchange.conf", "")]
    public async Task Bad_configuration_is_refused_with_file_and_line(string line, string says, string saysToo)
    {
        await using var exchange = Exchange.Prepare(line + "\n");
        var number = File.ReadAllLines(exchange.ConfigurationFile).Length;
        exchange.Begin();
        (await exchange.Process.Ended()).ShouldBe(1, exchange.Process.Output);
        var output = exchange.Process.Output;
        output.ShouldContain("exchange.conf:");
        if (!line.EndsWith('{')) output.ShouldContain($"exchange.conf:{number}");
        output.ShouldContain(says);
        output.ShouldContain(saysToo);
        output.ShouldNotContain("   at ActorPbx", Case.Sensitive);
    }

    [Fact]
    public async Task A_taken_port_is_said_in_one_clear_line()
    {
        await using var first = await Exchange.Start();
        await using var second = Exchange.Prepare(net: first.Net);
        second.Begin();
        (await second.Process.Ended()).ShouldNotBe(0);
        second.Process.Output.ShouldContain("5060");
        second.Process.Output.ShouldNotContain("   at ", Case.Sensitive);
    }

    [Fact]
    public async Task Garbage_is_survived_with_flat_memory()
    {
        // Small timers: what the readable part of the garbage started has ended when the memory is looked at.
        await using var exchange = await Exchange.Start("sip.timers { t1 = 20ms, t2 = 100ms, t4 = 200ms }\n");
        using var phone = new WirePhone(exchange, 1, "201");
        long before, grown;
        var rounds = 0;
        do
        {
            // A heap finds its size in the first rounds; then a round must leave next to nothing: 2 MB are 400 bytes a message.
            before = exchange.Process.ResidentBytes;
            await Throw(phone, 5000);
            grown = exchange.Process.ResidentBytes - before;
        }
        while (grown > 2 * 1024 * 1024 && ++rounds < 10);

        grown.ShouldBeLessThan(2 * 1024 * 1024);
        await Eventually.Get(() => phone.Answers("OPTIONS"), answers => answers, "the exchange answers after the garbage");
        exchange.Process.HasEnded.ShouldBeFalse();
    }

    private static string Outcome(System.Text.Json.JsonElement record) => record.GetProperty("outcome").GetString()!.ToLowerInvariant();

    // A fixed seed: the same garbage in every run.
    private static async Task Throw(WirePhone phone, int count)
    {
        var random = new Random(42);
        var dialog = phone.Dial("202");
        dialog.Send("OPTIONS");
        var model = Encoding.ASCII.GetBytes(dialog.Last.Replace("OPTIONS", "INVITE", StringComparison.Ordinal));
        for (var n = 0; n < count; n++)
        {
            var message = (byte[])model.Clone();
            for (var hit = 0; hit < 1 + random.Next(20); hit++) message[random.Next(message.Length)] = (byte)random.Next(256);
            phone.Send(random.Next(4) == 0 ? message[..random.Next(message.Length)] : message);
            // Slow enough for the receive buffer: what is dropped there tests nothing.
            if (n % 500 == 499) await phone.Answers("OPTIONS");
        }
    }
}
