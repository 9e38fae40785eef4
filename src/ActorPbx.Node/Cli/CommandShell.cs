using System.CommandLine;
using ActorPbx.Node.Cli.Output;

namespace ActorPbx.Node.Cli;

/// <summary>What all commands share: their common options, their output, and the translation of failures into one line and an exit code.</summary>
public sealed class CommandShell(NodeChoice choice, Func<bool, CliOutput> output)
{
    /// <summary>The common options.</summary>
    public NodeChoice Choice { get; } = choice;

    /// <summary>Gives a command its action.</summary>
    public void Handle(Command command, Func<ParseResult, CliOutput, CancellationToken, Task<int>> action) =>
        command.SetAction((line, cancellation) => RunAsync(line, action, cancellation));

    /// <summary>Gives a command an action on a connection to the running node.</summary>
    public void HandleWithNode(Command command, Func<ParseResult, ControlClient, CliOutput, CancellationToken, Task<int>> action) =>
        Handle(command, async (line, output, cancellation) =>
        {
            await using var client = await ControlClient.ConnectAsync(Choice.SocketPath(line), cancellation);
            return await action(line, client, output, cancellation);
        });

    private async Task<int> RunAsync(
        ParseResult line, Func<ParseResult, CliOutput, CancellationToken, Task<int>> action, CancellationToken cancellation)
    {
        var to = output(line.GetValue(Choice.Json));
        try
        {
            return await action(line, to, cancellation);
        }
        catch (CommandFailedException e)
        {
            to.WriteError(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCode.Done; // Ctrl+C is how a followed list ends
        }
        catch (IOException e) when (e.HResult == BrokenPipe)
        {
            return ExitCode.Done; // the reader of a pipe, such as head, has seen enough
        }
    }

    private const int BrokenPipe = 32; // EPIPE, errno(3)
}
