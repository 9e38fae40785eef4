using Xunit;
using Xunit.Sdk;

namespace ActorPbx.Kernel.TestKit.Xunit2.Attributes;

/// <summary>A fact that <see cref="SkipLocal"/> skips where the environment variable XUNIT_SKIP_LOCAL_FACTS is true.</summary>
public class LocalFactAttribute : FactAttribute
{
    private string? _skip;

    /// <summary>The reason for skipping it.</summary>
    public string? SkipLocal { get; set; }

    /// <inheritdoc/>
    public override string? Skip
    {
        get => _skip ?? (LocalMachine.IsHere ? SkipLocal ?? "Local facts are being skipped" : null);
        set => _skip = value;
    }
}

/// <summary>A theory that <see cref="SkipLocal"/> skips where local facts are; see <see cref="LocalFactAttribute"/>.</summary>
[XunitTestCaseDiscoverer("Xunit.Sdk.TheoryDiscoverer", "xunit.execution.{Platform}")]
[AttributeUsage(AttributeTargets.Method, AllowMultiple = false)]
public class LocalTheoryAttribute : TheoryAttribute
{
    private string? _skip;

    /// <summary>The reason for skipping it.</summary>
    public string? SkipLocal { get; set; }

    /// <inheritdoc/>
    public override string? Skip
    {
        get => _skip ?? (LocalMachine.IsHere ? SkipLocal ?? "Local facts are being skipped" : null);
        set => _skip = value;
    }
}

/// <summary>A fact that holds on Windows only.</summary>
public class WindowsFactAttribute : FactAttribute
{
    private string? _skip;

    /// <summary>The reason for skipping it elsewhere.</summary>
    public string? SkipUnix { get; set; }

    /// <inheritdoc/>
    public override string? Skip
    {
        get => _skip ?? (OperatingSystem.IsWindows() ? null : SkipUnix ?? "Only on Windows");
        set => _skip = value;
    }
}

/// <summary>Tells where local facts are skipped.</summary>
internal static class LocalMachine
{
    /// <summary>True when local facts are skipped here.</summary>
    public static bool IsHere { get; } =
        "true".Equals(Environment.GetEnvironmentVariable("XUNIT_SKIP_LOCAL_FACTS"), StringComparison.OrdinalIgnoreCase);
}
