using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Authentication;

namespace ActorPbx.Pbx.Gateway;

/// <summary>A T-MSS to a node: a key that nonces are signed with.</summary>
/// <param name="Key">In base64.</param>
public sealed record NonceKeyTold(string Key) : ClusterMessage
{
    /// <summary>Without the key, which must not be in a log.</summary>
    public override string ToString() => nameof(NonceKeyTold);
}

/// <summary>
/// Has a nonce of one node taken by all of the cluster, or of its branch: each T-MSS tells every node a key again and again, and all that are told the same keys sign
/// with the same of them. While headquarters is away a node goes on with what it heard last; one that never heard of any takes its own nonces alone.
/// </summary>
public sealed class NonceKeysActor : ReceiveActor, IWithTimers
{
    /// <summary>Service of a node that is told keys.</summary>
    public const string Service = "nonce-key";

    private const int LongestKey = 64;
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(5);
    private readonly NonceIssuer _nonces;
    private readonly IActorRef _cluster;
    private readonly NonceScope? _tells;
    private readonly TimeProvider _clock;
    private readonly HashSet<Origin> _nodes = [];

    /// <summary>The keys of a node.</summary>
    /// <param name="nonces">Where they are used.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="tells">Who is told the same key by this T-MSS; null for a node that is none.</param>
    /// <param name="clock">The time.</param>
    public NonceKeysActor(NonceIssuer nonces, IActorRef cluster, NonceScope? tells, TimeProvider clock)
    {
        (_nonces, _cluster, _tells, _clock) = (nonces, cluster, tells, clock);
        Receive<CurrentClusterState>(OnState);
        Receive<ClusterEvent.MemberUp>(up => Add(up.Member));
        Receive<ClusterEvent.MemberRemoved>(removed => _nodes.Remove(OriginOf(removed.Member)));
        Receive<ClusterEvent.BusRestored>(_ => TellAll());
        Receive<ClusterEvent>(_ => { });
        Receive<TellAgain>(_ => TellAll());
        Receive<Received>(OnReceived);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _cluster.Tell(new Serve(Service));
        if (_tells is not null)
        {
            _cluster.Tell(new SubscribeToCluster());
            Timers.StartPeriodicTimer(TellAgain.Instance, TellAgain.Instance, s_again);
        }
    }

    private void OnState(CurrentClusterState state)
    {
        _nodes.UnionWith(state.Members.Select(OriginOf));
        TellAll();
    }

    private void Add(Member member)
    {
        _nodes.Add(OriginOf(member));
        Tell(OriginOf(member));
    }

    private void TellAll()
    {
        foreach (var node in _nodes)
        {
            Tell(node);
        }
    }

    // To one node by name: the broker lets nobody else read it. This one hears itself, too.
    private void Tell(Origin node)
    {
        var key = _nonces.KeyFor(_tells == NonceScope.Branch ? node.Branch.Value : "");
        _cluster.Tell(new SendToNode(node.Branch, node.Node, Service, new NonceKeyTold(Convert.ToBase64String(key))));
    }

    private void OnReceived(Received received)
    {
        // Only headquarters is heard: the broker lets no branch speak for it.
        if (received.From.Branch != BranchName.Headquarters || received.Message is not NonceKeyTold told)
        {
            return;
        }

        Span<byte> key = stackalloc byte[LongestKey];
        if (Convert.TryFromBase64String(told.Key ?? "", key, out var length) && length >= 16)
        {
            _nonces.Take(key[..length], _clock.GetUtcNow());
        }
    }

    private static Origin OriginOf(Member member) => new(member.Branch, member.Name);

    private sealed class TellAgain
    {
        public static readonly TellAgain Instance = new();
    }
}
