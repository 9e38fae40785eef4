namespace ActorPbx.Kernel.Util;

/// <summary>What the process runs on.</summary>
public static class RuntimeDetector
{
    /// <summary>Whether it is Mono.</summary>
    public static readonly bool IsMono = Type.GetType("Mono.Runtime") is not null;

    /// <summary>Whether it is Windows.</summary>
    public static readonly bool IsWindows = OperatingSystem.IsWindows();
}
