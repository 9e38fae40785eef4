using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Pattern;

/// <summary>Thrown when something is asked of an object in the wrong state.</summary>
public class IllegalStateException : AkkaException
{
    /// <summary>Says what was wrong.</summary>
    public IllegalStateException(string message) : base(message)
    {
    }

    /// <summary>Says what was wrong and why.</summary>
    public IllegalStateException(string message, Exception innerEx) : base(message, innerEx)
    {
    }
}
