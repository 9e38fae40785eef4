using ActorPbx.Node.Cli;
using ActorPbx.Node.Cli.Output;
using ActorPbx.Node.Control;
using ActorPbx.Node.Tests.Control;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorPbx.Node.Tests.Cli;

/// <summary>What an operator sees of ignored sources, and how he ends that.</summary>
public sealed class BansCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private ControlServer _server = null!;

    public Task InitializeAsync()
    {
        _server = ControlServer.Start(_directory.File("node.sock"), new ScriptedOperations(), NullLogger.Instance);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Bans_are_listed_for_people_and_for_machines()
    {
        var (code, text, _) = await Run("bans", "list");
        code.ShouldBe(ExitCode.Done);
        text.ShouldContain("203.0.113.5");
        text.ShouldContain("wrong passwords of 8 accounts");
        (await Run("bans", "list", "--json")).Text.ShouldContain("\"source\":\"203.0.113.5\"");
    }

    [Fact]
    public async Task A_ban_is_ended_by_its_address_or_with_all()
    {
        (await Run("bans", "clear", "203.0.113.5")).ShouldBe((ExitCode.Done, "1 ban is ended.\n", ""));
        (await Run("bans", "clear", "--all", "--json")).Text.Trim().ShouldBe("{\"bans\":1}");
        (await Run("bans", "clear", "203.0.113.9")).Code.ShouldBe(ExitCode.NotFound);
        (await Run("bans", "clear", "nonsense")).Code.ShouldBe(ExitCode.Failed);
        (await Run("bans", "clear")).Code.ShouldBe(ExitCode.Usage);
    }

    private async Task<(int Code, string Text, string Error)> Run(params string[] arguments)
    {
        var (text, error) = (new StringWriter(), new StringWriter());
        var code = await new CommandLine(json => new CliOutput(text, error, json, terminal: false)).RunAsync([.. arguments, "--socket", _directory.File("node.sock")]);
        return (code, text.ToString(), error.ToString());
    }
}
