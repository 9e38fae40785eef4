using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Dispatch.MessageQueues;

/// <summary>Without limit, and open at both ends: what an actor puts back waits before what senders put in, who need no lock.</summary>
public class UnboundedDequeMessageQueue : IMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    private readonly UnboundedMessageQueue _sent = new();
    private EnvelopeDeque _putBack; // under the lock
    private EnvelopeDeque _first; // the reader's alone

    /// <inheritdoc />
    public bool HasMessages => _putBack.Count > 0 || _first.Count > 0 || _sent.HasMessages;

    /// <inheritdoc />
    public int Count => _putBack.Count + _first.Count + _sent.Count;

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

    /// <summary>Puts all letters of a row back, in their order, and leaves the row empty.</summary>
    internal void EnqueueFirst(ref EnvelopeDeque letters)
    {
        lock (_sent)
        {
            _putBack.AddAllFirst(ref letters);
        }
    }

    /// <inheritdoc />
    public bool TryDequeue(out Envelope envelope)
    {
        if (_putBack.Count > 0)
        {
            lock (_sent)
            {
                _first.AddAllFirst(ref _putBack);
            }
        }

        if (_first.Count > 0)
        {
            envelope = _first.TakeFirst();
            return true;
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
