namespace ActorPbx.Node.Cli;

/// <summary>A command ends without success; the message is one line that says what to do.</summary>
public sealed class CommandFailedException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>One of <see cref="Cli.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
