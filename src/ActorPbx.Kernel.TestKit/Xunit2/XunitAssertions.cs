using ActorPbx.Kernel.TestKit.Xunit2.Internals;
using Xunit;

namespace ActorPbx.Kernel.TestKit.Xunit2;

/// <summary>Tells xUnit that a test failed.</summary>
public class XunitAssertions : ITestKitAssertions
{
    /// <inheritdoc/>
    public void Fail(string format = "", params object?[] args) => Assert.True(false, Text(format, args));

    /// <inheritdoc/>
    public void AssertTrue(bool condition, string format = "", params object?[] args)
    {
        if (!condition)
            Assert.True(false, Text(format, args));
    }

    /// <inheritdoc/>
    public void AssertFalse(bool condition, string format = "", params object?[] args)
    {
        if (condition)
            Assert.False(true, Text(format, args));
    }

    /// <inheritdoc/>
    public void AssertEqual<T>(T expected, T actual, string format = "", params object?[] args)
    {
        if (!new AkkaAssertEqualityComparer<T>().Equals(expected, actual))
            throw AkkaEqualException.ForMismatchedValues(expected, actual, Text(format, args));
    }

    /// <inheritdoc/>
    public void AssertEqual<T>(T expected, T actual, Func<T, T, bool> comparer, string format = "", params object?[] args)
    {
        if (!comparer(expected, actual))
            throw AkkaEqualException.ForMismatchedValues(expected, actual, Text(format, args));
    }

    // A text without arguments may hold braces of its own.
    private static string Text(string format, object?[] args)
    {
        try
        {
            return string.Format(format ?? "", args);
        }
        catch (FormatException)
        {
            return args.Length == 0 ? format : $"{format} [{string.Join(", ", args)}]";
        }
    }
}
