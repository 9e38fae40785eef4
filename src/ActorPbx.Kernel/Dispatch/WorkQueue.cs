namespace ActorPbx.Kernel.Dispatch;

/// <summary>Work that threads of a dispatcher's own wait for.</summary>
/// <remarks>They sleep at once when there is none: spinning first, as the framework's blocking collection does, costs more than the wake-up that it may spare.</remarks>
internal sealed class WorkQueue
{
    private readonly Lock _gate = new();
    private readonly Queue<IRunnable> _work = new();
    private readonly Semaphore _wakeUps = new(0, int.MaxValue);
    private int _asleep;
    private bool _complete;

    /// <summary>Adds work; false when no more is taken.</summary>
    public bool TryAdd(IRunnable work)
    {
        bool wake;
        lock (_gate)
        {
            if (_complete)
            {
                return false;
            }

            _work.Enqueue(work);
            wake = _asleep > 0;
            _asleep -= wake ? 1 : 0;
        }

        // Outside: who wakes up needs the gate.
        if (wake)
        {
            _wakeUps.Release();
        }

        return true;
    }

    /// <summary>Waits for work; null when there will be none any more.</summary>
    public IRunnable? Take()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_work.TryDequeue(out IRunnable? next) || _complete)
                {
                    return next;
                }

                _asleep++;
            }

            _wakeUps.WaitOne();
        }
    }

    /// <summary>No more work comes; what is there is still taken.</summary>
    public void Complete()
    {
        int asleep;
        lock (_gate)
        {
            _complete = true;
            asleep = _asleep;
            _asleep = 0;
        }

        if (asleep > 0)
        {
            _wakeUps.Release(asleep);
        }
    }
}
