using System.Collections.Immutable;
using System.CommandLine;
using ActorPbx.Node.Cli.Output;
using ActorPbx.Node.Control;
using Spectre.Console;

namespace ActorPbx.Node.Cli.Commands;

/// <summary><c>actorpbx calls</c>: the living calls, once or as they come and go.</summary>
internal static class CallsCommand
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    public static Command Create(CommandShell shell)
    {
        var domain = CommonOptions.Domain();
        var watch = new Option<bool>("--watch", "-w") { Description = "Go on showing them, anew every second, until Ctrl+C" };
        var command = new Command("calls", "List the calls that are up or being set up") { domain, watch };
        shell.HandleWithNode(command, async (line, node, output, cancellation) =>
        {
            var request = new CallsRequest(line.GetValue(domain));
            if (line.GetValue(watch))
            {
                await WatchAsync(request, node, output, cancellation);
                return ExitCode.Done;
            }

            Print((await node.AskAsync<CallsReply>(request, cancellation)).Calls, output);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(ImmutableArray<CallRow> calls, CliOutput output)
    {
        if (output.Json)
        {
            output.WriteJson(calls, CliJson.Default.ImmutableArrayCallRow);
        }
        else
        {
            CallsText.Write(calls, output.Console);
        }
    }

    private static async Task WatchAsync(CallsRequest request, ControlClient node, CliOutput output, CancellationToken cancellation)
    {
        // A terminal is drawn over; what goes to a pipe or a file stays.
        if (!output.Json && output.Console.Profile.Capabilities.Ansi)
        {
            await output.Console.Live(new Text("")).Overflow(VerticalOverflow.Ellipsis).StartAsync(
                live => RepeatAsync(request, node, calls => live.UpdateTarget(CallsText.Picture(calls, DateTimeOffset.Now)), cancellation));
            return;
        }

        await RepeatAsync(request, node, calls => Print(calls, output), cancellation);
    }

    private static async Task RepeatAsync(CallsRequest request, ControlClient node, Action<ImmutableArray<CallRow>> show, CancellationToken cancellation)
    {
        while (true)
        {
            show((await node.AskAsync<CallsReply>(request, cancellation)).Calls);
            await Task.Delay(WatchInterval, cancellation);
        }
    }
}
