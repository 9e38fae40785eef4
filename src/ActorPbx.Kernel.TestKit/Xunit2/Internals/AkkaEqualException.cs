using Xunit.Sdk;

namespace ActorPbx.Kernel.TestKit.Xunit2.Internals;

/// <summary>Thrown when an expected message and a received one differ.</summary>
public class AkkaEqualException : XunitException
{
    /// <summary>A difference, in words.</summary>
    public AkkaEqualException(string format = "", params object?[] args) : base(args.Length == 0 ? format : string.Format(format, args))
    {
    }

    /// <summary>A difference of two values; the words given go before it.</summary>
    public static AkkaEqualException ForMismatchedValues(object? expected, object? actual, string? format = null, params object?[] args)
    {
        var hint = format == null ? "" : args.Length == 0 ? format : string.Format(format, args);
        return new AkkaEqualException($"Assert.Equal() Failure: {hint}{Environment.NewLine}Expected: {Shown(expected)}{Environment.NewLine}Actual:   {Shown(actual)}");
    }

    private static string Shown(object? value) => value == null ? "(null)" : $"{value} ({value.GetType().FullName})";
}
