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
/// A mailbox that had its turn and has letters left comes after the one that is next: two actors that keep each other busy stay on one
/// processor, whose cache has their letters, and go on to another together.
/// </remarks>
internal sealed class NextTurn : IThreadPoolWorkItem
{
    private const int LongestRow = 32;
    private const int Moment = 20;

    [ThreadStatic]
    private static NextTurn? s_own;

    private IRunnable? _next;
    private IRunnable? _after;
    private int _guarded;
    private int _puts;
    private bool _open;
    private ExecutorService? _executor;
    private Timer? _later;

    /// <summary>Reads a mailbox, and then those that were put next, up to a limit, for others wait in the pool's queues too.</summary>
    public static void Begin(Mailbox mailbox)
    {
        ExecutorService? executor = mailbox.Actor!.Dispatcher.Executor;
        if (executor is null || Thread.CurrentThread.IsThreadPoolThread)
        {
            (s_own ??= new NextTurn()).Read(mailbox, null, executor);
        }
        else
        {
            // An executor with threads of its own gets each turn.
            mailbox.Run();
        }
    }

    /// <summary>Has the present thread run this next; false if the thread reads no mailbox, or one of another executor, or has another to run.</summary>
    public static bool TryPut(IRunnable run, ExecutorService? executor) => Open(executor) is { } own && own.Put(ref own._next, run);

    /// <summary>Has the present thread run this after the one that is next; false if there is none, or another comes after it.</summary>
    public static bool TryPutAfter(IRunnable run, ExecutorService? executor) =>
        Open(executor) is { } own && Volatile.Read(ref own._next) is not null && own.Put(ref own._after, run);

    private static NextTurn? Open(ExecutorService? executor) => s_own is { _open: true } own && own._executor == executor ? own : null;

    private void Read(IRunnable first, IRunnable? after, ExecutorService? executor)
    {
        ExecutionContext? clean = ExecutionContext.Capture();
        (_open, _executor) = (true, executor);
        if (after is not null)
        {
            Put(ref _after, after);
        }

        first.Run();
        for (int left = LongestRow; Fetch() is { } next; left--)
        {
            if (left == 0)
            {
                ThreadPool.UnsafeQueueUserWorkItem(Fetch() is { } other ? new Together(next, other, executor) : next, preferLocal: false);
                break;
            }

            CleanUp(clean);
            next.Run();
        }

        _open = false;
    }

    private bool Put(ref IRunnable? place, IRunnable run)
    {
        if (Volatile.Read(ref place) is not null)
        {
            return false;
        }

        _puts++; // before the mailbox is seen, so that the guard can tell it from the next
        Interlocked.Exchange(ref place, run);
        if (_guarded == 0 && Interlocked.Exchange(ref _guarded, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }

        return true;
    }

    private IRunnable? Fetch() => Take(ref _next) ?? Take(ref _after);

    private static IRunnable? Take(ref IRunnable? place) => Volatile.Read(ref place) is null ? null : Interlocked.Exchange(ref place, null);

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
        int put = Volatile.Read(ref _puts);
        bool waits = IsWaited;
        if (waits)
        {
            Thread.SpinWait(Moment);
            if (Volatile.Read(ref _puts) != put)
            {
                LookLater();
                return;
            }
        }

        Interlocked.Exchange(ref _guarded, 0); // before the place is free: whoever puts then queues another guard
        IRunnable? taken = waits ? Fetch() : null;
        LookAfterAll();
        taken?.Execute();
    }

    private bool IsWaited => Volatile.Read(ref _next) is not null || Volatile.Read(ref _after) is not null;

    // What is left, or was put while the guard was leaving, by an owner that took it for still there.
    private void LookAfterAll()
    {
        if (IsWaited && Interlocked.Exchange(ref _guarded, 1) == 0)
        {
            LookLater();
        }
    }

    private void LookLater()
    {
        _later ??= new Timer(static turn => ((NextTurn)turn!).Look(), this, Timeout.Infinite, Timeout.Infinite);
        _later.Change(1, Timeout.Infinite);
    }

    /// <summary>Two that are busy with each other, on their way to whichever thread is free.</summary>
    private sealed class Together(IRunnable first, IRunnable second, ExecutorService? executor) : IThreadPoolWorkItem
    {
        void IThreadPoolWorkItem.Execute() => (s_own ??= new NextTurn()).Read(first, second, executor);
    }
}
