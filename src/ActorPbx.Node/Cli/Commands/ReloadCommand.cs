using System.CommandLine;
using ActorPbx.Node.Cli.Output;
using ActorPbx.Node.Control;

namespace ActorPbx.Node.Cli.Commands;

/// <summary><c>actorpbx reload</c>: the running node reads its configuration again.</summary>
internal static class ReloadCommand
{
    public static Command Create(CommandShell shell)
    {
        var check = new Option<bool>("--check") { Description = "Only say what would change, and what needs a restart" };
        var command = new Command("reload", "Have the node read its configuration again: all of it is taken over, or nothing; calls go on") { check };
        shell.HandleWithNode(command, async (line, node, output, cancellation) =>
        {
            var reply = await node.AskAsync<ReloadReply>(new ReloadRequest(line.GetValue(check)), cancellation);
            if (output.Json)
            {
                output.WriteJson(reply, CliJson.Default.ReloadReply);
            }
            else
            {
                Print(reply, output);
            }

            return reply.Outcome == ReloadOutcome.Refused ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static void Print(ReloadReply reply, CliOutput output)
    {
        if (!reply.Changes.IsEmpty)
        {
            var table = Columns.Of("SETTING", "CHANGE", "TAKES EFFECT");
            foreach (var row in reply.Changes)
            {
                table.Add(row.Path, row.Change, row.AtOnce ? "at once" : "at the next start");
            }

            output.Console.Write(table);
        }

        foreach (var problem in reply.Problems)
        {
            output.WriteErrorDetail(problem);
        }

        if (reply.Outcome == ReloadOutcome.Refused)
        {
            output.WriteError("refused, so nothing has changed; mend the configuration and reload again, or restart the node");
            return;
        }

        output.Text.WriteLine(reply.Outcome switch
        {
            ReloadOutcome.Applied => "The node runs on the new configuration.",
            ReloadOutcome.Possible when reply.Changes.IsEmpty => "No setting differs.",
            ReloadOutcome.Possible => "A reload would take all of this over.",
            _ => "No setting differs; the files that the configuration names were read again.",
        });
    }
}
