namespace ActorPbx.Kernel.Util;

/// <summary>What came of an attempt: a result, or the exception that it ended with.</summary>
public class Try<T>
{
    /// <summary>The attempt gave a result.</summary>
    public Try(T success) => Success = success;

    /// <summary>The attempt failed.</summary>
    public Try(Exception failure) => Failure = failure;

    /// <summary>Whether there is a result.</summary>
    public bool IsSuccess => Success.HasValue;

    /// <summary>The result, if there is one.</summary>
    public Option<T> Success { get; } = Option<T>.None;

    /// <summary>Why there is none.</summary>
    public Option<Exception> Failure { get; } = Option<Exception>.None;

    /// <summary>A result by itself.</summary>
    public static implicit operator Try<T>(T value) => new(value);

    /// <summary>Attempts what the function does.</summary>
    public static Try<T> From(Func<T> func) => Caught(() => new Try<T>(func()));

    /// <summary>Shows the failure, if it is one, to the handler; what the handler throws takes the failure's place.</summary>
    public Try<T> Recover(Action<Exception> failureHandler) => RecoverWith(failure =>
    {
        failureHandler(failure);
        return this;
    });

    /// <summary>The same, or where it failed what the handler makes of the failure.</summary>
    public Try<T> RecoverWith(Func<Exception, Try<T>> failureHandler) =>
        Failure.HasValue ? Caught(() => failureHandler(Failure.Value)) : this;

    /// <summary>The same, or where it failed the other.</summary>
    public Try<T> OrElse(Try<T> @default) => IsSuccess ? this : @default;

    /// <summary>The same, or where it failed another attempt.</summary>
    public Try<T> GetOrElse(Func<T> fallback) => IsSuccess ? this : From(fallback);

    /// <summary>The result; throws the failure where there is none.</summary>
    public T Get() => Failure.HasValue ? throw Failure.Value : Success.Value;

    private static Try<T> Caught(Func<Try<T>> attempt)
    {
        try
        {
            return attempt();
        }
        catch (Exception failure)
        {
            return new Try<T>(failure);
        }
    }
}
