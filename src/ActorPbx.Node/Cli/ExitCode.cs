namespace ActorPbx.Node.Cli;

/// <summary>What the exit codes of <c>actorpbx</c> mean; scripts rely on them (docs/operations/cli.md).</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Not done: the node refused, or the configuration has faults.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>No node runs, or it does not answer.</summary>
    public const int NoNode = 3;

    /// <summary>There is no such extension or call.</summary>
    public const int NotFound = 4;

    /// <summary>The node could not start: a port or its data directory is taken, a certificate cannot be read.</summary>
    public const int StartFailed = 5;

    /// <summary>Ended at once by a second signal, as shells count it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
