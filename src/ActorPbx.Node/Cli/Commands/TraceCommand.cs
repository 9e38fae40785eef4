using System.CommandLine;
using ActorPbx.Node.Cli.Output;
using ActorPbx.Node.Control;
using Spectre.Console;

namespace ActorPbx.Node.Cli.Commands;

/// <summary><c>actorpbx trace</c>: the SIP messages that pass, as a ladder.</summary>
internal static class TraceCommand
{
    public static Command Create(CommandShell shell)
    {
        var call = new Argument<string?>("CALL") { Description = "Only this call, until it ends; 'actorpbx calls' names them", Arity = ArgumentArity.ZeroOrOne };
        var number = new Option<string?>("--number") { Description = "Only messages from or to this number", HelpName = "NUMBER" };
        var full = new Option<bool>("--full") { Description = "Print each message whole, secrets masked" };
        var command = new Command("trace", "Show the SIP messages that pass, as they pass, until Ctrl+C") { call, number, full };
        shell.HandleWithNode(command, async (line, node, output, cancellation) =>
        {
            var request = new TraceRequest(line.GetValue(call), line.GetValue(number));
            var printer = new TracePrinter(output, line.GetValue(full));
            await foreach (var reply in node.StreamAsync<TracedReply>(request, cancellation))
            {
                printer.Print(reply.Message);
            }

            return ExitCode.Done;
        });
        return command;
    }
}

/// <summary>Prints traced messages: a ladder for people, one object a line for programs.</summary>
internal sealed class TracePrinter(CliOutput output, bool full)
{
    private readonly Ladder _ladder = new(Math.Min(output.Console.Profile.Width, 200));

    public void Print(TracedRow message)
    {
        if (output.Json)
        {
            output.WriteJson(message, CliJson.Default.TracedRow);
            return;
        }

        if (message.Lost > 0)
        {
            output.Console.WriteLine($"… {message.Lost} messages came faster than they could be shown");
        }

        var style = StyleOf(message.Summary);
        var lines = _ladder.Lines(message).ToArray();
        for (var i = 0; i < lines.Length; i++)
        {
            output.Console.Write(new Text(lines[i] + "\n", i == lines.Length - 1 ? style : new Style(decoration: Decoration.Bold)));
        }

        if (full)
        {
            PrintWhole(message.Text);
        }

        output.Text.Flush();
    }

    private void PrintWhole(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            output.Console.Write(new Text("    " + Output.Columns.Printable(line.ToString()) + "\n"));
        }
    }

    private static Style StyleOf(string summary) => new(summary.Length == 0 ? Color.Default : summary[0] switch
    {
        '1' => Color.Yellow,
        '2' => Color.Green,
        '3' => Color.Blue,
        '4' or '5' or '6' => Color.Red,
        _ => Color.Aqua,
    });
}
