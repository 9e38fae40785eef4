using System.CommandLine;
using ActorPbx.Node.Cli.Output;
using ActorPbx.Node.Control;

namespace ActorPbx.Node.Cli.Commands;

/// <summary><c>actorpbx hangup</c>: ends calls.</summary>
internal static class HangUpCommand
{
    public static Command Create(CommandShell shell)
    {
        var call = new Argument<string?>("CALL") { Description = "The call's id, as 'actorpbx calls' shows it", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "End every call of the node" };
        var command = new Command("hangup", "End a call, or all of them") { call, all };
        command.Validators.Add(line =>
        {
            if (line.GetValue(all) == line.GetValue(call) is { Length: > 0 })
            {
                line.AddError("Name one call, or use --all.");
            }
        });
        shell.HandleWithNode(command, async (line, node, output, cancellation) =>
        {
            var reply = await node.AskAsync<HungUpReply>(new HangUpRequest(line.GetValue(call), line.GetValue(all)), cancellation);
            if (output.Json)
            {
                output.WriteJson(new HangUpResult(reply.Calls), CliJson.Default.HangUpResult);
            }
            else
            {
                output.Text.WriteLine(reply.Calls == 1 ? "1 call is ended." : $"{reply.Calls} calls are ended.");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
