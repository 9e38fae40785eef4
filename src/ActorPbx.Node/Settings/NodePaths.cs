namespace ActorPbx.Node.Settings;

/// <summary>The places of a node on disk, absolute.</summary>
/// <param name="ConfigurationFile">The file that the node was started with.</param>
/// <param name="DataDirectory">Where it keeps what must survive.</param>
/// <param name="ControlSocket">Where it takes its operator's commands.</param>
public sealed record NodePaths(string ConfigurationFile, string DataDirectory, string ControlSocket)
{
    /// <summary>Name of the control socket in the data directory.</summary>
    public const string SocketName = "actorpbx.sock";

    /// <summary>Where the configuration file lies: its relative paths start here.</summary>
    public string BaseDirectory => Path.GetDirectoryName(ConfigurationFile)!;

    /// <summary>The file that a living node holds locked.</summary>
    public string LockFile => Path.Combine(DataDirectory, "actorpbx.lock");

    /// <summary>The file that tells the process of a living node.</summary>
    public string ProcessFile => Path.Combine(DataDirectory, "actorpbx.pid");

    /// <summary>The places that a configuration means. Relative ones start at the configuration file, so every working directory finds the same node.</summary>
    public static NodePaths Of(string configurationFile, NodeSettings settings)
    {
        var file = Path.GetFullPath(configurationFile);
        var data = Path.GetFullPath(settings.DataDirectory, Path.GetDirectoryName(file)!);
        var socket = settings.ControlSocket.Length == 0 ? Path.Combine(data, SocketName) : Path.GetFullPath(settings.ControlSocket, data);
        return new NodePaths(file, data, socket);
    }
}
