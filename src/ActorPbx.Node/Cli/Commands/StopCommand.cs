using System.CommandLine;
using ActorPbx.Node.Cli.Output;
using ActorPbx.Node.Control;

namespace ActorPbx.Node.Cli.Commands;

/// <summary><c>actorpbx stop</c>: ends the node, letting its calls finish.</summary>
internal static class StopCommand
{
    public static Command Create(CommandShell shell)
    {
        var drain = new Option<TimeSpan?>("--drain")
        {
            Description = "How long living calls may go on, such as 30s or 5m; without it as node.drain-timeout says",
            HelpName = "TIME",
            CustomParser = argument =>
            {
                if (TimeText.TryParseDuration(argument.Tokens[0].Value, out var time))
                {
                    return time;
                }

                argument.AddError($"'{argument.Tokens[0].Value}' is no duration; write 30s or 5m.");
                return null;
            },
        };
        var now = new Option<bool>("--now") { Description = "End every call at once" };
        var command = new Command("stop", "End the running node: no new calls, the others may finish") { drain, now };
        command.Validators.Add(line =>
        {
            if (line.GetValue(now) && line.GetResult(drain) is not null)
            {
                line.AddError("Use --drain or --now, not both.");
            }
        });
        shell.HandleWithNode(command, async (line, node, output, cancellation) =>
        {
            var wanted = line.GetValue(now) ? TimeSpan.Zero : line.GetValue(drain);
            await foreach (var progress in node.StreamAsync<DrainingReply>(new StopRequest(wanted?.TotalSeconds), cancellation))
            {
                Print(progress, output);
            }

            Finish(output);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(DrainingReply progress, CliOutput output)
    {
        if (output.Json)
        {
            output.WriteJson(progress, CliJson.Default.DrainingReply);
        }
        else if (progress.Calls > 0)
        {
            var calls = progress.Calls == 1 ? "1 call is" : $"{progress.Calls} calls are";
            output.Text.WriteLine($"{calls} still up, {DurationText.Of(progress.SecondsLeft)} left.");
        }
    }

    private static void Finish(CliOutput output)
    {
        if (output.Json)
        {
            output.WriteJson(new StopResult(true), CliJson.Default.StopResult);
        }
        else
        {
            output.Text.WriteLine("The node has ended its calls and stops.");
        }
    }
}
