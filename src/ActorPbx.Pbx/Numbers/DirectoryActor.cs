using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Pbx.Numbers;

/// <summary>
/// This node's copy of who owns which number (<c>/user/directory</c>). Branches tell headquarters, headquarters tells everybody; what was
/// missed is noticed by comparing digests and asked for. Nothing is forgotten because the bus, or a node, is away.
/// </summary>
/// <remarks>
/// <code>
///  branch  ── numbers (all, or what changed) ──▶  T-MSS  ── directory (what came in, in batches) ──▶  every node
///  branch  ── numbers (so far I am) ───────────▶  T-MSS  asks the branch when it lacks something
///  branch  ◀── directory (digest) ─────────────   T-MSS; the branch asks when its own differs
/// </code>
/// </remarks>
public sealed class DirectoryActor : ReceiveActor, IWithTimers
{
    /// <summary>Subject that announcements go out under.</summary>
    public const string NumbersSubject = "numbers";

    /// <summary>Subject that headquarters tells under; also the name of the service.</summary>
    public const string DirectorySubject = "directory";

    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PlanPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StandTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AskTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AskPause = TimeSpan.FromSeconds(30);
    private readonly DirectoryParts _parts;
    private readonly OwnAnnouncement _own;
    private readonly DirectoryCopy _copy;
    private readonly RelayBatch _batch = new();
    private readonly HashSet<string> _asking = [];
    private (ulong Theirs, ulong Ours, DateTimeOffset At) _lastAsk;

    /// <summary>A directory that knows only what this node itself announces.</summary>
    public DirectoryActor(DirectoryParts parts)
    {
        _parts = parts;
        _own = new OwnAnnouncement(parts.Self, parts.Incarnation, parts.Clock);
        _copy = new DirectoryCopy(parts.MayOwn, parts.Board, Context.GetLogger());
        Receive<CurrentClusterState>(_ => AnnounceAll());
        Receive<ClusterEvent>(OnCluster);
        Receive<Published>(OnPublished);
        Receive<Received>(OnReceived);
        Receive<Answered>(OnAnswered);
        Receive<NotAnswered>(missed => _asking.Remove((string)missed.Token));
        Receive<NumberWentTo>(went => Announce(_own.WentTo(went)));
        Receive<NumberCameHome>(came => Announce(_own.CameHome(came)));
        Receive<AnnounceNumbers>(announce => Announce(_own.Set(announce.Own)));
        Receive<ForgetNode>(forget =>
        {
            var epoch = _copy.Forget(forget.Node);
            Changed();
            _parts.Cluster.Tell(new Publish(DirectorySubject, new NodeForgotten(forget.Node.Value, epoch)));
        });
        Receive<DescribeDirectory>(_ => Sender.Tell(_copy.Describe()));
        Receive<DocumentLoaded>(OnLoaded);
        Receive<DirectoryTick>(OnTick);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _parts.Store.Tell(new LoadDocument(DirectoryDocument.Name));
        _parts.Cluster.Tell(new Serve(DirectorySubject));
        _parts.Cluster.Tell(new Subscribe($"hq.*.{DirectorySubject}"));
        if (_parts.IsHub)
        {
            _parts.Cluster.Tell(new Subscribe($"*.*.{NumbersSubject}"));
        }

        _parts.Cluster.Tell(new SubscribeToCluster());
        Announce(_own.Set(_parts.Own));
        Timers.StartPeriodicTimer(DirectoryTick.Stand, DirectoryTick.Stand, StandTime);
    }

    private void OnLoaded(DocumentLoaded loaded)
    {
        if (DirectoryDocument.Read(loaded.Content) is not { } kept)
        {
            return;
        }

        _copy.Forget(kept.Forgotten);
        foreach (var numbers in kept.Nodes)
        {
            if (numbers.Node == _parts.Self.Node)
            {
                // The age of our blocks outlives a restart: the older announcement stays in force.
                Announce(_own.Remember(numbers));
            }
            else
            {
                _copy.Take(numbers);
            }
        }

        Changed();
    }

    private void OnCluster(ClusterEvent clusterEvent)
    {
        if (clusterEvent is ClusterEvent.BusRestored || (clusterEvent is ClusterEvent.MemberUp up && up.Member.Roles.HasFlag(NodeRoles.Trunk)))
        {
            AnnounceAll();
        }
    }

    private void Announce(NodeNumbersChange? change)
    {
        _copy.Take(_own.Numbers);
        Changed();
        if (_parts.IsHub)
        {
            Relay(_own.Numbers);
        }

        _parts.Cluster.Tell(new Publish(
            NumbersSubject, change is null ? new NumbersAnnounced(NumberForms.Of(_own.Numbers)) : new NumbersChanged(NumberForms.Of(change))));
    }

    private void AnnounceAll() => Announce(null);

    private void OnPublished(Published published)
    {
        if (published.From == _parts.Self)
        {
            return;
        }

        switch (published.Message)
        {
            case NumbersAnnounced announced: OnAnnounced(published.From, NumberForms.Read(announced.Numbers)); break;
            case NumbersChanged changed: OnChanged(published.From, NumberForms.Read(changed.Change)); break;
            case NumbersStand stand: OnNumbersStand(published.From, stand); break;
            case var _ when published.From.Branch != BranchName.Headquarters: break;
            case DirectoryUpdated updated: OnUpdated(updated); break;
            case DirectoryStand stand: OnDirectoryStand(published.From, stand); break;
            case NodeForgotten forgotten when forgotten.Node != _parts.Self.Node.Value:
                _copy.Forget(new NodeName(forgotten.Node), forgotten.Epoch);
                Changed();
                break;
        }
    }

    private void OnAnnounced(Origin from, NodeNumbers? numbers)
    {
        // A node speaks for itself only; the broker vouches for the origin.
        if (numbers is null || numbers.Node != from.Node || numbers.Branch != from.Branch)
        {
            return;
        }

        if (_copy.Take(numbers) == AnnouncementVerdict.Taken)
        {
            Changed();
            Relay(numbers);
        }
    }

    private void OnChanged(Origin from, NodeNumbersChange? change)
    {
        if (change is null || change.Node != from.Node || change.Branch != from.Branch)
        {
            return;
        }

        switch (_copy.Take(change))
        {
            case AnnouncementVerdict.Taken:
                Changed();
                Relay(change);
                break;
            case AnnouncementVerdict.Gap: AskNumbers(from); break;
        }
    }

    private void OnNumbersStand(Origin from, NumbersStand stand)
    {
        if (!_copy.Holds(from.Node, stand.Epoch, stand.Version))
        {
            AskNumbers(from);
        }
    }

    private void OnUpdated(DirectoryUpdated updated)
    {
        if (_copy.Take(updated, _parts.Self.Node) > 0)
        {
            Changed();
        }
    }

    private void OnDirectoryStand(Origin from, DirectoryStand stand)
    {
        var now = _parts.Clock.GetUtcNow();
        if (_copy.Agrees(stand, now) || WasJustAsked(stand, now) || !_asking.Add(DirectorySubject))
        {
            return;
        }

        _lastAsk = (stand.Digest, _copy.State.Digest, now);
        _parts.Cluster.Tell(new AskNode(from.Branch, from.Node, DirectorySubject, new AskDirectory(_copy.Held()), AskTime, DirectorySubject));
    }

    // Where we know more than headquarters, asking brings nothing new: not again at once.
    private bool WasJustAsked(DirectoryStand stand, DateTimeOffset now) =>
        _lastAsk.Theirs == stand.Digest && _lastAsk.Ours == _copy.State.Digest && now - _lastAsk.At < AskPause;

    private void AskNumbers(Origin from)
    {
        if (_asking.Add(from.Node.Value))
        {
            _parts.Cluster.Tell(new AskNode(from.Branch, from.Node, DirectorySubject, new AskNumbers(), AskTime, from.Node.Value));
        }
    }

    private void OnReceived(Received received)
    {
        if (received.ReplyTo is not { } address)
        {
            return;
        }

        switch (received.Message)
        {
            case Numbers.AskNumbers: _parts.Cluster.Tell(new Reply(address, new NumbersAnnounced(NumberForms.Of(_own.Numbers)))); break;
            case AskDirectory ask: _parts.Cluster.Tell(new Reply(address, _copy.NewerThan(ask.Held))); break;
        }
    }

    private void OnAnswered(Answered answered)
    {
        _asking.Remove((string)answered.Token);
        switch (answered.Message)
        {
            case NumbersAnnounced announced: OnAnnounced(answered.From, NumberForms.Read(announced.Numbers)); break;
            case DirectoryUpdated updated when answered.From.Branch == BranchName.Headquarters: OnUpdated(updated); break;
        }
    }

    private void Relay(NodeNumbers numbers) => RelayFrom(_parts.IsHub && _batch.Add(numbers));

    private void Relay(NodeNumbersChange change) => RelayFrom(_parts.IsHub && _batch.Add(change));

    private void RelayFrom(bool isFirst)
    {
        if (isFirst)
        {
            Timers.StartSingleTimer(DirectoryTick.Batch, DirectoryTick.Batch, BatchTime);
        }
    }

    // The first change is in force at once; of many that come together, as when headquarters starts, a plan is made now and then.
    private void Changed()
    {
        if (!Timers.IsTimerActive(DirectoryTick.Plan))
        {
            HangOut();
        }

        if (!Timers.IsTimerActive(DirectoryTick.Keep))
        {
            Timers.StartSingleTimer(DirectoryTick.Keep, DirectoryTick.Keep, StandTime);
        }
    }

    private void HangOut()
    {
        if (_copy.HangOut())
        {
            Timers.StartSingleTimer(DirectoryTick.Plan, DirectoryTick.Plan, PlanPause);
        }
    }

    private void OnTick(DirectoryTick tick)
    {
        switch (tick.What)
        {
            case "batch":
                // What others are told is in force here.
                _copy.HangOut();
                _parts.Cluster.Tell(new Publish(DirectorySubject, _batch.Take()));
                break;
            case "plan": HangOut(); break;
            case "keep": _parts.Store.Tell(new SaveDocument(DirectoryDocument.Name, DirectoryDocument.Write(_copy.State))); break;
            case "stand" when _parts.IsHub: _parts.Cluster.Tell(new Publish(DirectorySubject, _copy.Stand())); break;
            default: _parts.Cluster.Tell(new Publish(NumbersSubject, new NumbersStand(_own.Numbers.Epoch, _own.Numbers.Version))); break;
        }
    }
}
