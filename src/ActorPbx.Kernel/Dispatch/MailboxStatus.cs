namespace ActorPbx.Kernel.Dispatch;

/// <summary>What a mailbox is about, in one word: bit 0 closed, bit 1 scheduled, the rest counts suspensions.</summary>
internal struct MailboxStatus
{
    private const int Closed = 1;
    private const int Scheduled = 2;
    private const int SuspendUnit = 4;
    private const int SuspendMask = ~3;

    private int _word;

    public int Suspensions => Volatile.Read(ref _word) / SuspendUnit;

    public bool IsSuspended => (Volatile.Read(ref _word) & SuspendMask) != 0;

    public bool IsClosed => (Volatile.Read(ref _word) & Closed) != 0;

    public bool IsScheduled => (Volatile.Read(ref _word) & Scheduled) != 0;

    /// <summary>Neither closed nor suspended.</summary>
    public bool IsOpen => (Volatile.Read(ref _word) & ~Scheduled) == 0;

    /// <summary>Holds user messages back once more; true for the first time.</summary>
    public bool Suspend()
    {
        while (true)
        {
            int status = Volatile.Read(ref _word);
            if ((status & Closed) != 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _word, status + SuspendUnit, status) == status)
            {
                return status < SuspendUnit;
            }
        }
    }

    /// <summary>Takes one suspension back; true when it was the last.</summary>
    public bool Resume()
    {
        while (true)
        {
            int status = Volatile.Read(ref _word);
            if ((status & Closed) != 0)
            {
                return false;
            }

            int next = status < SuspendUnit ? status : status - SuspendUnit;
            if (Interlocked.CompareExchange(ref _word, next, status) == status)
            {
                return next < SuspendUnit;
            }
        }
    }

    /// <summary>Closes for good; false if that had happened.</summary>
    public bool Close()
    {
        while (true)
        {
            int status = Volatile.Read(ref _word);
            if ((status & Closed) != 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _word, Closed | (status & Scheduled), status) == status)
            {
                return true;
            }
        }
    }

    /// <summary>Claims the right to run; false if another has it or the actor is gone.</summary>
    public bool Schedule()
    {
        while (true)
        {
            int status = Volatile.Read(ref _word);
            if ((status & (Scheduled | Closed)) != 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _word, status | Scheduled, status) == status)
            {
                return true;
            }
        }
    }

    /// <summary>Gives the right to run back.</summary>
    public void Idle() => Interlocked.And(ref _word, ~Scheduled);
}
