namespace ActorPbx.Kernel.Util;

/// <summary>The outcome of an attempt: a value, or the exception that stood in the way.</summary>
public readonly struct Result<T> : IEquatable<Result<T>>
{
    /// <summary>Whether the attempt succeeded.</summary>
    public readonly bool IsSuccess;

    /// <summary>The value of a success.</summary>
    public readonly T Value;

    /// <summary>The cause of a failure.</summary>
    public readonly Exception? Exception;

    /// <summary>A success.</summary>
    public Result(T value)
    {
        IsSuccess = true;
        Value = value;
        Exception = null;
    }

    /// <summary>A failure.</summary>
    public Result(Exception exception)
    {
        IsSuccess = false;
        Value = default!;
        Exception = exception;
    }

    /// <inheritdoc />
    public bool Equals(Result<T> other) =>
        IsSuccess == other.IsSuccess
        && (IsSuccess ? EqualityComparer<T>.Default.Equals(Value, other.Value) : Equals(Exception, other.Exception));

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Result<T> other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => IsSuccess ? Value?.GetHashCode() ?? 0 : Exception?.GetHashCode() ?? 0;

    /// <summary>Same outcome.</summary>
    public static bool operator ==(Result<T> x, Result<T> y) => x.Equals(y);

    /// <summary>Different outcome.</summary>
    public static bool operator !=(Result<T> x, Result<T> y) => !x.Equals(y);

    /// <inheritdoc />
    public override string ToString() => IsSuccess ? $"Success ({Value})" : $"Failure ({Exception})";
}

/// <summary>Makes results.</summary>
public static class Result
{
    /// <summary>A success.</summary>
    public static Result<T> Success<T>(T value) => new(value);

    /// <summary>A failure.</summary>
    public static Result<T> Failure<T>(Exception exception) => new(exception);

    /// <summary>The outcome of a completed task; one that still runs is an <see cref="ArgumentException"/>.</summary>
    public static Result<T> FromTask<T>(Task<T> task)
    {
        if (!task.IsCompleted)
        {
            throw new ArgumentException("Task is not completed. Its outcome is known only when it is.", nameof(task));
        }

        return task.IsCompletedSuccessfully ? Success(task.Result) : Failure<T>(task.Exception ?? (Exception)new TaskCanceledException(task));
    }

    /// <summary>Runs the function and keeps its outcome.</summary>
    public static Result<T> From<T>(Func<T> func)
    {
        try
        {
            return new Result<T>(func());
        }
        catch (Exception e)
        {
            return new Result<T>(e);
        }
    }
}
