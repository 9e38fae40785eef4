using System.Collections.Concurrent;
using ActorPbx.Kernel.Configuration;

namespace ActorPbx.Kernel.Dispatch;

/// <summary>How urgent the work of a channel executor is beside that of the other channels.</summary>
public enum TaskSchedulerPriority
{
    /// <summary>As <see cref="Normal"/>.</summary>
    None = 0,

    /// <summary>When no other channel has work.</summary>
    Idle = 4,

    /// <summary>As <see cref="Idle"/>.</summary>
    Background = 4,

    /// <summary>After the normal one.</summary>
    Low = 5,

    /// <summary>As <see cref="Low"/>.</summary>
    BelowNormal = 6,

    /// <summary>The default.</summary>
    Normal = 8,

    /// <summary>As <see cref="High"/>.</summary>
    AboveNormal = 10,

    /// <summary>Before the normal one.</summary>
    High = 13,

    /// <summary>As <see cref="High"/>.</summary>
    Realtime = 24,
}

/// <summary>Makes executors that share the thread pool by priority, which <c>channel-executor.priority</c> names.</summary>
internal sealed class ChannelExecutorConfigurator : ExecutorServiceConfigurator
{
    public ChannelExecutorConfigurator(Config? config, IDispatcherPrerequisites prerequisites)
        : base(config ?? Config.Empty, prerequisites)
    {
        string name = Config.GetString("channel-executor.priority") ?? "";
        Priority = Enum.TryParse(name, ignoreCase: true, out TaskSchedulerPriority priority) ? priority : TaskSchedulerPriority.Normal;
    }

    public TaskSchedulerPriority Priority { get; }

    public override ExecutorService Produce(string id) => new Channel(id, WorkChannels.Place(Priority));

    private sealed class Channel(string id, int place) : ExecutorService(id)
    {
        public override void Execute(IRunnable run) => WorkChannels.Add(place, run);

        public override void Shutdown()
        {
        }
    }
}

/// <summary>The process's channels of work: each piece of work takes one turn of the thread pool, and each turn goes to the most urgent piece then waiting.</summary>
internal static class WorkChannels
{
    private static readonly ConcurrentQueue<IRunnable>[] Channels = [new(), new(), new(), new()];
    private static readonly Action<object?> Turn = static _ => TakeOne();

    /// <summary>The place of a priority's channel; the most urgent is the first.</summary>
    public static int Place(TaskSchedulerPriority priority) => priority switch
    {
        >= TaskSchedulerPriority.AboveNormal => 0,
        TaskSchedulerPriority.Normal or TaskSchedulerPriority.None => 1,
        >= TaskSchedulerPriority.Low => 2,
        _ => 3,
    };

    public static void Add(int place, IRunnable run)
    {
        Channels[place].Enqueue(run);
        ThreadPool.UnsafeQueueUserWorkItem(Turn, null, preferLocal: false);
    }

    private static void TakeOne()
    {
        foreach (ConcurrentQueue<IRunnable> channel in Channels)
        {
            if (channel.TryDequeue(out IRunnable? run))
            {
                run.Run();
                return;
            }
        }
    }
}
