using System.CommandLine;
using ActorPbx.Node.Cli.Output;
using ActorPbx.Node.Control;

namespace ActorPbx.Node.Cli.Commands;

/// <summary><c>actorpbx calls</c>: the living calls.</summary>
internal static class CallsCommand
{
    public static Command Create(CommandShell shell)
    {
        var domain = CommonOptions.Domain();
        var command = new Command("calls", "List the calls that are up or being set up") { domain };
        shell.HandleWithNode(command, async (line, node, output, cancellation) =>
        {
            var reply = await node.AskAsync<CallsReply>(new CallsRequest(line.GetValue(domain)), cancellation);
            if (output.Json)
            {
                output.WriteJson(reply.Calls, CliJson.Default.ImmutableArrayCallRow);
            }
            else
            {
                CallsText.Write(reply.Calls, output.Console);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
