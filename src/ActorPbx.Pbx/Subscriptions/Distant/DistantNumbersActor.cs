using System.Collections.Immutable;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Roaming;

namespace ActorPbx.Pbx.Subscriptions.Distant;

/// <summary>Tell the watcher what other branches say of the number, at once and whenever it changes; answered by <see cref="DistantShown"/>.</summary>
internal sealed record WatchDistant(ExtensionNumber Number, IActorRef Watcher);

/// <summary>Takes <see cref="WatchDistant"/> back.</summary>
internal sealed record UnwatchDistant(ExtensionNumber Number, IActorRef Watcher);

/// <summary>What other branches say of a number.</summary>
internal sealed record DistantShown(ExtensionNumber Number, DistantState State);

/// <summary>
/// The numbers of other branches that are watched here, and our own that are guests elsewhere. With the first who watches a number its nodes are listened to
/// and asked; with the last they are told so. Who is asked follows the directory; all are asked again when the bus is back, and every minute.
/// </summary>
public sealed class DistantNumbersActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_again = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private readonly SubscriptionParts _parts;
    private readonly Dictionary<ExtensionNumber, DistantNumber> _numbers = [];
    private IActorRef? _cluster;
    private DateTimeOffset _askedAll;

    /// <summary>The distant numbers of one domain.</summary>
    public DistantNumbersActor(SubscriptionParts parts)
    {
        _parts = parts;
        Receive<RoamingJoined>(OnJoined);
        Receive<WatchDistant>(OnWatch);
        Receive<UnwatchDistant>(OnUnwatch);
        Receive<Published>(published => Hear(published.From, published.Message));
        Receive<Received>(received => Hear(received.From, received.Message));
        Receive<Answered>(answered => Hear(answered.From, answered.Message));
        Receive<NotAnswered>(_ => { });
        Receive<ClusterEvent.BusRestored>(_ => AskAll());
        Receive<ClusterEvent.ReachableMember>(reachable => AskAt(reachable.Member));
        Receive<ClusterEvent.MemberUp>(up => AskAt(up.Member));
        Receive<ClusterEvent>(_ => { });
        Receive<CurrentClusterState>(_ => { });
        Receive<Ticking>(_ => Tick());
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _parts.Clock.GetUtcNow();

    /// <inheritdoc/>
    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Ticking), new Ticking(), s_tick);

    private void OnJoined(RoamingJoined joined)
    {
        _cluster = joined.Cluster;
        _cluster.Tell(new SubscribeToCluster());
        _cluster.Tell(new Serve(DistantNames.WatchersOf(_parts.Domain)));
        Tick();
    }

    private void OnWatch(WatchDistant watch)
    {
        if (!_numbers.TryGetValue(watch.Number, out var number))
        {
            number = _numbers[watch.Number] = new DistantNumber(watch.Number);
            Follow(number);
        }

        number.Watchers.Add(watch.Watcher);
        watch.Watcher.Tell(new DistantShown(number.Number, number.State()));
    }

    private void OnUnwatch(UnwatchDistant unwatch)
    {
        if (_numbers.TryGetValue(unwatch.Number, out var number) && number.Watchers.Remove(unwatch.Watcher) && number.Watchers.Count == 0)
        {
            _numbers.Remove(unwatch.Number);
            Change(number, null, []);
        }
    }

    private void Hear(Origin from, ClusterMessage message)
    {
        if (message is NumberStands stands && stands.Domain == _parts.Domain.Name.Value && DistantForms.IsWell(stands)
            && _numbers.TryGetValue(new ExtensionNumber(stands.Number), out var number) && number.Hear(from, stands, Now))
        {
            Show(number);
        }
    }

    private static void Show(DistantNumber number)
    {
        var shown = new DistantShown(number.Number, number.State());
        foreach (var watcher in number.Watchers)
        {
            watcher.Tell(shown);
        }
    }

    private void Tick()
    {
        foreach (var number in _numbers.Values)
        {
            Follow(number);
            if (number.Forget(Now - ShownNumberActor.Lease))
            {
                Show(number);
            }
        }

        if (Now - _askedAll >= s_again)
        {
            AskAll();
            return;
        }

        foreach (var number in _numbers.Values)
        {
            foreach (var place in number.Silent)
            {
                Ask(number, place);
            }
        }
    }

    private void AskAt(Member member)
    {
        var place = new Origin(member.Branch, member.Name);
        foreach (var number in _numbers.Values)
        {
            if (number.Places.Contains(place))
            {
                Ask(number, place);
            }
        }
    }

    private void AskAll()
    {
        _askedAll = Now;
        foreach (var number in _numbers.Values)
        {
            foreach (var place in number.Places)
            {
                Ask(number, place);
            }
        }
    }

    // Where the directory has the number now: at home, and where it rings.
    private void Follow(DistantNumber number)
    {
        if (_parts.Routing.Branch is not { } branch || _cluster is null || !DistantNames.CanBeWatched(number.Number))
        {
            return;
        }

        var plan = branch.Numbers.Plan;
        var owner = plan.Find(_parts.Domain.Name, number.Number.Value);
        var branches = owner is null ? [] : new[] { owner.Home, owner.Branch }.Distinct().Where(one => one != branch.Self);
        Change(number, owner?.Home == branch.Self ? null : owner?.Home, [.. branches.SelectMany(one => plan.NodesOf(one).Select(node => new Origin(one, node)))]);
    }

    private void Change(DistantNumber number, BranchName? home, ImmutableHashSet<Origin> places)
    {
        var before = number.Places;
        if (before.SetEquals(places) && number.Home == home)
        {
            return;
        }

        number.MoveTo(home, places);
        foreach (var branch in BranchesOf(before).Except(BranchesOf(places)))
        {
            _cluster!.Tell(new Unsubscribe(DistantNames.PatternOf(branch, _parts.Domain, number.Number)));
        }

        foreach (var branch in BranchesOf(places).Except(BranchesOf(before)))
        {
            _cluster!.Tell(new Subscribe(DistantNames.PatternOf(branch, _parts.Domain, number.Number)));
        }

        foreach (var gone in before.Except(places))
        {
            _cluster!.Tell(new SendToNode(gone.Branch, gone.Node, DistantNames.ServiceOf(_parts.Domain), new NumberUnwatched(_parts.Domain.Name.Value, number.Number.Value)));
        }

        foreach (var added in places.Except(before))
        {
            Ask(number, added);
        }

        Show(number);
    }

    private static IEnumerable<BranchName> BranchesOf(ImmutableHashSet<Origin> places) => places.Select(place => place.Branch).Distinct();

    private void Ask(DistantNumber number, Origin place) => _cluster!.Tell(new AskNode(
        place.Branch, place.Node, DistantNames.ServiceOf(_parts.Domain), new AskNumber(_parts.Domain.Name.Value, number.Number.Value), s_patience, number.Number));

    private sealed record Ticking;
}
