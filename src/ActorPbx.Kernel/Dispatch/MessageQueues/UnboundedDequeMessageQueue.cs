using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Dispatch.MessageQueues;

/// <summary>Without limit, and open at both ends: what an actor puts back waits before what senders put in, who need no lock.</summary>
public class UnboundedDequeMessageQueue : IMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    private readonly UnboundedMessageQueue _sent = new();
    private EnvelopeDeque _putBack;

    /// <inheritdoc />
    public bool HasMessages => _putBack.Count > 0 || _sent.HasMessages;

    /// <inheritdoc />
    public int Count => _putBack.Count + _sent.Count;

    /// <inheritdoc />
    public void Enqueue(IActorRef receiver, Envelope envelope) => _sent.Enqueue(envelope);

    /// <inheritdoc />
    public void EnqueueFirst(Envelope envelope)
    {
        lock (_sent)
        {
            _putBack.AddFirst(envelope);
        }
    }

    /// <inheritdoc />
    public bool TryDequeue(out Envelope envelope)
    {
        if (_putBack.Count > 0)
        {
            lock (_sent)
            {
                if (_putBack.Count > 0)
                {
                    envelope = _putBack.TakeFirst();
                    return true;
                }
            }
        }

        return _sent.TryDequeue(out envelope);
    }

    /// <inheritdoc />
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out Envelope envelope))
        {
            deadletters.Enqueue(owner, envelope);
        }
    }
}
