using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Dispatch.MessageQueues;

namespace ActorPbx.Kernel.Event;

/// <summary>Makes the queues of loggers.</summary>
internal sealed class LoggerMailboxType(Settings settings, Config config) : MailboxType(settings, config), IProducesMessageQueue<LoggerMailbox>
{
    public override IMessageQueue Create(IActorRef owner, ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(system);
        return new LoggerMailbox(owner, system);
    }
}

/// <summary>The queue of a logger: unbounded, and what is left when the logger ends goes to the console, not to dead letters.</summary>
public class LoggerMailbox : Mailbox, IMessageQueue, ILoggerMessageQueueSemantics, IUnboundedMessageQueueSemantics
{
    private readonly ActorSystem _system;

    /// <summary>The queue of one logger.</summary>
    public LoggerMailbox(IActorRef owner, ActorSystem system)
        : base(new UnboundedMessageQueue())
    {
        ArgumentNullException.ThrowIfNull(owner);
        _system = system;
    }

    bool IMessageQueue.HasMessages => MessageQueue.HasMessages;

    int IMessageQueue.Count => MessageQueue.Count;

    void IMessageQueue.Enqueue(IActorRef receiver, Envelope envelope) => MessageQueue.Enqueue(receiver, envelope);

    bool IMessageQueue.TryDequeue(out Envelope envelope) => MessageQueue.TryDequeue(out envelope);

    void IMessageQueue.CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (MessageQueue.TryDequeue(out Envelope envelope))
        {
            if (envelope.Message is LogEvent left && left.LogLevel() >= _system.EventStream.LogLevel)
            {
                _system.Settings.StdoutLogger.Tell(left, ActorRefs.NoSender);
            }
        }
    }
}
