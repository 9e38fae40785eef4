using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Pattern;

/// <summary>Thrown instead of a call that an open circuit breaker lets not through.</summary>
public class OpenCircuitException : AkkaException
{
    private const string DefaultMessage = "Circuit Breaker is open; calls are failing fast";

    /// <summary>An open breaker.</summary>
    public OpenCircuitException() : base(DefaultMessage)
    {
    }

    /// <summary>An open breaker, in words.</summary>
    public OpenCircuitException(string message) : base(message)
    {
    }

    /// <summary>An open breaker that will try again after a while.</summary>
    public OpenCircuitException(string message, TimeSpan remainingDuration) : base(message) => RemainingDuration = remainingDuration;

    /// <summary>An open breaker and the failure that opened it.</summary>
    public OpenCircuitException(string message, Exception? cause) : base(message, cause)
    {
    }

    /// <summary>An open breaker, the failure that opened it, and when it will try again.</summary>
    public OpenCircuitException(string message, Exception? cause, TimeSpan remainingDuration) : base(message, cause) => RemainingDuration = remainingDuration;

    /// <summary>An open breaker and the failure that opened it.</summary>
    public OpenCircuitException(Exception? cause) : base(DefaultMessage, cause)
    {
    }

    /// <summary>An open breaker, the failure that opened it, and when it will try again.</summary>
    public OpenCircuitException(Exception? cause, TimeSpan remainingDuration) : base(DefaultMessage, cause) => RemainingDuration = remainingDuration;

    /// <summary>Time until the breaker tries again; zero when unknown.</summary>
    public TimeSpan RemainingDuration { get; }
}

/// <summary>The failure that <see cref="CircuitBreaker.Fail"/> stands for.</summary>
public class UserCalledFailException : AkkaException
{
    /// <summary>A failure declared by the breaker's user.</summary>
    public UserCalledFailException() : base("User code caused the circuit breaker to fail because it called the Fail() method.", null)
    {
    }
}
