using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch.MessageQueues;

namespace ActorPbx.Kernel.Dispatch;

/// <summary>Makes the message queues of a kind of mailbox.</summary>
public abstract class MailboxType(Settings settings, Config? config)
{
    /// <summary>The system's settings.</summary>
    protected Settings Settings { get; } = settings;

    /// <summary>The mailbox's own section.</summary>
    protected Config? Config { get; } = config;

    /// <summary>Makes the queue for an actor.</summary>
    public abstract IMessageQueue Create(IActorRef owner, ActorSystem system);
}

/// <summary>Declares which queue a mailbox type makes.</summary>
public interface IProducesMessageQueue<TQueue>
    where TQueue : IMessageQueue;

/// <summary>A mailbox type whose senders may have to wait.</summary>
public interface IProducesPushTimeoutSemanticsMailbox
{
    /// <summary>How long a sender waits at most.</summary>
    TimeSpan PushTimeout { get; }
}

/// <summary>The default: unbounded, first in first out.</summary>
public class UnboundedMailbox : MailboxType, IProducesMessageQueue<UnboundedMessageQueue>
{
    /// <summary>Made without configuration.</summary>
    public UnboundedMailbox()
        : this(null!, null)
    {
    }

    /// <summary>Made from configuration.</summary>
    public UnboundedMailbox(Settings settings, Config? config)
        : base(settings, config)
    {
    }

    /// <inheritdoc />
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new UnboundedMessageQueue();
}

/// <summary>Bounded, first in first out: a full queue makes senders wait, then drops to dead letters.</summary>
public class BoundedMailbox : MailboxType, IProducesMessageQueue<BoundedMessageQueue>, IProducesPushTimeoutSemanticsMailbox
{
    /// <summary>Made from configuration: <c>mailbox-capacity</c> and <c>mailbox-push-timeout-time</c>.</summary>
    public BoundedMailbox(Settings settings, Config config)
        : base(settings, config)
    {
        Capacity = BoundedLimits.Capacity(config);
        PushTimeout = BoundedLimits.PushTimeout(config);
    }

    /// <summary>How many messages may wait.</summary>
    public int Capacity { get; }

    /// <inheritdoc />
    public TimeSpan PushTimeout { get; }

    /// <inheritdoc />
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new BoundedMessageQueue(Capacity, PushTimeout);
}

/// <summary>Unbounded and open at both ends.</summary>
public class UnboundedDequeBasedMailbox(Settings settings, Config config)
    : MailboxType(settings, config), IProducesMessageQueue<UnboundedDequeMessageQueue>
{
    /// <inheritdoc />
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new UnboundedDequeMessageQueue();
}

/// <summary>Bounded and open at both ends.</summary>
public class BoundedDequeBasedMailbox : MailboxType, IProducesMessageQueue<BoundedDequeMessageQueue>, IProducesPushTimeoutSemanticsMailbox
{
    /// <summary>Made from configuration: <c>mailbox-capacity</c> and <c>mailbox-push-timeout-time</c>.</summary>
    public BoundedDequeBasedMailbox(Settings settings, Config config)
        : base(settings, config)
    {
        Capacity = BoundedLimits.Capacity(config);
        PushTimeout = BoundedLimits.PushTimeout(config);
    }

    /// <summary>How many messages may wait.</summary>
    public int Capacity { get; }

    /// <inheritdoc />
    public TimeSpan PushTimeout { get; }

    /// <inheritdoc />
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new BoundedDequeMessageQueue(Capacity, PushTimeout);
}

/// <summary>Base of mailboxes that order messages by a priority that the program gives; lower comes first.</summary>
public abstract class UnboundedPriorityMailbox(Settings settings, Config config)
    : MailboxType(settings, config), IProducesMessageQueue<UnboundedPriorityMessageQueue>
{
    /// <summary>Where queues start in size.</summary>
    public const int DefaultCapacity = 11;

    /// <summary>The priority of a message; lower comes first.</summary>
    protected abstract int PriorityGenerator(object message);

    /// <inheritdoc />
    public sealed override IMessageQueue Create(IActorRef owner, ActorSystem system) =>
        new UnboundedPriorityMessageQueue(PriorityGenerator, DefaultCapacity);
}

/// <summary>As <see cref="UnboundedPriorityMailbox"/>, and equals keep their order.</summary>
public abstract class UnboundedStablePriorityMailbox(Settings settings, Config config)
    : MailboxType(settings, config), IProducesMessageQueue<UnboundedStablePriorityMessageQueue>
{
    /// <summary>Where queues start in size.</summary>
    public const int DefaultCapacity = 11;

    /// <summary>The priority of a message; lower comes first.</summary>
    protected abstract int PriorityGenerator(object message);

    /// <inheritdoc />
    public sealed override IMessageQueue Create(IActorRef owner, ActorSystem system) =>
        new UnboundedStablePriorityMessageQueue(PriorityGenerator, DefaultCapacity);
}

/// <summary>Reads the limits of bounded mailboxes.</summary>
internal static class BoundedLimits
{
    public static int Capacity(Config config)
    {
        int capacity = config.GetInt("mailbox-capacity");
        return capacity > 0 ? capacity : throw new ArgumentException("The capacity for BoundedMailbox cannot be negative", nameof(config));
    }

    public static TimeSpan PushTimeout(Config config)
    {
        TimeSpan timeout = config.GetTimeSpan("mailbox-push-timeout-time", TimeSpan.FromSeconds(-1));
        return timeout >= TimeSpan.Zero ? timeout : throw new ArgumentException("The push time-out for BoundedMailbox cannot be negative", nameof(config));
    }
}
