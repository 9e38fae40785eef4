using ActorPbx.Domain.Roaming;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Pbx.Roaming;

/// <summary>What the guests' actor works with.</summary>
/// <param name="Domain">The virtual PBX.</param>
/// <param name="Extensions">Its extensions, of which a guest becomes one.</param>
/// <param name="Store">Keeps the guests over a restart.</param>
/// <param name="Book">Where guests hang out for who authenticates and routes.</param>
/// <param name="Door">Where proven requests go on.</param>
/// <param name="Clock">The time.</param>
public sealed record GuestsParts(DomainProfile Domain, IActorRef Extensions, IActorRef Store, GuestBook Book, IGuestDoor Door, TimeProvider Clock);

/// <summary>
/// The numbers of other branches whose phones are at this one (<c>…/guests</c>). It asks their homes who they are, remembers it so that they are let in while
/// the home is away, and tells the homes who is here; what a home says of its number is done.
/// </summary>
/// <remarks>
/// <code>
///  gateway ── knocked ──▶ guests ── ask-guest ────▶ home
///  gateway ◀── enter ───         ◀─ guest-told ───
///                         guests ── guests-stand ─▶ home    with each change, and now and then
///                                ◀─ guests-judged ─         rings, waits, ended, unknown; the profile in force; calls elsewhere
/// </code>
/// </remarks>
public sealed class GuestsActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan s_sweepTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_tellTime = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_keepTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_unprovenTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_countTime = TimeSpan.FromMinutes(2);
    private readonly GuestsParts _parts;
    private readonly GuestCache _cache;
    private readonly GuestAsks _asks;
    private readonly GuestReports _reports;
    private readonly GuestRoll _roll;
    private readonly GuestEntrance _entrance;
    private bool _isRestored;

    /// <summary>The guests of one domain.</summary>
    public GuestsActor(GuestsParts parts)
    {
        var log = Logging.GetLogger(Context.System, "roaming");
        _parts = parts;
        _cache = new GuestCache(parts.Domain.Name, parts.Book, parts.Domain.Roaming.MaxGuests);
        _asks = new GuestAsks(Name, Self);
        _reports = new GuestReports(Name, parts.Clock);
        _roll = new GuestRoll(parts, _cache, _reports, log);
        _entrance = new GuestEntrance(parts, _cache, _roll, _asks, log);
        On<DocumentLoaded>(OnLoaded);
        On<RoamingJoined>(OnJoined);
        On<GuestKnocked>(knock => _entrance.Knock(knock.Number.Value, knock.Request));
        On<Answered>(_entrance.OnAnswered);
        On<NotAnswered>(missed => _entrance.OnMissed((GuestAsk)missed.Token));
        On<ExtensionChanged>(_roll.Change);
        On<Received>(OnReceived);
        On<ClusterEvent.BusRestored>(_ => OnBus());
        Receive<ClusterEvent>(_ => { });
        Receive<CurrentClusterState>(_ => { });
        On<Sweeping>(_ => Sweep());
        Receive<Telling>(_ => _reports.Tell(_asks.Cluster, _cache.All));
        Receive<Keeping>(_ => Keep());
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private string Name => _parts.Domain.Name.Value;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _parts.Store.Tell(new LoadDocument(GuestDocument.NameOf(Name)));
        Timers.StartPeriodicTimer(nameof(Sweeping), new Sweeping(), s_sweepTime);
    }

    private void On<T>(Action<T> handle) => Receive<T>(message =>
    {
        handle(message);
        Arrange();
    });

    // What a message left to be told and kept. A guest who was let in for the first time is kept at once: it may be needed after a crash.
    private void Arrange()
    {
        if (_reports.IsDue && _asks.Cluster is not null && !Timers.IsTimerActive(nameof(Telling)))
        {
            Timers.StartSingleTimer(nameof(Telling), new Telling(), s_tellTime);
        }

        if (_roll.IsKeepDue == true)
        {
            Keep();
        }
        else if (_roll.IsKeepDue == false && !Timers.IsTimerActive(nameof(Keeping)))
        {
            Timers.StartSingleTimer(nameof(Keeping), new Keeping(), s_keepTime);
        }
    }

    private void Keep()
    {
        _roll.IsKeepDue = null;
        _parts.Store.Tell(new SaveDocument(GuestDocument.NameOf(Name), GuestDocument.Write(_cache.All)));
    }

    private void OnLoaded(DocumentLoaded loaded)
    {
        if (_isRestored)
        {
            return;
        }

        _isRestored = true;
        foreach (var entry in GuestDocument.Read(loaded.Content, _parts.Domain.Realm))
        {
            if (_entrance.Knowledge(entry) != GuestKnowledge.Void && _cache.Find(entry.Number) is null)
            {
                _roll.Restore(entry);
            }
        }

        Context.Parent.Tell(new GuestsRestored());
    }

    private void OnJoined(RoamingJoined joined)
    {
        _asks.Cluster = joined.Cluster;
        joined.Cluster.Tell(new Serve(RoamingNames.GuestsOf(Name)));
        joined.Cluster.Tell(new SubscribeToCluster());
        OnBus();
    }

    // What could not be asked may be asked again, and the homes hear what they missed.
    private void OnBus()
    {
        foreach (var entry in _cache.All)
        {
            entry.MissedAt = null;
        }

        _reports.AddAll();
    }

    private void OnReceived(Received received)
    {
        switch (received.Message)
        {
            case GuestsJudged judged when judged.Domain == Name && !judged.Guests.IsDefault: OnJudged(received.From, judged); break;
            case AskGuests ask when ask.Domain == Name: _reports.Add(received.From); break;
        }
    }

    private void OnJudged(Origin from, GuestsJudged judged)
    {
        foreach (var verdict in judged.Guests)
        {
            // A home speaks for its own numbers only.
            if (_cache.Find(verdict.Number) is { } entry && entry.Home.Branch == from.Branch && _roll.Obey(entry, verdict))
            {
                _entrance.Refresh(entry);
            }
        }
    }

    private void Sweep()
    {
        var now = _parts.Clock.GetUtcNow();
        foreach (var entry in _cache.All.ToArray())
        {
            var knowledge = _entrance.Knowledge(entry);
            if (knowledge == GuestKnowledge.Void || (!entry.IsProven && now - entry.ToldAt > s_unprovenTime))
            {
                _roll.Forget(entry.Number);
                continue;
            }

            if (now - entry.JudgedAt > s_countTime)
            {
                // Its home is away: what it counted last may be long over.
                _roll.Count(entry, (0, 0));
            }

            if (knowledge == GuestKnowledge.Stale && entry.IsHere)
            {
                _entrance.Refresh(entry);
            }
        }

        _reports.AddAll();
    }

    private sealed record Sweeping;

    private sealed record Telling;

    private sealed record Keeping;
}
