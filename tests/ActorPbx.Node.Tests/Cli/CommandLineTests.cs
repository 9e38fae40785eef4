using System.Text.Json;
using ActorPbx.Node.Cli;
using ActorPbx.Node.Cli.Output;
using ActorPbx.Node.Control;
using ActorPbx.Node.Tests.Control;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorPbx.Node.Tests.Cli;

/// <summary>The operator's commands against a served control socket.</summary>
public sealed class CommandLineTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ScriptedOperations _operations = new();
    private ControlServer _server = null!;

    private string SocketPath => _directory.File("node.sock");

    public Task InitializeAsync()
    {
        _server = ControlServer.Start(SocketPath, _operations, NullLogger.Instance);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Status_is_for_people()
    {
        var (code, text, _) = await Run("status", "--socket", SocketPath);
        code.ShouldBe(ExitCode.Done);
        text.ShouldContain("node-1 is running, up 1h 02m (process 4711, ActorPbx 0.1.0)");
        text.ShouldContain("pbx.local (default)          10           1      1");
        text.ShouldContain("0.0.0.0");
        text.ShouldNotContain("\u001b", Case.Sensitive);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("extensions")]
    [InlineData("extensions", "100")]
    [InlineData("calls")]
    [InlineData("hangup", "c-1")]
    [InlineData("hangup", "--all")]
    [InlineData("cdr")]
    [InlineData("reload")]
    [InlineData("cluster", "status")]
    [InlineData("cluster", "forget", "berlin-1")]
    public async Task Every_answer_is_one_JSON_value_when_asked_for(params string[] command)
    {
        var (code, text, _) = await Run([.. command, "--socket", SocketPath, "--json"]);
        code.ShouldBe(ExitCode.Done);
        using var document = JsonDocument.Parse(text);
        document.RootElement.ValueKind.ShouldBeOneOf(JsonValueKind.Object, JsonValueKind.Array);
    }

    [Fact]
    public async Task Extensions_are_a_table_and_one_extension_is_shown_with_its_devices()
    {
        var (_, list, _) = await Run("extensions", "--socket", SocketPath);
        list.Split('\n').Select(l => l.TrimEnd()).ShouldContain("pbx.local  100     Reception      1   10  udp 192.0.2.7:5060");
        var (_, one, _) = await Run("extensions", "100", "--socket", SocketPath);
        one.ShouldContain("100@pbx.local (Reception): registered, 1 of at most 10 calls");
        one.ShouldContain("sip:100@192.0.2.7:5060");
    }

    [Fact]
    public async Task What_a_phone_sent_does_not_write_to_the_terminal()
    {
        var (_, text, _) = await Run("extensions", "100", "--socket", SocketPath);
        text.ShouldContain("Phone\ufffd[31m 1.0");
        text.ShouldNotContain("\u001b", Case.Sensitive);
    }

    [Fact]
    public async Task Calls_are_shown()
    {
        var (_, text, _) = await Run("calls", "--socket", SocketPath);
        text.Split('\n').Select(l => l.TrimEnd()).ShouldContain("c-1   pbx.local  100   101  talking  1:15  relayed");
    }

    [Theory]
    [InlineData("extensions", "999")]
    [InlineData("hangup", "c-9")]
    public async Task What_is_not_there_has_its_own_exit_code(params string[] command)
    {
        var (code, text, error) = await Run([.. command, "--socket", SocketPath]);
        code.ShouldBe(ExitCode.NotFound);
        text.ShouldBeEmpty();
        error.ShouldStartWith("actorpbx: There is no ");
    }

    [Fact]
    public async Task Records_are_a_table()
    {
        var (_, text, _) = await Run("cdr", "--socket", SocketPath);
        text.ShouldContain("STARTED");
        text.ShouldContain("answered");
        text.ShouldContain("1:15");
    }

    [Fact]
    public async Task Records_as_CSV_hold_no_formula_and_quote_what_must_be()
    {
        var (_, text, _) = await Run("cdr", "--csv", "--socket", SocketPath);
        var lines = text.TrimEnd().Split('\n');
        lines[0].ShouldStartWith("id,call,side,domain,node,caller,called");
        lines[1].ShouldStartWith("1,c-1,O,pbx.local,node-1,100,101,udp 192.0.2.7:5060,");
        lines[2].ShouldStartWith("2,c-1,O,pbx.local,node-1,\"'=cmd,1\",101,");
    }

    [Fact]
    public async Task The_filters_of_records_reach_the_node()
    {
        var (code, _, error) = await Run(
            "cdr", "--since", "2026-03-01T10:00Z", "--until", "2026-03-02T00:00:00Z", "--number", "100", "--domain", "pbx.local", "-n", "7", "--socket", SocketPath);
        code.ShouldBe(ExitCode.Done, error);
        _operations.RecordRequests.ShouldHaveSingleItem().ShouldBe(new CallRecordsRequest(
            new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), "pbx.local", "100", 7));
    }

    [Fact]
    public async Task Followed_records_are_printed_as_they_come_one_a_line()
    {
        _operations.NewRecords.Writer.TryWrite(ScriptedOperations.Record(3));
        _operations.NewRecords.Writer.Complete();
        var (_, text, _) = await Run("cdr", "--follow", "--json", "--socket", SocketPath);
        text.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetInt64()).ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData(30.0, "--drain", "30s")]
    [InlineData(0.0, "--now")]
    [InlineData(null)]
    public async Task Stop_tells_how_long_calls_may_go_on(double? seconds, params string[] options)
    {
        var (code, text, _) = await Run(["stop", .. options, "--socket", SocketPath]);
        code.ShouldBe(ExitCode.Done);
        text.ShouldBe("2 calls are still up, 30s left.\nThe node has ended its calls and stops.\n");
        _operations.Stopped.ShouldBeTrue();
        _operations.Drain?.TotalSeconds.ShouldBe(seconds!.Value);
        (_operations.Drain is null).ShouldBe(seconds is null);
    }

    [Fact]
    public async Task A_node_that_stumbles_is_reported_in_one_line()
    {
        var path = _directory.File("faulty.sock");
        await using var server = ControlServer.Start(path, new ScriptedOperations { Fault = new TimeoutException("no answer\nin time") }, NullLogger.Instance);
        var (code, _, error) = await Run("status", "--socket", path);
        code.ShouldBe(ExitCode.Failed);
        error.ShouldBe("actorpbx: The node could not do it: no answer in time\n");
    }

    [Fact]
    public async Task Without_a_node_the_exit_code_and_one_line_say_so()
    {
        var path = _directory.File("nobody.sock");
        var (code, text, error) = await Run("status", "--socket", path);
        code.ShouldBe(ExitCode.NoNode);
        text.ShouldBeEmpty();
        error.ShouldBe($"actorpbx: no node answers on {path}; start one with 'actorpbx run', or name the right one with --config FILE or --socket PATH\n");
    }

    [Fact]
    public async Task A_configuration_file_leads_to_its_node()
    {
        Directory.CreateDirectory(_directory.File("data"));
        var file = _directory.Write("my.conf", "node.data-directory = data\nsip.listen = nonsense\n");
        await using var server = ControlServer.Start(_directory.File("data/actorpbx.sock"), _operations, NullLogger.Instance);
        (await Run("calls", "--config", file)).Code.ShouldBe(ExitCode.Done);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("status", "now")]
    [InlineData("cdr", "--limit", "many")]
    [InlineData("cdr", "--limit", "0")]
    [InlineData("cdr", "--since", "tomorrowish")]
    [InlineData("hangup")]
    [InlineData("hangup", "c-1", "--all")]
    [InlineData("stop", "--drain", "5")]
    [InlineData("stop", "--drain", "5s", "--now")]
    [InlineData("config")]
    [InlineData("status", "--config", "/nowhere/at/all.conf")]
    public async Task A_wrong_command_line_is_one_line_of_advice(params string[] command)
    {
        var (code, text, error) = await Run(command);
        code.ShouldBe(ExitCode.Usage);
        text.ShouldBeEmpty();
        error.ShouldStartWith("actorpbx: ");
        error.TrimEnd('\n').ShouldNotContain('\n');
        _operations.Stopped.ShouldBeFalse();
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("cdr", "--help")]
    public async Task Help_is_printed(params string[] command)
    {
        var (code, text, _) = await Run(command);
        code.ShouldBe(command.Length == 0 ? ExitCode.Usage : ExitCode.Done);
        text.ShouldContain("Usage:");
    }

    [Fact]
    public async Task Errors_are_JSON_too()
    {
        var (_, _, error) = await Run("status", "--json", "--socket", _directory.File("nobody.sock"));
        using var document = JsonDocument.Parse(error);
        document.RootElement.GetProperty("error").GetString()!.ShouldContain("no node answers");
    }

    private static async Task<(int Code, string Text, string Error)> Run(params string[] arguments)
    {
        using StringWriter text = new(), error = new();
        var line = new CommandLine(json => new CliOutput(text, error, json, terminal: false));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var code = await line.RunAsync(arguments, limit.Token);
        return (code, text.ToString(), error.ToString());
    }
}
