namespace ActorPbx.Node.Settings;

/// <summary>Which configuration file is meant when none is named.</summary>
public static class ConfigurationFiles
{
    /// <summary>The file that is read without further words.</summary>
    public const string DefaultName = "cluster-config/standalone.conf";

    /// <summary>Environment variable that names a configuration file.</summary>
    public const string EnvironmentVariable = "ACTORPBX_CONFIG";

    // A build leaves the executable in src/ActorPbx.Node/bin/Release/net10.0, five below the house, scripts/run in artifacts/actorpbx.
    private const int MaxLevelsUp = 6;

    /// <summary>The named file, else the one of the environment, else <see cref="DefaultName"/> beside the executable or above it.</summary>
    /// <exception cref="FileNotFoundException">There is no such file; the message says what to do.</exception>
    public static string Find(string? named) => Find(named, Environment.GetEnvironmentVariable(EnvironmentVariable), AppContext.BaseDirectory);

    /// <inheritdoc cref="Find(string?)"/>
    public static string Find(string? named, string? fromEnvironment, string programDirectory)
    {
        if (named is { Length: > 0 })
        {
            return Existing(named, "check the name");
        }

        if (fromEnvironment is { Length: > 0 })
        {
            return Existing(fromEnvironment, $"it is what {EnvironmentVariable} names");
        }

        var directory = new DirectoryInfo(programDirectory);
        for (var level = 0; level <= MaxLevelsUp && directory is not null; level++, directory = directory.Parent)
        {
            var candidate = Path.Combine(directory.FullName, DefaultName);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new FileNotFoundException($"there is no {DefaultName} beside the program; name a configuration file");
    }

    private static string Existing(string name, string advice) => Directory.Exists(name)
        ? throw new FileNotFoundException($"{name} is a directory; name a configuration file in it")
        : File.Exists(name) ? name : throw new FileNotFoundException($"there is no file {name}; {advice}");
}
