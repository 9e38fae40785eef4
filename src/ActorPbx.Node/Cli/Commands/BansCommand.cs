using System.CommandLine;
using ActorPbx.Node.Cli.Output;
using ActorPbx.Node.Control;

namespace ActorPbx.Node.Cli.Commands;

/// <summary><c>actorpbx bans</c>: sources that the node ignores for a while.</summary>
internal static class BansCommand
{
    public static Command Create(CommandShell shell) =>
        new("bans", "Look at the sources that are ignored for a while, and end that") { List(shell), Clear(shell) };

    private static Command List(CommandShell shell)
    {
        var command = new Command("list", "Show the ignored sources, why and until when");
        shell.HandleWithNode(command, async (_, node, output, cancellation) =>
        {
            var reply = await node.AskAsync<BansReply>(new BansRequest(), cancellation);
            if (output.Json)
            {
                output.WriteJson(reply.Bans, CliJson.Default.ImmutableArrayBanRow);
            }
            else
            {
                BansText.Write(reply.Bans, output.Console);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Clear(CommandShell shell)
    {
        var source = new Argument<string?>("ADDRESS") { Description = "The address, as 'actorpbx bans list' shows it", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "End every ban" };
        var command = new Command("clear", "No longer ignore an address, or all of them") { source, all };
        command.Validators.Add(line =>
        {
            if (line.GetValue(all) == line.GetValue(source) is { Length: > 0 })
            {
                line.AddError("Name one address, or use --all.");
            }
        });
        shell.HandleWithNode(command, async (line, node, output, cancellation) =>
        {
            var reply = await node.AskAsync<BansClearedReply>(new ClearBansRequest(line.GetValue(source), line.GetValue(all)), cancellation);
            if (output.Json)
            {
                output.WriteJson(new BansClearResult(reply.Bans), CliJson.Default.BansClearResult);
            }
            else
            {
                output.Text.WriteLine(reply.Bans == 1 ? "1 ban is ended." : $"{reply.Bans} bans are ended.");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
