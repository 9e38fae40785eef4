using System.Net;
using System.Text.Json;

namespace ActorPbx.EndToEnd.Tests.Harness;

/// <summary>The real executable with a configuration and a data directory of its own.</summary>
public sealed class Exchange : IAsyncDisposable
{
    public const string Domain = "pbx.test";

    /// <summary>The one that was built with the tests, or the installed one that $ACTORPBX_PROGRAM names.</summary>
    private static readonly string Program = Environment.GetEnvironmentVariable("ACTORPBX_PROGRAM") ?? Path.Combine(AppContext.BaseDirectory, "actorpbx");

    private ChildProcess? _process;

    private Exchange(Network net, string directory)
    {
        Net = net;
        Directory = directory;
    }

    public Network Net { get; }

    /// <summary>Holds the configuration, the data and whatever the test's peers write.</summary>
    public string Directory { get; }

    /// <summary>One more line of configuration that puts an extension into the tests' domain.</summary>
    public static string Extension(string number, string settings) => $$"""domains."{{Domain}}".extensions."{{number}}" { {{settings}} }""" + "\n";

    public string ConfigurationFile => Path.Combine(Directory, "exchange.conf");

    public IPEndPoint Sip => new(Net.Exchange, 5060);

    /// <summary>Its environment variables, beside those of the tests, from its next start on.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public ChildProcess Process => _process!;

    /// <summary>
    /// Starts an exchange whose configuration is the tests' common one with more lines after it, in which @1@ to @9@ stand
    /// for the addresses of the devices. 100 to 109 register with the password "pw" and their number; 201, 202 and 203 are
    /// trusted at, and reached at, the devices 1, 2 and 3.
    /// </summary>
    public static async Task<Exchange> Start(string more = "", Network? net = null)
    {
        var exchange = Prepare(more, net);
        await exchange.Run();
        return exchange;
    }

    /// <summary>Starts an exchange of cluster-config/standalone.conf, moved to the test's addresses and nothing else.</summary>
    public static async Task<Exchange> StartStandalone()
    {
        var exchange = Prepare();
        File.WriteAllText(exchange.ConfigurationFile, $$"""
            include required(file("{{AppContext.BaseDirectory}}cluster-config/standalone.conf"))
            node.data-directory = data
            {{Listeners(exchange.Net)}}

            """);
        await exchange.Run();
        return exchange;
    }

    /// <summary>An exchange that is not started yet, to place files in its directory first.</summary>
    public static Exchange Prepare(string more = "", Network? net = null)
    {
        var exchange = new Exchange(net ?? new LoopbackNet(), System.IO.Directory.CreateTempSubdirectory("actorpbx-e2e-").FullName);
        for (var n = 1; n < 10; n++) more = more.Replace($"@{n}@", exchange.Net.Device(n).ToString(), StringComparison.Ordinal);
        File.WriteAllText(exchange.ConfigurationFile, Configuration(exchange.Net) + more);
        return exchange;
    }

    /// <summary>Starts the program and waits until it answers OPTIONS.</summary>
    public async Task Run()
    {
        Begin();
        using var probe = new WirePhone(this, 240);
        await Eventually.Get(
            async () => Process.HasEnded ? throw new InvalidOperationException("the exchange ended:\n" + Process.Output) : await probe.Answers("OPTIONS"),
            answered => answered, "the exchange answers OPTIONS", TimeSpan.FromSeconds(90));
    }

    /// <summary>Starts the program without waiting.</summary>
    public void Begin() => _process = Net.ExchangePlace.Start(Program, ["run", ConfigurationFile], Directory, Variables);

    /// <summary>Ends it without warning, as a power cut would, and starts it again.</summary>
    public async Task KillAndRun()
    {
        Process.Signal("KILL");
        await Process.Ended();
        await Process.DisposeAsync();
        await Run();
    }

    /// <summary>Runs an operator's command against this exchange.</summary>
    public Task<(int Code, string Output)> Operator(params string[] arguments) =>
        ChildProcess.Run(Program, [.. arguments, "--config", ConfigurationFile], Directory);

    /// <summary>Starts an operator's command that goes on until the test ends it.</summary>
    public ChildProcess Follow(params string[] arguments) => new(Program, [.. arguments, "--config", ConfigurationFile], Directory);

    /// <summary>The JSON that an operator's command prints.</summary>
    public async Task<JsonElement> OperatorJson(params string[] arguments)
    {
        var (code, output) = await Operator([.. arguments, "--json"]);
        code.ShouldBe(0, output);
        return JsonDocument.Parse(output).RootElement.Clone();
    }

    /// <summary>The call records, once there are so many.</summary>
    public async Task<JsonElement[]> Records(int count)
    {
        async Task<JsonElement[]> Read() => [.. (await OperatorJson("cdr")).EnumerateArray()];
        return await Eventually.Get(Read, records => records.Length >= count, $"{count} call records");
    }

    /// <summary>How many calls live now.</summary>
    public async Task<int> LivingCalls() => (await OperatorJson("calls")).GetArrayLength();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
            await File.WriteAllTextAsync(Path.Combine(Directory, "exchange.log"), _process.Output);
        }

        // ACTORPBX_KEEP=1 leaves everything that the test's programs wrote, to be looked at.
        if (Environment.GetEnvironmentVariable("ACTORPBX_KEEP") is null) System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static string Listeners(Network net) => $$"""
        sip.listen = [
          { transport = udp, address = "{{net.Exchange}}", port = 5060 }
          { transport = tcp, address = "{{net.Exchange}}", port = 5060 }
          { transport = tls, address = "{{net.Exchange}}", port = 5061 }
        ]
        """;

    private static string Configuration(Network net) => $$"""
        node { name = e2e, data-directory = data, drain-timeout = 20s }
        {{Listeners(net)}}
        default-domain = "{{Domain}}"
        domains."{{Domain}}" {
          extension-defaults { password = "pw{number}" }
          extensions {
            "100-109" {}
            "201" { trusted-addresses = ["{{net.Device(1)}}"], static-contact = "sip:{{net.Device(1)}}:5060" }
            "202" { trusted-addresses = ["{{net.Device(2)}}"], static-contact = "sip:{{net.Device(2)}}:5060" }
            "203" { trusted-addresses = ["{{net.Device(3)}}"], static-contact = "sip:{{net.Device(3)}}:5060" }
          }
        }

        """;
}
