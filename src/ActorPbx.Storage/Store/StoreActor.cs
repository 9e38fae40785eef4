using System.Collections.Immutable;
using ActorPbx.Pbx.Records;
using ActorPbx.Storage.Settings;
using ActorPbx.Storage.Sqlite;

namespace ActorPbx.Storage.Store;

/// <summary>The one door to the node's database, at /user/store; speaks <see cref="StoreCommand"/> and <see cref="StoreEvent"/>.</summary>
/// <remarks>
/// Group commit: whatever waits in the mailbox goes into one transaction. After it the actor's thread sleeps for a moment, and what arrives
/// meanwhile is the next one; so a quiet node commits at once, and on a busy one nobody has to wake the thread for each command.
/// The order of commands is kept, and a question sees every write that was sent before it.
/// When the database cannot be used, a flush is tried again a few times and then everything queued is answered with a refusal;
/// the queue has a limit. The actor blocks on the disk, and sleeps, and therefore runs on a thread of its own.
/// </remarks>
public sealed class StoreActor : ReceiveActor, IWithTimers
{
    /// <summary>The dispatcher that the actor runs on; <see cref="DispatcherSettings"/> must be part of the system's configuration.</summary>
    public const string Dispatcher = "actorpbx.store-dispatcher";

    /// <summary>HOCON of the dispatcher: one thread for this actor alone.</summary>
    public const string DispatcherSettings = $"{Dispatcher} {{ type = PinnedDispatcher }}";

    private const int LargestBatch = 1000;
    private static readonly TimeSpan ExportInterval = TimeSpan.FromSeconds(5);

    /// <summary>Commits are at least so far apart: what comes sooner after one gathers for the next, for a commit costs more than what is in it.</summary>
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(50);

    private readonly StorageSettings _settings;
    private readonly string _run;
    private readonly TimeProvider _time;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Queue<QueuedCommand> _queue = new();
    private CallStore? _store;
    private string _fault = "";
    private int _failures;
    private bool _flushing;
    private bool _exportFaulty;

    /// <param name="settings">Where the database and the files lie.</param>
    /// <param name="run">Names this run of the node; the same when the actor restarts.</param>
    /// <param name="time">The clock.</param>
    public StoreActor(StorageSettings settings, string run, TimeProvider time)
    {
        _settings = settings;
        _run = run;
        _time = time;
        Receive<StoreCommand>(Enqueue);
        Receive<Flush>(_ => OnFlush());
        Receive<CatchUp>(_ => OnCatchUp());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The props of a store for this run of the node.</summary>
    public static Props For(StorageSettings settings, TimeProvider time)
    {
        var run = Guid.NewGuid().ToString("N");
        return Props.Create(() => new StoreActor(settings, run, time)).WithDispatcher(Dispatcher);
    }

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(CatchUp), CatchUp.Instance, ExportInterval);
        Ask();
    }

    protected override void PostStop()
    {
        if (_queue.Count > 0 && TryOpen() is null)
            TryWork();
        Refuse(_queue.Count, "the store stops");
        OnCatchUp();
        _store?.Dispose();
        _store = null;
    }

    private void Enqueue(StoreCommand command)
    {
        if (_queue.Count >= _settings.QueueLimit)
        {
            Refusal.Answer(command, Sender, $"{_settings.QueueLimit} writes wait already");
            return;
        }
        _queue.Enqueue(new QueuedCommand(command, Sender));
        Ask();
    }

    /// <summary>Asks for a flush after all that is in the mailbox, unless one is on its way.</summary>
    private void Ask()
    {
        if (_flushing)
            return;
        _flushing = true;
        Self.Tell(Flush.Instance);
    }

    private void OnFlush()
    {
        _flushing = false;
        var began = _time.GetTimestamp();
        var fault = TryOpen() ?? TryWork();
        if (fault is null)
        {
            Recover();
            Gather(GatherTime - _time.GetElapsedTime(began));
            return;
        }
        _failures++;
        if (_failures >= _settings.Attempts)
            GiveUp(fault.Message);
        _flushing = true;
        Timers.StartSingleTimer(nameof(Flush), Flush.Instance, _settings.RetryInterval);
    }

    private static void Gather(TimeSpan time)
    {
        if (time > TimeSpan.Zero)
            Thread.Sleep(time);
    }

    private StorageException? TryOpen()
    {
        if (_store is not null)
            return null;
        try
        {
            _store = CallStore.Open(_settings, _run, _time);
            if (_store.Interrupted > 0)
                _log.Warning("{0} calls were interrupted when the node last ended; their records say so", _store.Interrupted);
            OnCatchUp();
            return null;
        }
        catch (StorageException fault)
        {
            return fault;
        }
    }

    /// <summary>Works off the front of the queue: all its writes up to a question in one transaction, then the questions.</summary>
    private StorageException? TryWork()
    {
        try
        {
            while (_queue.Count > 0)
            {
                var writes = WritesInFront();
                if (writes.Length > 0)
                    Write(writes);
                else
                    AnswerQuestion();
            }
            return null;
        }
        catch (StorageException fault)
        {
            return fault;
        }
    }

    private ImmutableArray<StoreCommand> WritesInFront() =>
        [.. _queue.Select(queued => queued.Command).TakeWhile(command => command is not (FindCalls or LoadBindings or LoadDocument or LoadMessages or LoadProtection or CheckStore)).Take(LargestBatch)];

    private void Write(ImmutableArray<StoreCommand> writes)
    {
        try
        {
            _store!.Write(writes);
        }
        catch (Exception fault) when (fault is not StorageException)
        {
            WriteOneByOne(writes.Length);
            return;
        }
        for (var i = 0; i < writes.Length; i++)
            Confirm(_queue.Dequeue());
        Export();
    }

    /// <summary>Something in a batch cannot be written at all: the others shall not suffer for it.</summary>
    private void WriteOneByOne(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var queued = _queue.Peek();
            try
            {
                _store!.Write([queued.Command]);
                Confirm(queued);
                Export();
            }
            catch (Exception fault) when (fault is not StorageException)
            {
                _log.Error(fault, "{0} could not be stored", queued.Command);
                Refusal.Answer(queued.Command, queued.Sender, fault.Message);
            }
            _queue.Dequeue();
        }
    }

    private static void Confirm(QueuedCommand written) => Confirmation.Answer(written.Command, written.Sender);

    private void AnswerQuestion()
    {
        var asked = _queue.Peek();
        StoreEvent? answer = asked.Command switch
        {
            LoadBindings load => new BindingsLoaded(load.Domain, _store!.Load(load.Domain, _time.GetUtcNow())),
            LoadMessages load => _store!.LoadMessages(load.Domain, _time.GetUtcNow()),
            LoadProtection => _store!.LoadProtection(_time.GetUtcNow()),
            LoadDocument load => new DocumentLoaded(load.Name, _store!.Load(load.Name)),
            CheckStore => new StoreChecked(""),
            FindCalls search => new CallsFound(_store!.Find(search), search.Forward ? _store.Newest : 0),
            _ => null,
        };
        _queue.Dequeue();
        if (answer is not null)
            asked.Sender.Tell(answer);
    }

    /// <summary>Refuses what waits and closes the database, which the next attempt opens anew.</summary>
    private void GiveUp(string reason)
    {
        // A fault that lasts is said once.
        if (_fault != reason || _queue.Count > 0)
            _log.Error("{0} {1} waiting commands are refused", reason, _queue.Count);
        _fault = reason;
        _failures = 0;
        Refuse(_queue.Count, reason);
        _store?.Dispose();
        _store = null;
    }

    private void Recover()
    {
        if (_fault.Length > 0)
            _log.Info("the database {0} can be used again", _settings.DatabasePath);
        _fault = "";
        _failures = 0;
    }

    private void Refuse(int count, string reason)
    {
        for (var i = 0; i < count; i++)
        {
            var queued = _queue.Dequeue();
            Refusal.Answer(queued.Command, queued.Sender, reason);
        }
    }

    private void Export()
    {
        // After a fault the files wait for the next time that they are completed.
        if (!_exportFaulty)
            WithFiles(store => store.Export());
    }

    private void OnCatchUp() => WithFiles(store => store.CatchUp());

    private void WithFiles(Action<CallStore> work)
    {
        if (_store is null)
            return;
        try
        {
            work(_store);
            if (_exportFaulty)
                _log.Info("the daily files in {0} are complete again", _settings.CdrDirectory);
            _exportFaulty = false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or StorageException)
        {
            // Said once, not every five seconds; the database has the records.
            if (!_exportFaulty)
                _log.Error("the daily files in {0} cannot be written, they will be completed later: {1}", _settings.CdrDirectory, fault.Message);
            _exportFaulty = true;
        }
    }

    private sealed record QueuedCommand(StoreCommand Command, IActorRef Sender);

    private sealed record Flush
    {
        public static readonly Flush Instance = new();
    }

    private sealed record CatchUp
    {
        public static readonly CatchUp Instance = new();
    }
}
