using ActorPbx.Kernel.Configuration;

namespace ActorPbx.Kernel.Dispatch;

/// <summary>Runs actors on a task scheduler: the one of the synchronization context that is current when it is made.</summary>
public sealed class TaskDispatcher : MessageDispatcher
{
    private readonly TaskScheduler _scheduler;

    internal TaskDispatcher(MessageDispatcherConfigurator configurator, TaskScheduler scheduler)
        : base(configurator) => _scheduler = scheduler;

    /// <inheritdoc />
    protected override void ExecuteTask(IRunnable run) =>
        Task.Factory.StartNew(static r => ((IRunnable)r!).Run(), run, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);

    /// <inheritdoc />
    protected override void Shutdown()
    {
    }
}

/// <summary>Makes dispatchers for the current synchronization context, such as a user interface's.</summary>
public sealed class CurrentSynchronizationContextDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly TaskDispatcher _instance;

    /// <summary>Made from configuration.</summary>
    public CurrentSynchronizationContextDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) =>
        _instance = new TaskDispatcher(this, TaskScheduler.FromCurrentSynchronizationContext());

    /// <inheritdoc />
    public override MessageDispatcher Dispatcher() => _instance;
}

/// <summary>Makes dispatchers on the default task scheduler.</summary>
public sealed class TaskDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly TaskDispatcher _instance;

    /// <summary>Made from configuration.</summary>
    public TaskDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) => _instance = new TaskDispatcher(this, TaskScheduler.Default);

    /// <inheritdoc />
    public override MessageDispatcher Dispatcher() => _instance;
}
