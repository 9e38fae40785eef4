using System.CommandLine;
using System.CommandLine.Invocation;
using ActorPbx.Node.Cli.Commands;
using ActorPbx.Node.Cli.Output;

namespace ActorPbx.Node.Cli;

/// <summary>The program's command line: its commands, and how their failures are shown and counted.</summary>
public sealed class CommandLine
{
    private readonly NodeChoice _choice = new();
    private readonly RootCommand _root;
    private readonly Func<bool, CliOutput> _output;

    /// <summary>A command line that prints to an output; the factory is told whether JSON is wanted.</summary>
    public CommandLine(Func<bool, CliOutput> output)
    {
        _output = output;
        _root = new RootCommand("ActorPbx, a telephone exchange: run a node, and look at or command a running one.")
        {
            _choice.Json,
            _choice.Config,
            _choice.Socket,
        };
        var shell = new CommandShell(_choice, output);
        _root.Add(RunCommand.Create(shell));
        _root.Add(ConfigCommand.Create(shell));
        _root.Add(StatusCommand.Create(shell));
        _root.Add(ExtensionsCommand.Create(shell));
        _root.Add(CallsCommand.Create(shell));
        _root.Add(HangUpCommand.Create(shell));
        _root.Add(CdrCommand.Create(shell));
        _root.Add(TraceCommand.Create(shell));
        _root.Add(ClusterCommand.Create(shell));
        _root.Add(BansCommand.Create(shell));
        _root.Add(ReloadCommand.Create(shell));
        _root.Add(StopCommand.Create(shell));
    }

    /// <summary>Runs a command line; one of <see cref="ExitCode"/>.</summary>
    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellation = default)
    {
        if (arguments.Length == 0)
        {
            await RunAsync(["--help"], cancellation);
            return ExitCode.Usage;
        }

        var line = _root.Parse(arguments);
        var output = _output(line.GetValue(_choice.Json));

        if (line.Action is ParseErrorAction)
        {
            output.WriteError($"{FirstFault(line)} Try '{NameOf(line)} --help'.");
            return ExitCode.Usage;
        }

        // Signals are the commands' own: a running node drains, a followed list ends.
        return await line.InvokeAsync(
            new InvocationConfiguration { Output = output.Text, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
            cancellation);
    }

    private static string FirstFault(ParseResult line)
    {
        var fault = line.Errors.Count == 0 ? "A command is missing." : line.Errors[0].Message.Trim();
        return fault.EndsWith('.') ? fault : fault + ".";
    }

    private static string NameOf(ParseResult line)
    {
        var names = new List<string>();
        for (var at = line.CommandResult; at is not null; at = at.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Insert(0, at.Command is RootCommand ? "actorpbx" : at.Command.Name);
        }

        return string.Join(' ', names);
    }
}
