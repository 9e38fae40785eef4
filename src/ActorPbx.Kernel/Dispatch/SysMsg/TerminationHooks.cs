namespace ActorPbx.Kernel.Dispatch.SysMsg;

/// <summary>Asks to be told when the system ends.</summary>
public sealed class RegisterTerminationHook
{
    private RegisterTerminationHook()
    {
    }

    /// <summary>The one value of this type.</summary>
    public static RegisterTerminationHook Instance { get; } = new();
}

/// <summary>Says that the system ends.</summary>
public sealed class TerminationHook
{
    private TerminationHook()
    {
    }

    /// <summary>The one value of this type.</summary>
    public static TerminationHook Instance { get; } = new();
}

/// <summary>Answers that the system may end.</summary>
public sealed class TerminationHookDone
{
    private TerminationHookDone()
    {
    }

    /// <summary>The one value of this type.</summary>
    public static TerminationHookDone Instance { get; } = new();
}
