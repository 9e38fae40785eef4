using System.Collections.Immutable;
using System.Globalization;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Pbx.Records;

/// <summary>
/// Carries this node's call records to headquarters (<c>/user/outbox</c>). The store is the outbox: a mark says up to which record the broker has
/// them on disk; what follows is put into the durable queue, and the mark moves only after the confirmation. So days without bus cost nothing but
/// the mark standing still, and a crash sends at most the last parcel twice, which headquarters recognises.
/// </summary>
public sealed class RecordsOutboxActor : ReceiveActor, IWithTimers
{
    /// <summary>Name of the document that holds the mark.</summary>
    public const string MarkDocument = "records-outbox";

    private const int Parcel = 100;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);
    private readonly IActorRef _cluster;
    private readonly IActorRef _store;
    private readonly NodeName _node;
    private readonly OutboxFigures _figures;
    private long _mark;
    private long _sent;
    private string? _awaited;

    /// <summary>The outbox of one node.</summary>
    public RecordsOutboxActor(IActorRef cluster, IActorRef store, NodeName node, OutboxFigures figures)
    {
        (_cluster, _store, _node, _figures) = (cluster, store, node, figures);
        Receive<DocumentLoaded>(OnLoaded);
        Receive<CallsFound>(OnFound);
        Receive<Enqueued>(enqueued => enqueued.Key == _awaited, _ => OnConfirmed());
        Receive<Enqueued>(_ => { });
        Receive<NotEnqueued>(refused => refused.Key == _awaited, _ => Wait(TryAgain));
        Receive<NotEnqueued>(_ => { });
        Receive<ClusterEvent.BusRestored>(_ => Look());
        Receive<ClusterEvent>(_ => { });
        Receive<CurrentClusterState>(_ => { });
        Receive<LookNow>(_ => Look());
        Receive<DescribeOutbox>(_ => Sender.Tell(new OutboxView(_mark, _sent, _figures.Waiting)));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _cluster.Tell(new SubscribeToCluster());
        _store.Tell(new LoadDocument(MarkDocument));
        // Should the store not answer, it is asked again.
        Timers.StartSingleTimer(LookNow.Instance, LookNow.Instance, TryAgain);
    }

    private void OnLoaded(DocumentLoaded loaded)
    {
        if (long.TryParse(loaded.Content, NumberStyles.None, CultureInfo.InvariantCulture, out var mark) && mark > _mark)
        {
            _mark = mark;
        }

        Look();
    }

    private void Look()
    {
        _awaited = null;
        Timers.StartSingleTimer(LookNow.Instance, LookNow.Instance, TryAgain);
        _store.Tell(new FindCalls(null, null, null, null, _mark, Parcel, Forward: true));
    }

    private void OnFound(CallsFound found)
    {
        if (_awaited is not null)
        {
            return;
        }

        _figures.Waiting = Math.Max(0, found.Newest - _mark);
        if (found.Records.IsEmpty)
        {
            Wait(LookAgain);
            return;
        }

        var (first, last) = (found.Records[0].Id, found.Records[^1].Id);
        _awaited = $"{_node}:{first}-{last}";
        _sent = last;
        _cluster.Tell(new Enqueue(RecordsSent.Queue, _awaited, new RecordsSent([.. found.Records.Select(stored => RecordForms.Of(stored.Record))])));
        Timers.StartSingleTimer(LookNow.Instance, LookNow.Instance, TryAgain);
    }

    private void OnConfirmed()
    {
        _mark = _sent;
        _store.Tell(new SaveDocument(MarkDocument, _mark.ToString(CultureInfo.InvariantCulture)));
        Look();
    }

    private void Wait(TimeSpan time)
    {
        _awaited = null;
        Timers.StartSingleTimer(LookNow.Instance, LookNow.Instance, time);
    }

    private sealed class LookNow
    {
        public static readonly LookNow Instance = new();
    }
}

/// <summary>How does the outbox stand? Answered by <see cref="OutboxView"/>.</summary>
public sealed record DescribeOutbox;

/// <summary>The outbox: the broker has every record up to the mark.</summary>
/// <param name="Mark">Number of the last record that is safe.</param>
/// <param name="Sent">Number of the last record that was sent.</param>
/// <param name="Waiting">Records behind the mark.</param>
public sealed record OutboxView(long Mark, long Sent, long Waiting);

/// <summary>Figures of the outbox, written by its actor and read on any thread.</summary>
public sealed class OutboxFigures
{
    private long _waiting;

    /// <summary>Records that the broker has not yet, when the actor last looked.</summary>
    public long Waiting
    {
        get => Volatile.Read(ref _waiting);
        internal set => Volatile.Write(ref _waiting, value);
    }
}
