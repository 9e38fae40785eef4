using System.Net;
using System.Net.Sockets;
using System.Text;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>A node watched by a service manager and over HTTP, through a call and to its end.</summary>
public class WatchTests
{
    private const int HepPort = 9060;

    [Fact]
    public async Task A_node_tells_that_it_serves_what_it_carries_and_that_it_ends()
    {
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        var name = "actorpbx-e2e-" + Guid.NewGuid().ToString("N");
        systemd.Bind(new UnixDomainSocketEndPoint("\0" + name));
        await using var exchange = Exchange.Prepare("telemetry.http { address = \"@9@\", port = 9560 }\nhep { address = \"@8@\", id = 7 }\n");
        using var collector = new UdpClient(new IPEndPoint(exchange.Net.Device(8), HepPort));
        exchange.Variables["NOTIFY_SOCKET"] = "@" + name;
        exchange.Variables["WATCHDOG_USEC"] = "2000000";
        await exchange.Run();
        (await Heard(systemd, "READY=1")).ShouldContain("taking calls");
        using var http = new HttpClient { BaseAddress = new Uri($"http://{exchange.Net.Device(9)}:9560/") };
        (await http.GetStringAsync("health/ready")).ShouldContain("\"status\":\"ready\"");

        using WirePhone a = new(exchange, 1, "201"), b = new(exchange, 2, "202");
        var (call, _) = await CancelRaceTests.Connect(a, b);
        (await http.GetStringAsync("metrics")).ShouldContain("\nactorpbx_calls_active 1\n");
        await Collected(collector, packet => packet.StartsWith("HEP3", StringComparison.Ordinal) && packet.Contains($"INVITE sip:202@{exchange.Net.Device(2)}", StringComparison.Ordinal));
        exchange.Process.Signal("TERM");
        await Eventually.Get(
            async () => (await http.GetAsync("health/ready")).StatusCode, status => status == HttpStatusCode.ServiceUnavailable, "a node that drains is not ready");
        (await http.GetAsync("health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Heard(systemd, "STOPPING=1")).ShouldContain("EXTEND_TIMEOUT_USEC=");
        (await Heard(systemd, "WATCHDOG=1")).ShouldContain("draining, 1 call");
        call.Send("BYE");
        b.Reply(await b.ExpectRequest("BYE"), 200, "OK");
        (await exchange.Process.Ended()).ShouldBe(0);
    }

    [Fact]
    public async Task Sngrep_sees_both_legs_of_a_call()
    {
        await using var exchange = Exchange.Prepare("hep { address = \"@8@\", id = 7 }\n");
        var file = Path.Combine(exchange.Directory, "calls.pcap");
        await using var sngrep = new ChildProcess("sngrep", ["-N", "-F", "-c", "-L", $"udp:{exchange.Net.Device(8)}:{HepPort}", "-O", file], exchange.Directory);
        await Eventually.Get(() => File.ReadAllText("/proc/net/udp"), sockets => sockets.Contains($":{HepPort:X4} ", StringComparison.Ordinal), "sngrep listens");
        await exchange.Run();
        using WirePhone a = new(exchange, 1, "201"), b = new(exchange, 2, "202");
        var (call, _) = await CancelRaceTests.Connect(a, b);
        call.Send("BYE");
        b.Reply(await b.ExpectRequest("BYE"), 200, "OK");
        await call.Expect(200, "BYE");

        // Two BYEs and their answers, by the file that sngrep keeps; on its console it says something when it ends.
        await Eventually.Get(() => File.Exists(file) ? File.ReadAllText(file, Encoding.Latin1) : "", text => text.Split(" BYE\r\n").Length > 4, "all of the call is captured");
        sngrep.Signal("INT");
        await sngrep.Ended();
        sngrep.Output.ShouldEndWith("Dialog count: 2\n");
    }

    [Fact]
    public async Task A_call_is_watched_and_traced_until_it_is_over()
    {
        await using var exchange = await Exchange.Start();
        using WirePhone a = new(exchange, 1, "201"), b = new(exchange, 2, "202");
        var (call, _) = await CancelRaceTests.Connect(a, b);
        await using var watch = exchange.Follow("calls", "--watch");
        await watch.Says("talking");
        var id = (await exchange.OperatorJson("calls"))[0].GetProperty("call").GetString()!;
        await using var trace = exchange.Follow("trace", id);

        // Until the trace has its connection nothing is shown: something is said again and again.
        await Eventually.Get(
            async () =>
            {
                call.Send("INFO", "", "Info-Package: none");
                b.Reply(await b.ExpectRequest("INFO"), 469, "Bad Info Package");
                return trace.Output;
            },
            output => output.Contains("469 Bad Info Package (INFO)", StringComparison.Ordinal), "the trace shows both legs");
        call.Send("BYE");
        b.Reply(await b.ExpectRequest("BYE"), 200, "OK");
        await call.Expect(200, "BYE");
        (await trace.Ended()).ShouldBe(0);
        trace.Output.ShouldContain($"{exchange.Net.Device(1)}:5060");
        trace.Output.ShouldContain($"{exchange.Net.Device(2)}:5060");
        trace.Output.Split('\n').Count(line => line.Contains("─BYE─", StringComparison.Ordinal)).ShouldBe(2);
        await watch.Says("There are no calls.");
    }

    private static async Task Collected(UdpClient collector, Func<string, bool> isIt)
    {
        using var limit = new CancellationTokenSource(Eventually.Patience);
        while (!isIt(Encoding.Latin1.GetString((await collector.ReceiveAsync(limit.Token)).Buffer)))
        {
        }
    }

    private static async Task<string> Heard(Socket systemd, string begin)
    {
        using var limit = new CancellationTokenSource(Eventually.Patience);
        var bytes = new byte[4096];
        while (true)
        {
            var words = Encoding.UTF8.GetString(bytes, 0, await systemd.ReceiveAsync(bytes, limit.Token));
            if (words.StartsWith(begin, StringComparison.Ordinal))
            {
                return words;
            }
        }
    }
}
