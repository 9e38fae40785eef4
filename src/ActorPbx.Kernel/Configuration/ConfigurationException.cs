namespace ActorPbx.Kernel.Configuration;

/// <summary>A setting of the actor system that is missing or makes no sense.</summary>
public class ConfigurationException : Exception
{
    /// <summary>An error that says what is wrong.</summary>
    public ConfigurationException(string message) : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    public ConfigurationException(string message, Exception? innerException) : base(message, innerException)
    {
    }

    /// <summary>The error that a section of the configuration is missing.</summary>
    public static ConfigurationException NullOrEmptyConfig<T>(string? path = null) => new(path is null
        ? $"Failed to instantiate {typeof(T).Name}: Configuration does not contain any content"
        : $"Failed to instantiate {typeof(T).Name}: Configuration does not contain `{path}` node");
}
