using ActorPbx.Kernel.Configuration;

namespace ActorPbx.Kernel.Dispatch;

/// <summary>Refuses work, as an executor that has been shut down does.</summary>
public class RejectedExecutionException(string? message = null, Exception? inner = null) : Actor.AkkaException(message, inner);

/// <summary>Where a dispatcher's work gets its threads from.</summary>
public abstract class ExecutorService(string id)
{
    /// <summary>The dispatcher's name.</summary>
    public string Id { get; } = id;

    /// <summary>Runs a piece of work, soon and elsewhere.</summary>
    public abstract void Execute(IRunnable run);

    /// <summary>Takes no more work.</summary>
    public abstract void Shutdown();
}

/// <summary>Makes the executor of a dispatcher.</summary>
public abstract class ExecutorServiceFactory
{
    /// <summary>The executor for a dispatcher's name.</summary>
    public abstract ExecutorService Produce(string id);
}

/// <summary>Makes the executor of a dispatcher by its configuration.</summary>
public abstract class ExecutorServiceConfigurator(Config config, IDispatcherPrerequisites prerequisites) : ExecutorServiceFactory
{
    /// <summary>The dispatcher's section.</summary>
    public Config Config { get; } = config;

    /// <summary>What the system provides.</summary>
    public IDispatcherPrerequisites Prerequisites { get; } = prerequisites;

    /// <summary>The factory that the section's <c>executor</c> names; the shared thread pool when it names none.</summary>
    internal static ExecutorServiceConfigurator By(Config config, IDispatcherPrerequisites prerequisites)
    {
        string executor = config.GetString("executor") ?? "default-executor";
        if (executor is "default-executor" or "thread-pool-executor" or "fork-join-executor" or "internal-executor")
        {
            return new ThreadPoolExecutorServiceFactory(config, prerequisites);
        }

        if (executor == "channel-executor")
        {
            return new ChannelExecutorConfigurator(config, prerequisites);
        }

        if (executor is "task-executor" or "current-context-executor")
        {
            return new DefaultTaskSchedulerExecutorConfigurator(config, prerequisites);
        }

        Type type = Util.TypeNames.Find(executor) ?? throw new ConfigurationException($"Could not resolve executor service configurator type {executor}");
        return (ExecutorServiceConfigurator)Activator.CreateInstance(type, config, prerequisites)!;
    }
}

/// <summary>Takes threads from the process's pool.</summary>
internal sealed class ThreadPoolExecutorServiceFactory(Config config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    public override ExecutorService Produce(string id) => new Pool(id);

    private sealed class Pool(string id) : ExecutorService(id)
    {
        public override void Execute(IRunnable run) => ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);

        public override void Shutdown()
        {
        }
    }
}

/// <summary>Runs work on a task scheduler: that of the current synchronization context where the section asks for it, else the default one.</summary>
internal sealed class DefaultTaskSchedulerExecutorConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    public override ExecutorService Produce(string id) => new Tasks(
        id, Config.GetString("executor") == "current-context-executor" ? TaskScheduler.FromCurrentSynchronizationContext() : TaskScheduler.Default);

    private sealed class Tasks(string id, TaskScheduler scheduler) : ExecutorService(id)
    {
        public override void Execute(IRunnable run) =>
            Task.Factory.StartNew(static r => ((IRunnable)r!).Run(), run, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);

        public override void Shutdown()
        {
        }
    }
}
