using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;

namespace ActorPbx.Kernel.TestKit;

/// <summary>Makes the one <see cref="CallingThreadDispatcher"/> of a configuration section.</summary>
public class CallingThreadDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : MessageDispatcherConfigurator(config, prerequisites)
{
    /// <inheritdoc/>
    public override MessageDispatcher Dispatcher() => new CallingThreadDispatcher(this);
}

/// <summary>A dispatcher without threads: an actor handles its message on the thread that sent it, before Tell returns.</summary>
public class CallingThreadDispatcher(MessageDispatcherConfigurator configurator) : MessageDispatcher(configurator)
{
    /// <summary>The configuration path of this dispatcher.</summary>
    public static new string Id = "akka.test.calling-thread-dispatcher";

    /// <inheritdoc/>
    protected override void ExecuteTask(IRunnable run) => run.Run();

    /// <inheritdoc/>
    protected override void Shutdown()
    {
    }
}
