using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>A running exchange reads its configuration again.</summary>
public class ReloadTests
{
    [Fact]
    public async Task A_reload_takes_all_over_or_nothing_and_calls_go_on()
    {
        await using var exchange = await Exchange.Start(Exchange.Extension("110", "password = first"));
        using WirePhone a = new(exchange, 1, "201"), b = new(exchange, 2, "202"), c = new(exchange, 4, "110"), d = new(exchange, 5, "111");
        var (call, _) = await CancelRaceTests.Connect(a, b);
        (await c.Register(password: "first")).Status.ShouldBe(200);
        (await exchange.Operator("extensions", "111")).Code.ShouldBe(4);

        await File.AppendAllTextAsync(exchange.ConfigurationFile, Exchange.Extension("110", "password = second") + Exchange.Extension("111", "max-calls = 2"));
        var (code, output) = await exchange.Operator("reload");
        code.ShouldBe(0, output);
        output.ShouldContain("extensions.110.password");
        output.ShouldNotContain("second");
        (await d.Register(password: "pw111")).Status.ShouldBe(200);
        (await c.Register(password: "second")).Status.ShouldBe(200);

        // A fault, and what only a start takes over, change nothing, whatever stands beside them.
        var good = await File.ReadAllTextAsync(exchange.ConfigurationFile);
        var line = good.Split('\n').Length;
        await Refused(exchange, good + "sip.timers.t1 = 600ms\n" + Exchange.Extension("112", ""), $"exchange.conf:{line}:", "sip.timers.t1", "next start");
        await Refused(exchange, good + "sip.timers.t1 = tomorrow\n" + Exchange.Extension("112", ""), $"exchange.conf:{line}:", "tomorrow");
        (await exchange.Operator("extensions", "112")).Code.ShouldBe(4);
        await File.WriteAllTextAsync(exchange.ConfigurationFile, good + Exchange.Extension("113", ""));
        exchange.Process.Signal("HUP");
        await Eventually.Get(async () => (await exchange.Operator("extensions", "113")).Code, code => code == 0, "SIGHUP has the configuration read again");

        (await exchange.LivingCalls()).ShouldBe(1);
        call.Send("BYE");
        b.Reply(await b.ExpectRequest("BYE"), 200, "OK");
        await call.Expect(200, "BYE");
    }

    private static async Task Refused(Exchange exchange, string configuration, params string[] words)
    {
        await File.WriteAllTextAsync(exchange.ConfigurationFile, configuration);
        var (code, output) = await exchange.Operator("reload");
        code.ShouldBe(1, output);
        foreach (var word in words) output.ShouldContain(word);
    }
}
