using System.CommandLine;
using System.CommandLine.Parsing;
using ActorPbx.Node.Cli.Output;
using ActorPbx.Node.Control;

namespace ActorPbx.Node.Cli.Commands;

/// <summary><c>actorpbx cdr</c>: the call records.</summary>
internal static class CdrCommand
{
    public static Command Create(CommandShell shell)
    {
        var options = new CdrOptions();
        var command = new Command("cdr", "List call records: one for the caller's half of each call, one for the called half")
        {
            options.Since, options.Until, options.Number, options.Domain, options.Branch, options.Correlation, options.Limit, options.Follow, options.Csv,
        };
        command.Validators.Add(options.Validate);
        shell.HandleWithNode(command, async (line, node, output, cancellation) =>
        {
            var records = node.StreamAsync<CallRecordReply>(options.Request(line), cancellation);
            var follow = line.GetValue(options.Follow);
            ICallRecordPrinter printer = (output.Json, line.GetValue(options.Csv)) switch
            {
                (true, _) => new CallRecordJson(output, follow),
                (_, true) => new CallRecordCsv(output.Text),
                _ => new CallRecordTable(output.Console, follow),
            };
            await foreach (var reply in records)
            {
                printer.Add(reply.Record);
            }

            printer.End();
            return ExitCode.Done;
        });
        return command;
    }
}

/// <summary>The options of <c>actorpbx cdr</c>.</summary>
internal sealed class CdrOptions
{
    public Option<DateTimeOffset?> Since { get; } = Time("--since", "Only calls that ended at or after this time, such as 2026-03-01, '2026-03-01 14:30', 14:30 or 2h (ago)");

    public Option<DateTimeOffset?> Until { get; } = Time("--until", "Only calls that ended before this time");

    public Option<string?> Number { get; } = new("--number") { Description = "Only calls from or to this number", HelpName = "NUMBER" };

    public Option<string?> Domain { get; } = CommonOptions.Domain();

    public Option<string?> Branch { get; } = new("--branch")
    {
        Description = $"At headquarters: records of this branch, or of {CallRecordsRequest.AllBranches} branches",
        HelpName = "NAME",
    };

    public Option<string?> Correlation { get; } = new("--correlation")
    {
        Description = "At headquarters: records of one call on all the nodes that it crossed",
        HelpName = "ID",
    };

    public Option<int> Limit { get; } = new("--limit", "-n")
    {
        Description = "At most so many, the newest",
        HelpName = "COUNT",
        DefaultValueFactory = _ => ControlProtocol.DefaultRecordLimit,
    };

    public Option<bool> Follow { get; } = new("--follow", "-f") { Description = "Go on with each record as it is made, until Ctrl+C" };

    public Option<bool> Csv { get; } = new("--csv") { Description = "Print comma-separated values with a heading" };

    public CallRecordsRequest Request(ParseResult line) => new(
        line.GetValue(Since), line.GetValue(Until), line.GetValue(Domain), line.GetValue(Number), line.GetValue(Limit), line.GetValue(Follow),
        line.GetValue(Branch), line.GetValue(Correlation));

    public void Validate(CommandResult line)
    {
        // What is no number is refused by the parser itself; asking for its value here would throw.
        if (line.GetResult(Limit) is { Tokens: [var token] } && int.TryParse(token.Value, out var limit) && limit is < 1 or > ControlProtocol.MaxRecordLimit)
        {
            line.AddError($"--limit must be from 1 to {ControlProtocol.MaxRecordLimit}.");
        }
    }

    private static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (TimeText.TryParse(text, TimeProvider.System.GetLocalNow(), out var time))
            {
                return time;
            }

            argument.AddError($"'{text}' is no time; write 2026-03-01, '2026-03-01 14:30', 14:30 or 2h (ago).");
            return null;
        },
    };
}
