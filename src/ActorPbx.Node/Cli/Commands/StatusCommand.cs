using System.CommandLine;
using ActorPbx.Node.Cli.Output;
using ActorPbx.Node.Control;

namespace ActorPbx.Node.Cli.Commands;

/// <summary><c>actorpbx status</c>: how the node is.</summary>
internal static class StatusCommand
{
    public static Command Create(CommandShell shell)
    {
        var command = new Command("status", "Show how the running node is: listeners, domains, calls, SIP traffic");
        shell.HandleWithNode(command, async (_, node, output, cancellation) =>
        {
            var reply = await node.AskAsync<StatusReply>(new StatusRequest(), cancellation);
            if (output.Json)
            {
                output.WriteJson(reply.Status, CliJson.Default.NodeReport);
            }
            else
            {
                StatusText.Write(reply.Status, output.Console);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
