using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Sip.Authentication;

namespace ActorPbx.Pbx.Gateway;

/// <summary>A T-MSS to every node: a key that nonces are signed with.</summary>
/// <param name="Key">In base64.</param>
public sealed record NonceKeyTold(string Key) : ClusterMessage;

/// <summary>
/// Has a nonce of one node taken by all: each T-MSS tells its key again and again, and every node signs with the same of them. While headquarters is away a
/// node goes on with what it heard last; one that never heard of any takes its own nonces alone.
/// </summary>
public sealed class NonceKeysActor : ReceiveActor, IWithTimers
{
    /// <summary>Subject that keys are told under.</summary>
    public const string Subject = "nonce-key";

    private const int LongestKey = 64;
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(5);
    private readonly NonceIssuer _nonces;
    private readonly IActorRef _cluster;
    private readonly bool _isHub;
    private readonly TimeProvider _clock;

    /// <summary>The keys of a node.</summary>
    /// <param name="nonces">Where they are used.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="isHub">True for a T-MSS, which tells its own.</param>
    /// <param name="clock">The time.</param>
    public NonceKeysActor(NonceIssuer nonces, IActorRef cluster, bool isHub, TimeProvider clock)
    {
        (_nonces, _cluster, _isHub, _clock) = (nonces, cluster, isHub, clock);
        Receive<CurrentClusterState>(_ => Tell());
        Receive<ClusterEvent.MemberUp>(_ => Tell());
        Receive<ClusterEvent.BusRestored>(_ => Tell());
        Receive<ClusterEvent>(_ => { });
        Receive<TellAgain>(_ => Tell());
        Receive<Published>(OnPublished);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        // Only headquarters is heard: the broker lets no branch speak for it.
        _cluster.Tell(new Subscribe($"{BranchName.Headquarters.Value}.*.{Subject}"));
        if (_isHub)
        {
            _cluster.Tell(new SubscribeToCluster());
            Timers.StartPeriodicTimer(TellAgain.Instance, TellAgain.Instance, s_again);
        }
    }

    private void Tell()
    {
        if (!_isHub)
        {
            return;
        }

        var key = _nonces.OwnKey;
        _nonces.Take(key, _clock.GetUtcNow());
        _cluster.Tell(new Publish(Subject, new NonceKeyTold(Convert.ToBase64String(key))));
    }

    private void OnPublished(Published published)
    {
        if (published.Message is not NonceKeyTold told)
        {
            return;
        }

        Span<byte> key = stackalloc byte[LongestKey];
        if (Convert.TryFromBase64String(told.Key ?? "", key, out var length) && length >= 16)
        {
            _nonces.Take(key[..length], _clock.GetUtcNow());
        }
    }

    private sealed class TellAgain
    {
        public static readonly TellAgain Instance = new();
    }
}
