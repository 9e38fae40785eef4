using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch.SysMsg;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Dispatch;

/// <summary>What a dispatcher needs of its system.</summary>
public interface IDispatcherPrerequisites
{
    /// <summary>The event stream.</summary>
    EventStream EventStream { get; }

    /// <summary>The clock.</summary>
    IScheduler Scheduler { get; }

    /// <summary>The settings.</summary>
    Settings Settings { get; }

    /// <summary>The mailboxes.</summary>
    Mailboxes Mailboxes { get; }
}

/// <inheritdoc />
public sealed class DefaultDispatcherPrerequisites(EventStream eventStream, IScheduler scheduler, Settings settings, Mailboxes mailboxes)
    : IDispatcherPrerequisites
{
    /// <inheritdoc />
    public EventStream EventStream { get; } = eventStream;

    /// <inheritdoc />
    public IScheduler Scheduler { get; } = scheduler;

    /// <inheritdoc />
    public Settings Settings { get; } = settings;

    /// <inheritdoc />
    public Mailboxes Mailboxes { get; } = mailboxes;
}

/// <summary>Makes the dispatcher of one configuration section.</summary>
public abstract class MessageDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
{
    /// <summary>The section.</summary>
    public Config Config { get; } = config;

    /// <summary>What the system provides.</summary>
    public IDispatcherPrerequisites Prerequisites { get; } = prerequisites;

    /// <summary>Makes the executor that the section names.</summary>
    protected ExecutorServiceConfigurator ConfigureExecutor() => ExecutorServiceConfigurator.By(Config, Prerequisites);

    /// <summary>The dispatcher; whether each call makes a new one is the configurator's choice.</summary>
    public abstract MessageDispatcher Dispatcher();
}

/// <summary>Runs actors: gives their mailboxes threads.</summary>
public abstract class MessageDispatcher
{
    private int _inhabitants;

    /// <summary>Reads the settings all dispatchers share.</summary>
    protected MessageDispatcher(MessageDispatcherConfigurator configurator)
    {
        Configurator = configurator;
        Config config = configurator.Config;
        Id = config.GetString("id") ?? "";
        Throughput = config.GetInt("throughput", 30);
        TimeSpan deadline = config.GetTimeSpan("throughput-deadline-time", TimeSpan.Zero, allowInfinite: false);
        ThroughputDeadlineTime = deadline > TimeSpan.Zero
            ? deadline.Ticks * global::System.Diagnostics.Stopwatch.Frequency / TimeSpan.TicksPerSecond
            : null;
        ShutdownTimeout = config.GetTimeSpan("shutdown-timeout", TimeSpan.FromSeconds(1));
        EventStream = configurator.Prerequisites.EventStream;
        Mailboxes = configurator.Prerequisites.Mailboxes;
    }

    /// <summary>Who made this.</summary>
    public MessageDispatcherConfigurator Configurator { get; }

    /// <summary>Where its threads come from; null: the shared pool, or threads of its own.</summary>
    internal virtual ExecutorService? Executor => null;

    /// <summary>The event stream.</summary>
    public EventStream EventStream { get; }

    /// <summary>The mailboxes.</summary>
    public Mailboxes Mailboxes { get; }

    /// <summary>The name under which the dispatcher is configured.</summary>
    public string Id { get; protected set; }

    /// <summary>How many messages an actor handles before others get their turn.</summary>
    public int Throughput { get; set; }

    /// <summary>How long an actor may keep its turn, in ticks of the stopwatch; null for no limit.</summary>
    public long? ThroughputDeadlineTime { get; protected set; }

    /// <summary>How long the dispatcher has no actors before it frees what it holds.</summary>
    public TimeSpan ShutdownTimeout { get; protected set; }

    internal int Inhabitants => Volatile.Read(ref _inhabitants);

    /// <summary>Runs an action on a thread of the dispatcher.</summary>
    public void Schedule(Action run) => ExecuteTask(new ActionRunnable(run));

    /// <summary>Gives a piece of work a thread.</summary>
    protected abstract void ExecuteTask(IRunnable run);

    /// <summary>Gives a piece of work that has just had its turn another, after all others that wait.</summary>
    private protected virtual void ExecuteLater(IRunnable run) => ExecuteTask(run);

    /// <summary>Frees what the dispatcher holds.</summary>
    protected abstract void Shutdown();

    internal void ShutdownNow() => Shutdown();

    /// <summary>Puts a message into the actor's mailbox and has it handled.</summary>
    public virtual void Dispatch(ActorCell cell, Envelope envelope)
    {
        Mailbox mailbox = cell.Mailbox;
        mailbox.Enqueue(cell.Self, envelope);
        RegisterForExecution(mailbox, true, false);
    }

    /// <summary>Puts a system message into the actor's mailbox and has it handled.</summary>
    public virtual void SystemDispatch(ActorCell cell, SystemMessage message)
    {
        Mailbox mailbox = cell.Mailbox;
        mailbox.SystemEnqueue(cell.Self, message);
        RegisterForExecution(mailbox, false, true);
    }

    /// <summary>Schedules the mailbox if there is work in it and it is not scheduled already.</summary>
    internal bool RegisterForExecution(Mailbox mailbox, bool hasMessageHint, bool hasSystemMessageHint)
    {
        if (!mailbox.IsScheduled() && mailbox.CanBeScheduledForExecution(hasMessageHint, hasSystemMessageHint) && mailbox.SetAsScheduled())
        {
            ExecuteTask(mailbox);
            return true;
        }

        return false;
    }

    /// <summary>Schedules the mailbox that has just had its turn if there is more work in it.</summary>
    internal void RegisterAgain(Mailbox mailbox)
    {
        if (!mailbox.IsScheduled() && mailbox.CanBeScheduledForExecution(false, false) && mailbox.SetAsScheduled())
        {
            ExecuteLater(mailbox);
        }
    }

    /// <summary>Takes an actor in and looks for work it may already have.</summary>
    public virtual void Attach(ActorCell cell)
    {
        Register(cell);
        RegisterForExecution(cell.Mailbox, false, true);
    }

    /// <summary>Lets an actor go: its mailbox closes and what is left in it goes to dead letters.</summary>
    public virtual void Detach(ActorCell cell) => Unregister(cell);

    /// <summary>Counts an actor in.</summary>
    internal virtual void Register(ActorCell cell) => Interlocked.Increment(ref _inhabitants);

    /// <summary>Counts an actor out and closes its mailbox.</summary>
    internal virtual void Unregister(ActorCell cell)
    {
        Interlocked.Decrement(ref _inhabitants);
        Mailbox mailbox = cell.SwapMailbox(Mailboxes.DeadLetterMailbox);
        mailbox.BecomeClosed();
        mailbox.CleanUp();
    }

    /// <summary>Holds back the actor's user messages.</summary>
    internal virtual void Suspend(ActorCell cell)
    {
        if (cell.Mailbox is { } mailbox)
        {
            mailbox.Suspend();
        }
    }

    /// <summary>Lets the actor's user messages through again.</summary>
    internal virtual void Resume(ActorCell cell)
    {
        if (cell.Mailbox is { } mailbox && mailbox.Resume())
        {
            RegisterForExecution(mailbox, false, false);
        }
    }
}
