using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.TestKit;

/// <summary>A reaction that a test actor runs for each message before the test sees it.</summary>
public abstract class AutoPilot
{
    /// <summary>Returned from <see cref="Run"/>: the same pilot serves the next message too.</summary>
    public static KeepRunning KeepRunning => KeepRunning.Instance;

    /// <summary>Returned from <see cref="Run"/>: no pilot from now on.</summary>
    public static NoAutoPilot NoAutoPilot => NoAutoPilot.Instance;

    /// <summary>Reacts to one message and names the pilot of the next one.</summary>
    public abstract AutoPilot Run(IActorRef sender, object message);
}

/// <summary>The pilot that does nothing.</summary>
public sealed class NoAutoPilot : AutoPilot
{
    /// <summary>The only one.</summary>
    public static NoAutoPilot Instance = new();

    private NoAutoPilot()
    {
    }

    /// <inheritdoc/>
    public override AutoPilot Run(IActorRef sender, object message) => this;
}

/// <summary>The answer of a pilot that stays on duty.</summary>
public sealed class KeepRunning : AutoPilot
{
    /// <summary>The only one.</summary>
    public static KeepRunning Instance = new();

    private KeepRunning()
    {
    }

    /// <summary>Always throws: it is an answer, not a pilot.</summary>
    public override AutoPilot Run(IActorRef sender, object message) =>
        throw new InvalidOperationException("KeepRunning is an answer of a pilot and cannot be installed as one.");
}

/// <summary>A pilot's reaction as a function.</summary>
public delegate AutoPilot AutoPilotDelegate(IActorRef sender, object message);

/// <summary>A pilot made of a function.</summary>
public sealed class DelegateAutoPilot(AutoPilotDelegate autoPilotDelegate) : AutoPilot
{
    /// <inheritdoc/>
    public override AutoPilot Run(IActorRef sender, object message) => autoPilotDelegate(sender, message);
}
