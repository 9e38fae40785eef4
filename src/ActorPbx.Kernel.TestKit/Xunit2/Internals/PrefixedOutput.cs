using Xunit.Abstractions;

namespace ActorPbx.Kernel.TestKit.Xunit2.Internals;

/// <summary>Marks each line with the system that it comes from, for tests with several systems.</summary>
internal sealed class PrefixedOutput(ITestOutputHelper output, string prefix) : ITestOutputHelper
{
    /// <inheritdoc/>
    public void WriteLine(string message) => output.WriteLine(prefix + message);

    /// <inheritdoc/>
    public void WriteLine(string format, params object[] args) => output.WriteLine(prefix + format, args);
}
