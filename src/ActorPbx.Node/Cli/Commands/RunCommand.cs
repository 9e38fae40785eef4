using System.CommandLine;
using ActorPbx.Node.Cli.Output;
using ActorPbx.Node.Running;
using ActorPbx.Node.Settings;

namespace ActorPbx.Node.Cli.Commands;

/// <summary><c>actorpbx run</c>: is the node, until it is told to end.</summary>
internal static class RunCommand
{
    public static Command Create(CommandShell shell)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = $"The configuration file; without it {ConfigurationFiles.DefaultName} beside the program or above it",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("run", "Run a node in the foreground until 'actorpbx stop', SIGTERM or Ctrl+C; a second signal ends it at once") { file };
        shell.Handle(command, async (line, output, _) =>
        {
            var configuration = Read(line.GetValue(file) ?? line.GetValue(shell.Choice.Config), output);
            try
            {
                return await NodeRun.RunAsync(configuration, output.Text);
            }
            catch (StartException e)
            {
                throw new CommandFailedException(ExitCode.StartFailed, e.Message, e);
            }
        });
        return command;
    }

    private static LoadedConfiguration Read(string? named, CliOutput output)
    {
        try
        {
            return ConfigurationReader.Read(ConfigurationFiles.Find(named));
        }
        catch (FileNotFoundException e)
        {
            throw new CommandFailedException(ExitCode.Usage, $"{e.Message}, as in: actorpbx run FILE", e);
        }
        catch (FaultyConfigurationException e)
        {
            foreach (var problem in e.Problems)
            {
                output.WriteErrorDetail(problem.ToString());
            }

            var file = e.Problems.Select(p => p.File).FirstOrDefault(f => f is not null) ?? named;
            throw new CommandFailedException(ExitCode.Failed, $"the configuration has faults, so nothing was started; mend {file} and check with 'actorpbx config check'", e);
        }
    }
}
