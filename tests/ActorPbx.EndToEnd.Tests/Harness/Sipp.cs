using System.Net;
using System.Text.RegularExpressions;

namespace ActorPbx.EndToEnd.Tests.Harness;

/// <summary>A sipp that plays one of the scenario files of this project.</summary>
public sealed class Sipp : IAsyncDisposable
{
    private static readonly string Scenarios = Path.Combine(AppContext.BaseDirectory, "Scenarios");

    private readonly ChildProcess _process;
    private readonly string _directory;

    private Sipp(ChildProcess process, string directory) => (_process, _directory) = (process, directory);

    /// <summary>A sipp that calls, or registers, through the exchange.</summary>
    public static Sipp Caller(Exchange exchange, string scenario, int device, string caller, string called = "", SippOptions? options = null) =>
        Begin(exchange, scenario, device, ["-s", called.Length > 0 ? called : caller, "-key", "caller", caller, exchange.Sip.ToString()], options ?? new());

    /// <summary>A sipp that is called; it listens when this returns.</summary>
    public static async Task<Sipp> Device(Exchange exchange, string scenario, int device, SippOptions? options = null)
    {
        var sipp = Begin(exchange, scenario, device, [], options ?? new());
        var own = OwnOf(exchange, device, options ?? new());
        await Eventually.IsTrue(() => sipp._process.HasEnded || sipp.Listens(own), $"sipp listens at {own}");
        return sipp;
    }

    /// <summary>Every message in the order of the wire, with who sent it.</summary>
    public IReadOnlyList<(bool Sent, SipText Message)> Messages =>
        [.. Regex.Split(File.ReadAllText(Path.Combine(_directory, "messages")), @"^-{20,} .*\r?\n", RegexOptions.Multiline)
            .Select(part => Regex.Match(part, @"^\w+ message (sent|received) .*?\n\n(.*)$", RegexOptions.Singleline))
            .Where(match => match.Success)
            .Select(match => (match.Groups[1].Value == "sent", new SipText(Regex.Replace(match.Groups[2].Value, "\r?\n", "\r\n"))))];

    public IEnumerable<SipText> Received => Messages.Where(each => !each.Sent).Select(each => each.Message);

    /// <summary>Waits for its end and fails with what sipp says when the scenario did not go as written.</summary>
    public async Task Succeeds(TimeSpan? patience = null)
    {
        var code = await _process.Ended(patience ?? TimeSpan.FromSeconds(30));
        var errors = Path.Combine(_directory, "errors");
        code.ShouldBe(0, File.Exists(errors) ? File.ReadAllText(errors) : _process.Output);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static Sipp Begin(Exchange exchange, string scenario, int device, string[] arguments, SippOptions options)
    {
        var directory = System.IO.Directory.CreateDirectory(Path.Combine(exchange.Directory, $"sipp-{scenario}-{Guid.NewGuid():N}")).FullName;
        var text = File.ReadAllText(Path.Combine(Scenarios, scenario + ".xml"));
        foreach (var (name, value) in options.Words) text = text.Replace("{{" + name + "}}", value, StringComparison.Ordinal);
        text.ShouldNotContain("{{");
        File.WriteAllText(Path.Combine(directory, "scenario.xml"), text);
        var own = OwnOf(exchange, device, options);
        var address = own.Address.ToString();
        string[] all = [
            "-sf", "scenario.xml", "-i", address, "-p", $"{own.Port}", "-mi", address, "-t", options.Transport, "-m", $"{options.Calls}", "-r", $"{options.Rate}",
            "-d", $"{options.Milliseconds}", "-key", "domain", options.Domain, "-nostdin", "-deadcall_wait", "0", "-trace_msg", "-message_file", "messages",
            "-trace_err", "-error_file", "errors", .. options.More, .. arguments];
        return new Sipp(exchange.Net.DevicePlace.Start("sipp", all, directory), directory);
    }

    private static IPEndPoint OwnOf(Exchange exchange, int device, SippOptions options) => options.Own ?? new IPEndPoint(exchange.Net.Device(device), 5060);

    // The kernel writes the address with the bytes of each group of four turned round.
    private bool Listens(IPEndPoint own)
    {
        var entry = $"{string.Concat(own.Address.GetAddressBytes().Chunk(4).Select(part => $"{BitConverter.ToUInt32(part):X8}"))}:{own.Port:X4}";
        return ((string[])["udp", "tcp", "udp6", "tcp6"]).SelectMany(table => File.ReadLines($"/proc/{_process.Id}/net/{table}")).Any(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] == entry);
    }
}

/// <summary>How a sipp is to play its scenario.</summary>
public sealed record SippOptions
{
    public string Domain { get; init; } = Exchange.Domain;

    public int Calls { get; init; } = 1;

    /// <summary>Its address and port where they are not those of a device.</summary>
    public IPEndPoint? Own { get; init; }

    /// <summary>Calls a second.</summary>
    public int Rate { get; init; } = 10;

    /// <summary>Length of the scenario's pauses.</summary>
    public int Milliseconds { get; init; } = 200;

    /// <summary>sipp's -t: u1 for UDP, t1 for one TCP connection.</summary>
    public string Transport { get; init; } = "u1";

    /// <summary>What stands for {{word}} in the scenario.</summary>
    public Dictionary<string, string> Words { get; init; } = [];

    public string[] More { get; init; } = [];
}
