using System.Text.Json;
using ActorPbx.Node.Cli;
using ActorPbx.Node.Control;
using ActorPbx.Node.Tests.Control;

namespace ActorPbx.Node.Tests.Cli;

/// <summary>The operator's commands against a served control socket.</summary>
public sealed class CommandLineTests : OperatorTest
{
    [Fact]
    public async Task Status_is_for_people()
    {
        var (code, text, _) = await Run("status");
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
        var (code, text, _) = await Run([.. command, "--json"]);
        code.ShouldBe(ExitCode.Done);
        using var document = JsonDocument.Parse(text);
        document.RootElement.ValueKind.ShouldBeOneOf(JsonValueKind.Object, JsonValueKind.Array);
    }

    [Fact]
    public async Task Extensions_are_a_table_and_one_extension_is_shown_with_its_devices()
    {
        var (_, list, _) = await Run("extensions");
        list.Split('\n').Select(l => l.TrimEnd()).ShouldContain("pbx.local  100     Reception      1   10  udp 192.0.2.7:5060");
        var (_, one, _) = await Run("extensions", "100");
        one.ShouldContain("100@pbx.local (Reception): registered, 1 of at most 10 calls");
        one.ShouldContain("sip:100@192.0.2.7:5060");
    }

    [Fact]
    public async Task What_a_phone_sent_does_not_write_to_the_terminal()
    {
        var (_, text, _) = await Run("extensions", "100");
        text.ShouldContain("Phone\ufffd[31m 1.0");
        text.ShouldNotContain("\u001b", Case.Sensitive);
    }

    [Fact]
    public async Task Calls_are_shown()
    {
        var (_, text, _) = await Run("calls");
        text.Split('\n').Select(l => l.TrimEnd()).ShouldContain("c-1   pbx.local  100   101  talking  1:15  relayed");
    }

    [Theory]
    [InlineData("extensions", "999")]
    [InlineData("hangup", "c-9")]
    public async Task What_is_not_there_has_its_own_exit_code(params string[] command)
    {
        var (code, text, error) = await Run([.. command]);
        code.ShouldBe(ExitCode.NotFound);
        text.ShouldBeEmpty();
        error.ShouldStartWith("actorpbx: There is no ");
    }

    [Fact]
    public async Task Records_are_a_table()
    {
        var (_, text, _) = await Run("cdr");
        text.ShouldContain("STARTED");
        text.ShouldContain("answered");
        text.ShouldContain("1:15");
    }

    [Fact]
    public async Task Records_as_CSV_hold_no_formula_and_quote_what_must_be()
    {
        var (_, text, _) = await Run("cdr", "--csv");
        var lines = text.TrimEnd().Split('\n');
        lines[0].ShouldStartWith("id,call,side,domain,node,caller,called");
        lines[1].ShouldStartWith("1,c-1,O,pbx.local,node-1,100,101,udp 192.0.2.7:5060,");
        lines[2].ShouldStartWith("2,c-1,O,pbx.local,node-1,\"'=cmd,1\",101,");
    }

    [Fact]
    public async Task The_filters_of_records_reach_the_node()
    {
        var (code, _, error) = await Run(
            "cdr", "--since", "2026-03-01T10:00Z", "--until", "2026-03-02T00:00:00Z", "--number", "100", "--domain", "pbx.local", "-n", "7");
        code.ShouldBe(ExitCode.Done, error);
        Operations.RecordRequests.ShouldHaveSingleItem().ShouldBe(new CallRecordsRequest(
            new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), "pbx.local", "100", 7));
    }

    [Fact]
    public async Task Followed_records_are_printed_as_they_come_one_a_line()
    {
        Operations.NewRecords.Writer.TryWrite(ScriptedOperations.Record(3));
        Operations.NewRecords.Writer.Complete();
        var (_, text, _) = await Run("cdr", "--follow", "--json");
        text.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetInt64()).ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData(30.0, "--drain", "30s")]
    [InlineData(0.0, "--now")]
    [InlineData(null)]
    public async Task Stop_tells_how_long_calls_may_go_on(double? seconds, params string[] options)
    {
        var (code, text, _) = await Run(["stop", .. options]);
        code.ShouldBe(ExitCode.Done);
        text.ShouldBe("2 calls are still up, 30s left.\nThe node has ended its calls and stops.\n");
        Operations.Stopped.ShouldBeTrue();
        Operations.Drain?.TotalSeconds.ShouldBe(seconds!.Value);
        (Operations.Drain is null).ShouldBe(seconds is null);
    }

    [Fact]
    public async Task A_node_that_stumbles_is_reported_in_one_line()
    {
        var path = Directory.File("faulty.sock");
        await using var server = Serve("faulty.sock", new ScriptedOperations { Fault = new TimeoutException("no answer\nin time") });
        var (code, _, error) = await RunAlone("status", "--socket", path);
        code.ShouldBe(ExitCode.Failed);
        error.ShouldBe("actorpbx: The node could not do it: no answer in time\n");
    }

    [Fact]
    public async Task Without_a_node_the_exit_code_and_one_line_say_so()
    {
        var path = Directory.File("nobody.sock");
        var (code, text, error) = await RunAlone("status", "--socket", path);
        code.ShouldBe(ExitCode.NoNode);
        text.ShouldBeEmpty();
        error.ShouldBe($"actorpbx: no node answers on {path}; start one with 'actorpbx run', or name the right one with --config FILE or --socket PATH\n");
    }

    [Fact]
    public async Task A_configuration_file_leads_to_its_node()
    {
        System.IO.Directory.CreateDirectory(Directory.File("data"));
        var file = Directory.Write("my.conf", "node.data-directory = data\nsip.listen = nonsense\n");
        await using var server = Serve("data/actorpbx.sock", Operations);
        (await RunAlone("calls", "--config", file)).Code.ShouldBe(ExitCode.Done);
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
        var (code, text, error) = await RunAlone(command);
        code.ShouldBe(ExitCode.Usage);
        text.ShouldBeEmpty();
        error.ShouldStartWith("actorpbx: ");
        error.TrimEnd('\n').ShouldNotContain('\n');
        Operations.Stopped.ShouldBeFalse();
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("cdr", "--help")]
    public async Task Help_is_printed(params string[] command)
    {
        var (code, text, _) = await RunAlone(command);
        code.ShouldBe(command.Length == 0 ? ExitCode.Usage : ExitCode.Done);
        text.ShouldContain("Usage:");
    }

    [Fact]
    public async Task Errors_are_JSON_too()
    {
        var (_, _, error) = await RunAlone("status", "--json", "--socket", Directory.File("nobody.sock"));
        using var document = JsonDocument.Parse(error);
        document.RootElement.GetProperty("error").GetString()!.ShouldContain("no node answers");
    }
}
