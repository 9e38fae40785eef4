using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Roaming;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Numbers;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Pbx.Roaming;

/// <summary>
/// The numbers of this branch whose phones are at others (<c>…/away</c>): tells branches that may have guests who a number is, decides by
/// <see cref="RoamingLogic"/> where each rings, has that announced, and counts its calls wherever they are made.
/// </summary>
public sealed class AwayActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan s_sweepTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_judgeTime = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_keepTime = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_silence = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_countTime = TimeSpan.FromMinutes(2);
    private readonly DomainProfile _domain;
    private readonly IActorRef _extensions;
    private readonly IActorRef _store;
    private readonly TimeProvider _clock;
    private readonly ILoggingAdapter _log = Logging.GetLogger(Context.System, "roaming");
    private readonly AwayNumbers _numbers;
    private readonly BranchesHeard _heard = new();
    private readonly AskAllowance _allowance = new(50);
    private readonly AwayVerdicts _verdicts;
    private RoamingJoined? _joined;
    private bool _isRestored;

    /// <summary>The numbers of one domain.</summary>
    public AwayActor(DomainProfile domain, IActorRef extensions, IActorRef store, TimeProvider clock)
    {
        (_domain, _extensions, _store, _clock) = (domain, extensions, store, clock);
        _numbers = new AwayNumbers(domain);
        _verdicts = new AwayVerdicts(domain, _numbers);
        Receive<DocumentLoaded>(OnLoaded);
        Receive<RoamingJoined>(OnJoined);
        Receive<Received>(OnReceived);
        Receive<ExtensionChanged>(OnChanged);
        Receive<ClusterEvent.BusRestored>(_ => AskBranches(TimeSpan.Zero));
        Receive<ClusterEvent>(_ => { });
        Receive<CurrentClusterState>(_ => { });
        Receive<Judging>(_ => _verdicts.Tell(_joined?.Cluster));
        Receive<Sweeping>(_ => Sweep());
        Receive<Keeping>(_ => _store.Tell(new SaveDocument(AwayDocument.NameOf(Name), AwayDocument.Write(_numbers.All))));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private string Name => _domain.Name.Value;

    private DateTimeOffset Now => _clock.GetUtcNow();

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _store.Tell(new LoadDocument(AwayDocument.NameOf(Name)));
        Timers.StartPeriodicTimer(nameof(Sweeping), new Sweeping(), s_sweepTime);
    }

    private void OnLoaded(DocumentLoaded loaded)
    {
        if (_isRestored)
        {
            return;
        }

        _isRestored = true;
        foreach (var kept in AwayDocument.Read(loaded.Content))
        {
            // Where a number was that is no more is to hear it, too.
            _numbers.Remember(AwayDocument.Read(kept).Places);
            if (_numbers.Find(kept.Number) is { } number && number.Whereabouts == Whereabouts.Home)
            {
                (number.Whereabouts, number.Since) = (AwayDocument.Read(kept), kept.Since);
                Announce(number);
            }
        }

        AskBranches(TimeSpan.Zero);
    }

    private void OnJoined(RoamingJoined joined)
    {
        _joined = joined;
        joined.Cluster.Tell(new Serve(RoamingNames.HomeOf(Name)));
        joined.Cluster.Tell(new SubscribeToCluster());
        foreach (var number in _numbers.All)
        {
            Announce(number);
        }

        AskBranches(TimeSpan.Zero);
    }

    private void OnReceived(Received received)
    {
        switch (received.Message)
        {
            case AskGuest ask when ask.Domain == Name && received.ReplyTo is { } replyTo: OnAsked(ask, received.From, replyTo); break;
            case GuestsStand stand when stand.Domain == Name && !stand.Guests.IsDefault: OnStand(received.From, stand); break;
        }
    }

    // Who reads all secrets of a branch one after the other is slowed down, and seen in the log.
    private void OnAsked(AskGuest ask, Origin from, ReplyAddress replyTo)
    {
        if (!_allowance.Takes(Now))
        {
            return;
        }

        var form = _domain.Roaming.Allows(from.Branch) && _numbers.Find(ask.Number) is { } number ? GuestForms.Of(number.Profile, _domain.Realm) : null;
        _log.Info("{0} of {1} asks who {2}@{3} is: {4}", from.Node, from.Branch, Gateway.LogText.Clean(ask.Number), Name, form is null ? "not told" : "told");
        _joined!.Cluster.Tell(new Reply(replyTo, new GuestTold(Name, ask.Number, form)));
    }

    private void OnStand(Origin from, GuestsStand stand)
    {
        if (!_heard.IsNews(from, stand.At, Now))
        {
            return;
        }

        var mayHave = _domain.Roaming.Allows(from.Branch);
        var named = stand.Guests.Select(guest => guest.Number).ToHashSet(StringComparer.Ordinal);
        foreach (var number in _numbers.All)
        {
            if (!mayHave || !named.Contains(number.Profile.Number.Value))
            {
                Lose(number, from);
            }
        }

        foreach (var guest in stand.Guests)
        {
            _verdicts.Add(from, guest.Number);
            if (mayHave && _numbers.Find(guest.Number) is { } number)
            {
                Hear(number, from, guest);
            }
        }

        StartOnce(new Judging(), s_judgeTime);
    }

    private void Lose(AwayNumber number, Origin from)
    {
        if (number.Lose(from))
        {
            CountAtHome(number);
        }

        Move(number, RoamingLogic.Gone(number.Whereabouts, new GuestPlace(from.Branch, from.Node, 0)));
    }

    private void Hear(AwayNumber number, Origin from, GuestStandForm stand)
    {
        var isNew = number.Stands.Count == 0 && number.Whereabouts.Places.IsEmpty;
        number.Hear(from, stand);
        if (isNew)
        {
            // From now on its extension here is watched: a phone that registers at home brings it back.
            number.Since = Now;
            _extensions.Tell(new NumberIsAway(number.Profile.Number, null));
        }

        var place = new GuestPlace(from.Branch, from.Node, stand.Serial);
        Move(number, stand.Serial == 0 ? RoamingLogic.Gone(number.Whereabouts, place) : RoamingLogic.Heard(number.Whereabouts, place, number.MayHaveSeveral));
        CountAtHome(number);
        JudgeElsewhere(number);
    }

    private void OnChanged(ExtensionChanged changed)
    {
        if (_numbers.Find(changed.Number.Value) is not { } number)
        {
            return;
        }

        var before = number.Home;
        Move(number, number.ChangeAtHome(changed) ? RoamingLogic.RegisteredAtHome(number.Whereabouts, number.MayHaveSeveral)
            : number.Home.Serial == 0 ? RoamingLogic.LeftHome(number.Whereabouts) : number.Whereabouts);

        if (number.Home != before)
        {
            JudgeElsewhere(number);
        }
    }

    private void Move(AwayNumber number, Whereabouts next)
    {
        var before = number.Whereabouts;
        if (before == next)
        {
            return;
        }

        number.Whereabouts = next;
        StartOnce(new Keeping(), s_keepTime);
        JudgeElsewhere(number);
        if (before.Current?.Node == next.Current?.Node && before.Current?.Serial == next.Current?.Serial)
        {
            return;
        }

        number.Since = Now;
        if (before.Current?.Branch != next.Current?.Branch)
        {
            _log.Info("{0}@{1} rings at {2} now", number.Profile.Number, Name, next.Current?.Branch.Value ?? "home");
            Announce(number);
        }

        if (next.Current is not null)
        {
            _extensions.Tell(new RegisteredElsewhere(number.Profile.Number));
        }

        if (next.Current is not null && !number.MayHaveSeveral)
        {
            _extensions.Tell(new EndRegistration(number.Profile.Number, number.Since));
        }
    }

    private void Announce(AwayNumber number)
    {
        var at = number.Whereabouts.Current?.Branch;
        _extensions.Tell(new NumberIsAway(number.Profile.Number, at));
        _joined?.Directory.Tell(at is { } branch
            ? new NumberWentTo(_domain.Name, number.Profile.Number.Value, branch)
            : new NumberCameHome(_domain.Name, number.Profile.Number.Value));
    }

    private void CountAtHome(AwayNumber number)
    {
        var (outgoing, incoming) = number.CallsBeside(null);
        _extensions.Tell(new CountElsewhere(number.Profile.Number, outgoing, incoming));
    }

    private void JudgeElsewhere(AwayNumber number)
    {
        foreach (var origin in number.Stands.Keys)
        {
            _verdicts.Add(origin, number.Profile.Number.Value);
        }

        StartOnce(new Judging(), s_judgeTime);
    }

    private void StartOnce(object message, TimeSpan after)
    {
        if (!Timers.IsTimerActive(message.GetType()))
        {
            Timers.StartSingleTimer(message.GetType(), message, after);
        }
    }

    private void Sweep()
    {
        foreach (var origin in _heard.SilentFor(s_countTime, Now))
        {
            foreach (var number in _numbers.All.Where(number => number.LoseCalls(origin)))
            {
                CountAtHome(number);
                JudgeElsewhere(number);
            }
        }

        AskBranches(s_silence);
    }

    // Branches of which nothing was heard for so long say anew which numbers they have.
    private void AskBranches(TimeSpan silence)
    {
        if (_joined is null || !_isRestored)
        {
            return;
        }

        foreach (var place in _numbers.Places)
        {
            if (_heard.Silence(place, Now) is not { } time || time >= silence)
            {
                _joined.Cluster.Tell(new SendToNode(place.Branch, place.Node, RoamingNames.GuestsOf(Name), new AskGuests(Name)));
            }
        }
    }

    private sealed record Judging;
    private sealed record Sweeping;
    private sealed record Keeping;
}
