using System.Collections.Concurrent;
using ActorPbx.Rtp.Sockets;

namespace ActorPbx.Rtp.Relay;

/// <summary>What other threads want done on an engine's thread, in their order.</summary>
internal sealed class EngineInbox(Poller poller, Action<Exception> onFault)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentQueue<Action<long>> _posted = new();
    private bool _ended;

    /// <summary>Leaves something to be done, with the engine's time in nanoseconds, and wakes the thread; false when the thread has ended.</summary>
    public bool Post(Action<long> action)
    {
        // The lock keeps a late post from waking a poller that is gone. No packet comes this way.
        lock (_lock)
        {
            if (_ended)
                return false;
            _posted.Enqueue(action);
            poller.Wake();
            return true;
        }
    }

    /// <summary>Does what was left, on the engine's thread.</summary>
    public void Run(long now)
    {
        while (!_posted.IsEmpty && _posted.TryDequeue(out var action))
        {
            try
            {
                action(now);
            }
            catch (Exception fault)
            {
                onFault(fault);
            }
        }
    }

    /// <summary>Does what was left and takes no more.</summary>
    public void End(long now)
    {
        lock (_lock)
        {
            Run(now);
            _ended = true;
        }
    }
}
