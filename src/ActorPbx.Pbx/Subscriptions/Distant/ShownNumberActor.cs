using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Messages;
using ActorPbx.Pbx.Publications;

namespace ActorPbx.Pbx.Subscriptions.Distant;

/// <summary>
/// One number that other branches watch. It answers each that asks with the whole state, and publishes the whole state at each change as long as one of them
/// has asked lately; then it ends.
/// </summary>
internal sealed class ShownNumberActor : ReceiveActor, IWithTimers
{
    /// <summary>How long a question holds. Whoever watches asks again well before.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan s_sweep = TimeSpan.FromSeconds(30);
    private readonly SubscriptionParts _parts;
    private readonly ExtensionNumber _number;
    private readonly IActorRef _cluster;
    private readonly NumberSources _sources;
    private readonly Dictionary<Origin, DateTimeOffset> _leases = [];
    private readonly List<ReplyAddress> _unanswered = [];
    private NumberStands? _said;
    private MessageCounts? _counted;
    private long _at;

    /// <summary>A number that nobody asked for yet.</summary>
    public ShownNumberActor(SubscriptionParts parts, ExtensionNumber number, IActorRef cluster)
    {
        (_parts, _number, _cluster) = (parts, number, cluster);
        _sources = new NumberSources(parts, number, Self);
        Receive<NumberAsked>(OnAsked);
        Receive<NumberLeft>(left => Release(left.By));
        Receive<NumberShown>(shown => Change(() => _sources.Hear(shown)));
        Receive<PublicationsShown>(shown => Change(() => _sources.Hear(shown)));
        Receive<MailboxShown>(shown => Change(() => _sources.Hear(shown)));
        Receive<StateIsLost>(_ => Change(() => _said = null));
        Receive<Sweeping>(_ => Sweep());
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _parts.Clock.GetUtcNow();

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _sources.Watch();
        Timers.StartPeriodicTimer(nameof(Sweeping), new Sweeping(), s_sweep);
    }

    /// <inheritdoc/>
    protected override void PostStop() => _sources.Unwatch();

    private void OnAsked(NumberAsked asked)
    {
        _leases[asked.By] = Now + Lease;
        _unanswered.Add(asked.ReplyTo);
        Answer();
    }

    private void Change(Action hear)
    {
        hear();
        if (!_sources.IsComplete)
        {
            return;
        }

        Answer();
        TellMailbox();
        var stands = State();
        if (!IsSaid(stands))
        {
            _said = stands;
            _cluster.Tell(new Publish(DistantNames.SubjectOf(_parts.Domain, _number), stands));
        }
    }

    private void Answer()
    {
        if (!_sources.IsComplete)
        {
            return;
        }

        foreach (var asker in _unanswered)
        {
            _said = State();
            _cluster.Tell(new Reply(asker, MayHaveAsGuest(asker.Asker) ? WithMailbox(_said) : _said));
        }

        _unanswered.Clear();
    }

    private NumberStands State()
    {
        _at = Math.Max(_at + 1, Now.ToUnixTimeMilliseconds());
        var own = _parts.Domain.Find(_number);
        return new NumberStands(
            _parts.Domain.Name.Value, _number.Value, _at, own is not null, own?.Class.Watching.Group ?? "", _sources.Seen.IsReachable,
            DistantForms.Of(_sources.Seen), DistantForms.Of(_sources.Published));
    }

    // A mailbox that changed is nothing that all branches are told: only those where the number's own phone may be.
    private void TellMailbox()
    {
        var before = _counted;
        _counted = _sources.Mailbox;
        if (before is null || before == _counted)
        {
            return;
        }

        foreach (var origin in _leases.Keys.Where(MayHaveAsGuest))
        {
            _cluster.Tell(new SendToNode(origin.Branch, origin.Node, DistantNames.WatchersOf(_parts.Domain), WithMailbox(State())));
        }
    }

    private bool MayHaveAsGuest(Origin origin) => _parts.Domain.Roaming.Allows(origin.Branch);

    private NumberStands WithMailbox(NumberStands stands) => stands.IsHome ? stands with { Mailbox = DistantForms.Of(_sources.Mailbox) } : stands;

    private bool IsSaid(NumberStands stands) =>
        _said is { } said && said.IsReachable == stands.IsReachable && said.Dialogs.AsSpan().SequenceEqual(stands.Dialogs.AsSpan())
        && said.Published.Length == stands.Published.Length
        && said.Published.Zip(stands.Published).All(pair => pair.First.HasPerson == pair.Second.HasPerson && pair.First.Elements.AsSpan().SequenceEqual(pair.Second.Elements.AsSpan()));

    private void Sweep()
    {
        foreach (var (origin, end) in _leases.ToArray())
        {
            if (end <= Now)
            {
                Release(origin);
            }
        }
    }

    private void Release(Origin origin)
    {
        _leases.Remove(origin);
        if (_leases.Count == 0)
        {
            Context.Stop(Self);
        }
    }

    private sealed record Sweeping;
}
