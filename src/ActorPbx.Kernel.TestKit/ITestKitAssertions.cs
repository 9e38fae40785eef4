namespace ActorPbx.Kernel.TestKit;

/// <summary>How the kit tells the test framework in use that a test failed.</summary>
public interface ITestKitAssertions
{
    /// <summary>Fails the test with a message.</summary>
    void Fail(string format = "", params object?[] args);

    /// <summary>Fails the test unless the condition holds.</summary>
    void AssertTrue(bool condition, string format = "", params object?[] args);

    /// <summary>Fails the test if the condition holds.</summary>
    void AssertFalse(bool condition, string format = "", params object?[] args);

    /// <summary>Fails the test unless both values are equal.</summary>
    void AssertEqual<T>(T expected, T actual, string format = "", params object?[] args);

    /// <summary>Fails the test unless the comparer finds both values equal.</summary>
    void AssertEqual<T>(T expected, T actual, Func<T, T, bool> comparer, string format = "", params object?[] args);
}
