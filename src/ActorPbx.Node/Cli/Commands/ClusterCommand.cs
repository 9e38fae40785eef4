using System.CommandLine;
using ActorPbx.Node.Cli.Output;
using ActorPbx.Node.Control;

namespace ActorPbx.Node.Cli.Commands;

/// <summary><c>actorpbx cluster</c>: the cluster as the node sees it, and what an operator may take out of it.</summary>
internal static class ClusterCommand
{
    public static Command Create(CommandShell shell) =>
        new("cluster", "Look at the cluster of the node, or take out a node that is gone for good") { Status(shell), Forget(shell) };

    private static Command Status(CommandShell shell)
    {
        var command = new Command("status", "Show nodes, links, load, numbers and the bus, as this node sees them; a T-MSS sees all");
        shell.HandleWithNode(command, async (_, node, output, cancellation) =>
        {
            var reply = await node.AskAsync<ClusterReply>(new ClusterRequest(), cancellation);
            if (output.Json)
            {
                output.WriteJson(reply.Cluster, CliJson.Default.ClusterReport);
            }
            else
            {
                ClusterText.Write(reply.Cluster, output.Console);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Forget(CommandShell shell)
    {
        var name = new Argument<string>("NODE") { Description = "The node, as 'actorpbx cluster status' shows it" };
        var command = new Command("forget", "Take what a dead node announced out of the directory, for good; at a T-MSS") { name };
        shell.HandleWithNode(command, async (line, node, output, cancellation) =>
        {
            var reply = await node.AskAsync<NodeForgottenReply>(new ForgetNodeRequest(line.GetValue(name)!), cancellation);
            if (output.Json)
            {
                output.WriteJson(new ForgetResult(reply.Node), CliJson.Default.ForgetResult);
            }
            else
            {
                output.Text.WriteLine($"What {reply.Node} announced is forgotten.");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
