using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Dispatch;

/// <summary>The mailbox that a pool thread reads next, after the one it is reading: actors that answer each other need no queue.</summary>
/// <remarks>
/// The place is open to all threads, so an actor that blocks holds nobody up: whenever a mailbox is in it, a guard is under way. It
/// takes a mailbox that stays there to its own thread; while the owner fetches them quickly, as it mostly does, it looks only now and then.
/// <code>
///   owner  puts a mailbox ──▶ guard queued, if none is under way ──▶ fetches the mailbox when its present one is read
///   guard  looks ──nothing there──▶ gone
///            │├──still the same after a moment──▶ gone, reads the mailbox itself
///            │└──another one by now──▶ looks again in a millisecond
/// </code>
/// </remarks>
internal sealed class NextTurn : IThreadPoolWorkItem
{
    private const int LongestRow = 32;
    private const int Moment = 20;

    [ThreadStatic]
    private static NextTurn? s_own;

    private IRunnable? _next;
    private int _guarded;
    private int _puts;
    private bool _open;
    private Timer? _later;

    /// <summary>Reads a mailbox, and then those that were put next, up to a limit, for others wait in the pool's queues too.</summary>
    public static void Begin(Mailbox mailbox)
    {
        NextTurn own = s_own ??= new NextTurn();
        ExecutionContext? clean = ExecutionContext.Capture();
        own._open = true;
        mailbox.Run();
        for (int left = LongestRow; own.Fetch() is { } next; left--)
        {
            if (left == 0)
            {
                ThreadPool.UnsafeQueueUserWorkItem(next, preferLocal: false);
                break;
            }

            CleanUp(clean);
            next.Run();
        }

        own._open = false;
    }

    /// <summary>Has the present thread run this next; false if the thread reads no mailbox or has another to run.</summary>
    public static bool TryPut(IRunnable run) => s_own is { _open: true } own && own.Put(run);

    private bool Put(IRunnable run)
    {
        if (Volatile.Read(ref _next) is not null)
        {
            return false;
        }

        _puts++; // before the mailbox is seen, so that the guard can tell it from the next
        Interlocked.Exchange(ref _next, run);
        if (_guarded == 0 && Interlocked.Exchange(ref _guarded, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }

        return true;
    }

    private IRunnable? Fetch() => Volatile.Read(ref _next) is null ? null : Interlocked.Exchange(ref _next, null);

    // As the pool does between two pieces of work.
    private static void CleanUp(ExecutionContext? clean)
    {
        ExecutionContext? present = ExecutionContext.Capture();
        if (present is null)
        {
            ExecutionContext.RestoreFlow();
        }

        if (present != clean && clean is not null)
        {
            ExecutionContext.Restore(clean);
        }

        if (SynchronizationContext.Current is not null)
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    void IThreadPoolWorkItem.Execute() => Look();

    /// <summary>The guard's work.</summary>
    private void Look()
    {
        if (Volatile.Read(ref _next) is not { } waiting)
        {
            Leave();
            return;
        }

        int put = Volatile.Read(ref _puts);
        Thread.SpinWait(Moment);
        if (Volatile.Read(ref _puts) != put)
        {
            LookLater();
            return;
        }

        Interlocked.Exchange(ref _guarded, 0); // before the place is free: whoever puts then queues another guard
        if (Interlocked.CompareExchange(ref _next, null, waiting) == waiting)
        {
            waiting.Execute();
        }
        else
        {
            LookAfterAll();
        }
    }

    private void Leave()
    {
        Interlocked.Exchange(ref _guarded, 0);
        LookAfterAll();
    }

    // What was put while the guard was leaving, by an owner that took it for still there.
    private void LookAfterAll()
    {
        if (Volatile.Read(ref _next) is not null && Interlocked.Exchange(ref _guarded, 1) == 0)
        {
            LookLater();
        }
    }

    private void LookLater()
    {
        _later ??= new Timer(static turn => ((NextTurn)turn!).Look(), this, Timeout.Infinite, Timeout.Infinite);
        _later.Change(1, Timeout.Infinite);
    }
}
