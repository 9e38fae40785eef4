using System.Collections.Immutable;
using System.CommandLine;
using ActorPbx.Node.Cli.Output;
using ActorPbx.Node.Settings;

namespace ActorPbx.Node.Cli.Commands;

/// <summary><c>actorpbx config</c>: checks and shows configuration files; needs no running node.</summary>
internal static class ConfigCommand
{
    public static Command Create(CommandShell shell) => new("config", "Check or show a configuration file")
    {
        Check(shell),
        Show(shell),
    };

    private static Command Check(CommandShell shell)
    {
        var file = FileArgument();
        var command = new Command("check", "Say everything that is wrong with a configuration, or 'ok' with a summary") { file };
        shell.Handle(command, (line, output, _) => Task.FromResult(Check(Find(line, file, shell), output)));
        return command;
    }

    private static int Check(string file, CliOutput output)
    {
        try
        {
            var configuration = ConfigurationReader.Read(file);
            if (output.Json)
            {
                output.WriteJson(new CheckResult(file, true, []), CliJson.Default.CheckResult);
            }
            else
            {
                ConfigurationText.WriteSummary(configuration, output.Console);
            }

            return ExitCode.Done;
        }
        catch (FaultyConfigurationException e)
        {
            if (output.Json)
            {
                output.WriteJson(new CheckResult(file, false, [.. e.Problems.Select(ConfigurationText.ToJson)]), CliJson.Default.CheckResult);
            }
            else
            {
                ConfigurationText.WriteProblems(e.Problems, output.Text);
            }

            return ExitCode.Failed;
        }
    }

    private static Command Show(CommandShell shell)
    {
        var file = FileArgument();
        var command = new Command("show", "Show the resolved configuration, secrets masked, with the place where each value was written") { file };
        shell.Handle(command, (line, output, _) =>
        {
            var tree = ReadTree(Find(line, file, shell));
            if (output.Json)
            {
                output.WriteJson(ConfigurationText.Values(tree), CliJson.Default.ImmutableArrayShownValue);
            }
            else
            {
                output.Text.WriteLine(ConfigurationText.Shown(tree).TrimEnd());
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static Argument<string?> FileArgument() => new("FILE")
    {
        Description = $"The configuration file; without it {ConfigurationFiles.DefaultName} beside the program or above it",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static string Find(ParseResult line, Argument<string?> file, CommandShell shell)
    {
        try
        {
            return ConfigurationFiles.Find(line.GetValue(file) ?? line.GetValue(shell.Choice.Config));
        }
        catch (FileNotFoundException e)
        {
            throw new CommandFailedException(ExitCode.Usage, e.Message, e);
        }
    }

    private static ConfigurationTree ReadTree(string file)
    {
        try
        {
            return ConfigurationReader.ReadTree(file);
        }
        catch (FaultyConfigurationException e)
        {
            var problem = e.Problems[0];
            throw new CommandFailedException(ExitCode.Failed, problem.Excerpt is null ? $"{problem}" : $"{problem}\n{problem.Excerpt}", e);
        }
    }
}
