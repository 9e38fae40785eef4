using System.CommandLine;
using ActorPbx.Node.Settings;

namespace ActorPbx.Node.Cli;

/// <summary>The options by which every command is told what to print and which node is meant.</summary>
public sealed class NodeChoice
{
    /// <summary>Print JSON.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print JSON instead of text", Recursive = true };

    /// <summary>The configuration file of the node.</summary>
    public Option<string?> Config { get; } = new("--config", "-c")
    {
        Description = "The node that runs with this configuration file",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>The control socket of the node.</summary>
    public Option<string?> Socket { get; } = new("--socket")
    {
        Description = "The node that listens on this control socket",
        HelpName = "PATH",
        Recursive = true,
    };

    /// <summary>The control socket that the command line means.</summary>
    public string SocketPath(ParseResult line)
    {
        if (line.GetValue(Socket) is { Length: > 0 } socket)
        {
            return Path.GetFullPath(socket);
        }

        try
        {
            return ConfigurationReader.ReadPaths(ConfigurationFiles.Find(line.GetValue(Config))).ControlSocket;
        }
        catch (FileNotFoundException e)
        {
            throw new CommandFailedException(ExitCode.Usage, $"{e.Message} with --config FILE, or the node's socket with --socket PATH", e);
        }
        catch (FaultyConfigurationException e)
        {
            throw new CommandFailedException(ExitCode.Failed, $"{e.Problems[0]}; mend it, or name the node's socket with --socket PATH", e);
        }
    }
}
