using ActorPbx.Kernel.Configuration;

namespace ActorPbx.Kernel.Dispatch;

/// <summary>Runs actors on the shared thread pool.</summary>
/// <remarks>
/// What an actor sets going first is run next on the actor's own thread, and what else it sets going is queued there, where it is
/// found without contention and idle threads can take it; now and then it goes to the queue of all, so that actors that keep each
/// other busy starve nobody.
/// </remarks>
public class Dispatcher : MessageDispatcher
{
    private const int LocalStreak = 32;

    [ThreadStatic]
    private static int s_streak;

    private readonly ExecutorService? _executor;
    private readonly IdleShutdown? _idle;

    /// <summary>On the shared thread pool.</summary>
    public Dispatcher(MessageDispatcherConfigurator configurator)
        : base(configurator)
    {
    }

    /// <summary>On an executor of its own, which is shut down when the dispatcher has had no actors for a while.</summary>
    /// <param name="configurator">Who makes this.</param>
    /// <param name="id">The dispatcher's name.</param>
    /// <param name="throughput">How many messages an actor handles before others get their turn.</param>
    /// <param name="throughputDeadlineTime">How long an actor may keep its turn, in ticks of 100 nanoseconds; null or nothing for no limit.</param>
    /// <param name="executorServiceFactory">Makes the executor.</param>
    /// <param name="shutdownTimeout">How long without actors before the executor is shut down.</param>
    public Dispatcher(
        MessageDispatcherConfigurator configurator, string id, int throughput, long? throughputDeadlineTime,
        ExecutorServiceFactory executorServiceFactory, TimeSpan shutdownTimeout)
        : base(configurator)
    {
        Id = id;
        Throughput = throughput;
        ThroughputDeadlineTime = throughputDeadlineTime is > 0
            ? throughputDeadlineTime * global::System.Diagnostics.Stopwatch.Frequency / TimeSpan.TicksPerSecond
            : null;
        ShutdownTimeout = shutdownTimeout;
        _executor = executorServiceFactory.Produce(id);
        _idle = new IdleShutdown(this, Shutdown);
    }

    /// <inheritdoc />
    internal override ExecutorService? Executor => _executor;

    /// <inheritdoc />
    protected override void ExecuteTask(IRunnable run)
    {
        if (NextTurn.TryPut(run, _executor))
        {
            return;
        }

        if (_executor is not null)
        {
            _executor.Execute(run);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: ++s_streak % LocalStreak != 0);
        }
    }

    /// <inheritdoc />
    private protected override void ExecuteLater(IRunnable run)
    {
        if (NextTurn.TryPutAfter(run, _executor))
        {
            return;
        }

        if (_executor is not null)
        {
            _executor.Execute(run);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
        }
    }

    internal override void Unregister(Actor.ActorCell cell)
    {
        base.Unregister(cell);
        _idle?.ActorLeft();
    }

    /// <inheritdoc />
    protected override void Shutdown() => _executor?.Shutdown();
}

/// <summary>One shared dispatcher for each section: on the thread pool, or on the executor whose class the section names.</summary>
public sealed class DispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly Dispatcher _instance;

    /// <summary>Made from configuration.</summary>
    public DispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites)
    {
        ExecutorServiceConfigurator executor = ConfigureExecutor();
        TimeSpan deadline = config.GetTimeSpan("throughput-deadline-time", TimeSpan.Zero, allowInfinite: false);
        _instance = executor is ThreadPoolExecutorServiceFactory
            ? new Dispatcher(this)
            : new Dispatcher(
                this, config.GetString("id") ?? "", config.GetInt("throughput", 30), deadline.Ticks, executor,
                config.GetTimeSpan("shutdown-timeout", TimeSpan.FromSeconds(1)));
    }

    /// <inheritdoc />
    public override MessageDispatcher Dispatcher() => _instance;
}

/// <summary>Runs actors on threads of its own, which start with the first work.</summary>
public class DedicatedThreadsDispatcher : MessageDispatcher
{
    private readonly int _threads;
    private readonly Lock _gate = new();
    private WorkQueue? _work;

    internal DedicatedThreadsDispatcher(MessageDispatcherConfigurator configurator, int threads)
        : base(configurator) => _threads = threads;

    /// <inheritdoc />
    protected override void ExecuteTask(IRunnable run)
    {
        if (!(Volatile.Read(ref _work) ?? Begin()).TryAdd(run))
        {
            ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false); // shut down: the last letters still have to be read
        }
    }

    private WorkQueue Begin()
    {
        lock (_gate)
        {
            if (_work is { } begun)
            {
                return begun;
            }

            WorkQueue work = _work = new WorkQueue();
            for (int i = 0; i < _threads; i++)
            {
                new Thread(() => Work(work)) { IsBackground = true, Name = $"{Id}-{i + 1}" }.Start();
            }

            return work;
        }
    }

    private static void Work(WorkQueue work)
    {
        while (work.Take() is { } run)
        {
            run.Run();
        }
    }

    /// <summary>Ends the threads; others start when there is work again.</summary>
    private protected void Release()
    {
        lock (_gate)
        {
            _work?.Complete();
            _work = null;
        }
    }

    /// <inheritdoc />
    protected override void Shutdown()
    {
        lock (_gate)
        {
            _work ??= new WorkQueue();
            _work.Complete();
        }
    }
}

/// <summary>Runs actors on a pool of threads of its own, which end when there have been no actors for a while.</summary>
internal sealed class ForkJoinDispatcher : DedicatedThreadsDispatcher
{
    private readonly IdleShutdown _idle;

    public ForkJoinDispatcher(MessageDispatcherConfigurator configurator, int threads)
        : base(configurator, threads) => _idle = new IdleShutdown(this, Release);

    internal override void Unregister(Actor.ActorCell cell)
    {
        base.Unregister(cell);
        _idle.ActorLeft();
    }
}

/// <summary>One actor on a thread of its own.</summary>
public sealed class PinnedDispatcher : DedicatedThreadsDispatcher
{
    internal PinnedDispatcher(MessageDispatcherConfigurator configurator)
        : base(configurator, 1)
    {
    }

    // The thread goes with its actor.
    internal override void Unregister(Actor.ActorCell cell)
    {
        base.Unregister(cell);
        if (Inhabitants == 0)
        {
            Shutdown();
        }
    }
}

/// <summary>A pool of dedicated threads for each section, sized by <c>dedicated-thread-pool.thread-count</c>.</summary>
public sealed class ForkJoinExecutorConfigurator : MessageDispatcherConfigurator
{
    private readonly ForkJoinDispatcher _instance;

    /// <summary>Made from configuration.</summary>
    public ForkJoinExecutorConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites)
    {
        int threads = config.GetInt("dedicated-thread-pool.thread-count", Environment.ProcessorCount);
        _instance = new ForkJoinDispatcher(this, Math.Max(threads, 1));
    }

    /// <inheritdoc />
    public override MessageDispatcher Dispatcher() => _instance;
}

/// <summary>A thread of its own for each actor.</summary>
public sealed class PinnedDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : MessageDispatcherConfigurator(config, prerequisites)
{
    /// <inheritdoc />
    public override MessageDispatcher Dispatcher() => new PinnedDispatcher(this);
}

/// <summary>Runs actors on the thread that sends to them; for tests.</summary>
internal sealed class DirectDispatcher(MessageDispatcherConfigurator configurator) : MessageDispatcher(configurator)
{
    /// <inheritdoc />
    protected override void ExecuteTask(IRunnable run) => run.Run();

    /// <inheritdoc />
    protected override void Shutdown()
    {
    }
}

/// <summary>One calling-thread dispatcher for each section.</summary>
internal sealed class DirectDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly DirectDispatcher _instance;

    /// <summary>Made from configuration.</summary>
    public DirectDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) => _instance = new DirectDispatcher(this);

    /// <inheritdoc />
    public override MessageDispatcher Dispatcher() => _instance;
}
