using System.CommandLine;
using ActorPbx.Node.Cli.Output;
using ActorPbx.Node.Control;

namespace ActorPbx.Node.Cli.Commands;

/// <summary><c>actorpbx extensions</c>: the extensions and the devices registered under them.</summary>
internal static class ExtensionsCommand
{
    public static Command Create(CommandShell shell)
    {
        var number = new Argument<string?>("NUMBER") { Description = "Only this extension, with its devices", Arity = ArgumentArity.ZeroOrOne };
        var domain = CommonOptions.Domain();
        var command = new Command("extensions", "List the extensions and where their devices are registered") { number, domain };
        shell.HandleWithNode(command, async (line, node, output, cancellation) =>
        {
            var one = line.GetValue(number);
            var reply = await node.AskAsync<ExtensionsReply>(new ExtensionsRequest(line.GetValue(domain), one), cancellation);
            if (output.Json)
            {
                output.WriteJson(reply.Extensions, CliJson.Default.ImmutableArrayExtensionRow);
            }
            else if (one is null)
            {
                ExtensionsText.WriteList(reply.Extensions, output.Console);
            }
            else
            {
                ExtensionsText.WriteDetails(reply.Extensions, output.Console);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
