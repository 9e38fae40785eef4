using System.Collections.Concurrent;
using System.Collections.Immutable;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>
/// Ends an actor system in phases, one after the other: the tasks of a phase run side by side, and the next phase
/// begins when all have ended or the phase's time is over. The phases are those of <c>akka.coordinated-shutdown</c>.
/// </summary>
public sealed class CoordinatedShutdown : IExtension
{
#pragma warning disable CS1591 // The names of the phases say it.
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";
    public const string PhaseServiceUnbind = "service-unbind";
    public const string PhaseServiceRequestsDone = "service-requests-done";
    public const string PhaseServiceStop = "service-stop";
    public const string PhaseBeforeClusterShutdown = "before-cluster-shutdown";
    public const string PhaseClusterShardingShutdownRegion = "cluster-sharding-shutdown-region";
    public const string PhaseClusterLeave = "cluster-leave";
    public const string PhaseClusterExiting = "cluster-exiting";
    public const string PhaseClusterExitingDone = "cluster-exiting-done";
    public const string PhaseClusterShutdown = "cluster-shutdown";
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";
    public const string PhaseActorSystemTerminate = "actor-system-terminate";
#pragma warning restore CS1591

    private readonly Dictionary<string, Phase> _phases;
    private readonly HashSet<string> _knownPhases;
    private readonly ConcurrentDictionary<string, ImmutableList<NamedTask>> _tasks = new();
    private readonly TaskCompletionSource<Done> _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILoggingAdapter _log;
    private Reason? _reason;

    /// <summary>A shutdown of the phases given.</summary>
    public CoordinatedShutdown(ExtendedActorSystem system, Dictionary<string, Phase> phases)
    {
        System = system;
        _phases = phases;
        _log = Logging.GetLogger(system, GetType());
        OrderedPhases = Phase.Sorted(phases);
        _knownPhases = [.. OrderedPhases];
    }

    /// <summary>The system that ends.</summary>
    public ExtendedActorSystem System { get; }

    /// <summary>The phases in the order in which they run.</summary>
    public List<string> OrderedPhases { get; }

    /// <summary>Why the shutdown runs; null before it does.</summary>
    public Reason? ShutdownReason => Volatile.Read(ref _reason);

    /// <summary>The limits of all phases that have tasks, together.</summary>
    public TimeSpan TotalTimeout => _tasks.Keys.Aggregate(TimeSpan.Zero, (sum, phase) => sum + Timeout(phase));

    /// <summary>The shutdown of a system.</summary>
    public static CoordinatedShutdown Get(ActorSystem sys) => sys.WithExtension<CoordinatedShutdown, CoordinatedShutdownExtension>();

    /// <summary>Runs the phases when the process ends, where the configuration section asks for it.</summary>
    public static void InitClrHook(ActorSystem system, Config config, CoordinatedShutdown coordinatedShutdown) =>
        InitClrHook(system, config, coordinatedShutdown, new ProcessExitHandler());

    /// <summary>Runs the phases when the handler says that the process ends, where the configuration section asks for it.</summary>
    public static void InitClrHook(ActorSystem system, Config config, CoordinatedShutdown coordinatedShutdown, ITerminationSignalHandler handler)
    {
        if (!config.GetBoolean("run-by-clr-shutdown-hook"))
        {
            return;
        }

        // The process ends when the handler returns, so it waits.
        handler.Register(() =>
        {
            if (!system.WhenTerminated.IsCompleted)
            {
                coordinatedShutdown.Run(ClrExitReason.Instance).Wait(coordinatedShutdown.TotalTimeout);
            }
        });
        system.WhenTerminated.ContinueWith(_ => handler.Dispose(), TaskScheduler.Default);
    }

    /// <summary>The phases of a configuration section.</summary>
    public static Dictionary<string, Phase> PhasesFromConfig(Config config) => Phase.AllFromConfig(config);

    /// <summary>The phases' names, each after those that it depends on.</summary>
    /// <exception cref="ArgumentException">A phase depends on itself, directly or not.</exception>
    public static List<string> TopologicalSort(Dictionary<string, Phase> phases) => Phase.Sorted(phases);

    /// <summary>Adds a task to a phase; a phase that has begun takes none any more, a later one does.</summary>
    /// <exception cref="ConfigurationException">There is no such phase.</exception>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        if (!_knownPhases.Contains(phase))
        {
            throw new ConfigurationException($"Unknown phase [{phase}], known phases [{string.Join(",", _knownPhases)}]. " +
                "All phases (along with their optional dependencies) must be defined in configuration.");
        }

        var added = new NamedTask(taskName, task);
        _tasks.AddOrUpdate(phase, _ => [added], (_, tasks) => tasks.Add(added));
    }

    /// <summary>Runs all phases, or those from one on. Only the first call counts; all calls return the same task, which fails when a phase that must not fail does.</summary>
    public Task<Done> Run(Reason reason, string? fromPhase = null)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) == null)
            _ = RunPhases(fromPhase == null ? OrderedPhases : OrderedPhases.SkipWhile(phase => phase != fromPhase).ToList());
        return _finished.Task;
    }

    /// <summary>The limit of a phase.</summary>
    /// <exception cref="ArgumentException">There is no such phase.</exception>
    public TimeSpan Timeout(string phase) => _phases.TryGetValue(phase, out var known)
        ? known.Timeout
        : throw new ArgumentException($"Unknown phase [{phase}]. All phases must be defined in configuration.", nameof(phase));

    private async Task RunPhases(List<string> phases)
    {
        try
        {
            foreach (var phase in phases)
                await RunPhase(phase).ConfigureAwait(false);
            _finished.SetResult(Done.Instance);
        }
        catch (Exception e)
        {
            _finished.SetException(e);
        }
    }

    private async Task RunPhase(string name)
    {
        if (!_tasks.TryGetValue(name, out var tasks))
        {
            _log.Debug("Performing phase [{0}] with [0] tasks.", name);
            return;
        }

        _log.Debug("Performing phase [{0}] with [{1}] tasks: [{2}]", name, tasks.Count, string.Join(", ", tasks.Select(t => t.Name)));
        var phase = _phases[name];
        var all = Task.WhenAll(tasks.Select(task => RunTask(task, name, phase.Recover)));
        if (await EndsWithin(all, phase.Timeout).ConfigureAwait(false))
        {
            await all.ConfigureAwait(false);
            return;
        }

        if (!phase.Recover)
            throw new TimeoutException($"Coordinated shutdown phase [{name}] timed out after {phase.Timeout}");
        _log.Warning("Coordinated shutdown phase [{0}] timed out after {1}", name, phase.Timeout);
    }

    private async Task RunTask(NamedTask task, string phase, bool recover)
    {
        try
        {
            await task.Start().ConfigureAwait(false);
        }
        catch (Exception e) when (recover)
        {
            _log.Warning("Task [{0}] failed in phase [{1}]: {2}", task.Name, phase, e.Message);
        }
    }

    // Real time, not the scheduler's: the scheduler itself may stop in a phase.
    private static async Task<bool> EndsWithin(Task task, TimeSpan limit)
    {
        using var stop = new CancellationTokenSource();
        var first = await Task.WhenAny(task, Task.Delay(limit, stop.Token)).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        return first == task;
    }

    /// <summary>Why a system ends.</summary>
    public class Reason
    {
        /// <summary>A reason of one's own.</summary>
        protected Reason()
        {
        }
    }

    /// <summary>Nobody said why.</summary>
    public class UnknownReason : Reason
    {
        /// <summary>The only one.</summary>
        public static readonly Reason Instance = new UnknownReason();

        private UnknownReason()
        {
        }
    }

    /// <summary>The system was asked to terminate.</summary>
    public class ActorSystemTerminateReason : Reason
    {
        /// <summary>The only one.</summary>
        public static readonly Reason Instance = new ActorSystemTerminateReason();

        private ActorSystemTerminateReason()
        {
        }
    }

    /// <summary>The process ends.</summary>
    public class ClrExitReason : Reason
    {
        /// <summary>The only one.</summary>
        public static readonly Reason Instance = new ClrExitReason();

        private ClrExitReason()
        {
        }
    }

    /// <summary>The cluster declared this node down.</summary>
    public class ClusterDowningReason : Reason
    {
        /// <summary>The only one.</summary>
        public static readonly Reason Instance = new ClusterDowningReason();

        private ClusterDowningReason()
        {
        }
    }

    /// <summary>This node left the cluster.</summary>
    public class ClusterLeavingReason : Reason
    {
        /// <summary>The only one.</summary>
        public static readonly Reason Instance = new ClusterLeavingReason();

        private ClusterLeavingReason()
        {
        }
    }

    /// <summary>This node could not join the cluster.</summary>
    public class ClusterJoinUnsuccessfulReason : Reason
    {
        /// <summary>The only one.</summary>
        public static readonly Reason Instance = new ClusterJoinUnsuccessfulReason();

        private ClusterJoinUnsuccessfulReason()
        {
        }
    }

    private sealed record NamedTask(string Name, Func<Task<Done>> Start);
}
