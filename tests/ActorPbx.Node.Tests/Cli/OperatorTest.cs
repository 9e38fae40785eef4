using ActorPbx.Node.Cli;
using ActorPbx.Node.Cli.Output;
using ActorPbx.Node.Control;
using ActorPbx.Node.Tests.Control;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorPbx.Node.Tests.Cli;

/// <summary>An operator's commands, and a node with scripted answers behind a real control socket.</summary>
public abstract class OperatorTest : IAsyncLifetime
{
    private ControlServer _server = null!;

    private protected ScriptedOperations Operations { get; } = new();

    private protected TemporaryDirectory Directory { get; } = new();

    protected string SocketPath => Directory.File("node.sock");

    public Task InitializeAsync()
    {
        _server = Serve("node.sock", Operations);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Dispose();
    }

    /// <summary>Another node, on a socket of its own.</summary>
    private protected ControlServer Serve(string socket, ScriptedOperations operations) => ControlServer.Start(Directory.File(socket), operations, NullLogger.Instance);

    /// <summary>A command to the node.</summary>
    protected Task<(int Code, string Text, string Error)> Run(params string[] command) => RunAlone([.. command, "--socket", SocketPath]);

    /// <summary>A command line as it is.</summary>
    protected static async Task<(int Code, string Text, string Error)> RunAlone(params string[] arguments)
    {
        using StringWriter text = new(), error = new();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var code = await RunInto(text, error, limit.Token, arguments);
        return (code, text.ToString(), error.ToString());
    }

    protected static Task<int> RunInto(TextWriter text, TextWriter error, CancellationToken cancellation, params string[] arguments) =>
        new CommandLine(json => new CliOutput(text, error, json, terminal: false)).RunAsync(arguments, cancellation);
}
