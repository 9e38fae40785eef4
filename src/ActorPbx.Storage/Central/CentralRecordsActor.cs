using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Records;
using ActorPbx.Storage.Sqlite;
using ActorPbx.Storage.Store;

namespace ActorPbx.Storage.Central;

/// <summary>
/// Takes the call records of all branches out of the durable queue into headquarters' table (<c>/user/central-records</c>). A delivery is settled
/// after the commit of the transaction that holds it, and a half of a call is kept once however often it comes: exactly once in the table.
/// Blocks on the database and therefore runs on a thread of its own.
/// </summary>
public sealed class CentralRecordsActor : ReceiveActor, IWithTimers
{
    private const int Ahead = 32;
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(2);
    private readonly IActorRef _cluster;
    private readonly Func<ICentralRecords> _open;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly List<Delivered> _waiting = [];
    private ICentralRecords? _records;
    private string _fault = "";
    private long _kept;
    private long _doubled;

    /// <param name="cluster">The way to the queue.</param>
    /// <param name="open">Opens the table; tried again when it throws <see cref="StorageException"/>.</param>
    public CentralRecordsActor(IActorRef cluster, Func<ICentralRecords> open)
    {
        (_cluster, _open) = (cluster, open);
        Receive<Delivered>(OnDelivered);
        Receive<Work>(_ => OnWork());
        Receive<FindCentralCalls>(OnFind);
        Receive<DescribeCentralRecords>(_ => Sender.Tell(new CentralRecordsView(_kept, _doubled, _fault)));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>The props, on the store's kind of dispatcher.</summary>
    public static Props For(IActorRef cluster, Func<ICentralRecords> open) =>
        Props.Create(() => new CentralRecordsActor(cluster, open)).WithDispatcher(StoreActor.Dispatcher);

    protected override void PreStart() => _cluster.Tell(new Consume(RecordsSent.Queue, Ahead));

    protected override void PostStop() => _records?.Dispose();

    private void OnDelivered(Delivered delivered)
    {
        _waiting.Add(delivered);
        if (_waiting.Count == 1)
            Self.Tell(Work.Instance);
    }

    // Whatever has arrived meanwhile goes into one transaction.
    private void OnWork()
    {
        if (_waiting.Count == 0)
            return;
        try
        {
            _records ??= _open();
            var records = Records();
            var added = records.Count == 0 ? 0 : _records.Add(records);
            (_kept, _doubled) = (_kept + added, _doubled + records.Count - added);
            _cluster.Tell(new Settle(RecordsSent.Queue, _waiting[^1].Tag));
            _waiting.Clear();
            Recovered();
        }
        catch (StorageException fault)
        {
            Failed(fault);
        }
    }

    private List<CallRecord> Records()
    {
        var records = new List<CallRecord>();
        foreach (var delivered in _waiting)
        {
            if (delivered.Message is not RecordsSent sent || sent.Records.IsDefault)
            {
                _log.Warning("A message of {0} in the queue of call records is none: {1}", delivered.From.Node, delivered.Message.GetType().Name);
                continue;
            }

            records.AddRange(sent.Records.Select(form => Placed(RecordForms.Read(form), delivered.From)));
        }

        return records;
    }

    // A node tells of its own calls; the broker vouches for the origin. What a call that never left its node leaves out stands in the table all the same.
    private static CallRecord Placed(CallRecord record, Origin from) => record with
    {
        Node = from.Node.Value,
        Branch = record.Branch.Length == 0 ? from.Branch.Value : record.Branch,
        Correlation = record.Correlation.Length == 0 ? record.Call.Value : record.Correlation,
    };

    private void OnFind(FindCentralCalls search)
    {
        try
        {
            _records ??= _open();
            Sender.Tell(new CallsFound(_records.Find(search)));
        }
        catch (StorageException fault)
        {
            Sender.Tell(new Status.Failure(fault));
        }
    }

    private void Failed(StorageException fault)
    {
        if (_fault != fault.Message)
            _log.Error("Call records of the branches wait in the queue: {0}", fault.Message);
        _fault = fault.Message;
        _records?.Dispose();
        _records = null;
        Timers.StartSingleTimer(Work.Instance, Work.Instance, TryAgain);
    }

    private void Recovered()
    {
        if (_fault.Length > 0)
            _log.Info("Call records of the branches are taken in again");
        _fault = "";
    }

    private sealed class Work
    {
        public static readonly Work Instance = new();
    }
}

/// <summary>How do the central records stand? Answered by <see cref="CentralRecordsView"/>.</summary>
public sealed record DescribeCentralRecords;

/// <summary>The central records since the start.</summary>
/// <param name="Kept">Records taken in.</param>
/// <param name="Doubled">Records that had come before.</param>
/// <param name="Fault">Why the table cannot be used; empty when it can.</param>
public sealed record CentralRecordsView(long Kept, long Doubled, string Fault);
