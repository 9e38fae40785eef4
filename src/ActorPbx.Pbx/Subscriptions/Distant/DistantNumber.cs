using System.Collections.Immutable;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Presence;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Pbx.Subscriptions.Distant;

/// <summary>What other branches say of a number.</summary>
/// <param name="IsKnown">Its home has spoken.</param>
/// <param name="IsNowhere">Its home has spoken, and has no such number.</param>
/// <param name="Group">Its presence group.</param>
/// <param name="State">How it stands in all of them together.</param>
/// <param name="Published">What its phones publish there.</param>
/// <param name="Mailbox">What waits for it at home; null: its home does not tell.</param>
internal sealed record DistantState(
    bool IsKnown, bool IsNowhere, string Group, NumberState State, ImmutableArray<PublishedPresence> Published, MessageCounts? Mailbox = null)
{
    /// <summary>Nobody has spoken.</summary>
    public static DistantState Unknown { get; } = new(false, false, "", NumberState.Absent, []);
}

/// <summary>A number that is watched here and may be at other branches: where, who watches it, and what was heard of it.</summary>
internal sealed class DistantNumber(ExtensionNumber number)
{
    private readonly Dictionary<Origin, Heard> _heard = [];

    /// <summary>The number.</summary>
    public ExtensionNumber Number { get; } = number;

    /// <summary>Who watches it here.</summary>
    public List<IActorRef> Watchers { get; } = [];

    /// <summary>The nodes that may know it.</summary>
    public ImmutableHashSet<Origin> Places { get; private set; } = [];

    /// <summary>The branch that owns it; null when that is this one, or nobody.</summary>
    public BranchName? Home { get; private set; }

    /// <summary>Nodes that have not spoken yet.</summary>
    public IEnumerable<Origin> Silent => Places.Where(place => !_heard.ContainsKey(place));

    /// <summary>From now on these nodes may know it; what others said is forgotten.</summary>
    public void MoveTo(BranchName? home, ImmutableHashSet<Origin> places)
    {
        (Home, Places) = (home, places);
        foreach (var origin in _heard.Keys.Where(origin => !places.Contains(origin)).ToArray())
        {
            _heard.Remove(origin);
        }
    }

    /// <summary>A node spoke; false when it is none of those that may know it, or spoke later before.</summary>
    public bool Hear(Origin from, NumberStands stands, DateTimeOffset now)
    {
        if (!Places.Contains(from) || (_heard.TryGetValue(from, out var before) && before.Stands.At > stands.At))
        {
            return false;
        }

        // What is told to all says nothing of the mailbox; that stays as it was told to us.
        _heard[from] = new Heard(stands.Mailbox is null ? stands with { Mailbox = before.Stands?.Mailbox } : stands, now);
        return true;
    }

    /// <summary>A node was not heard for so long that what it said last is worth nothing; true when that was something.</summary>
    public bool Forget(DateTimeOffset before)
    {
        var old = _heard.Where(pair => pair.Value.When <= before).Select(pair => pair.Key).ToArray();
        foreach (var origin in old)
        {
            _heard.Remove(origin);
        }

        return old.Length > 0;
    }

    /// <summary>All of it together.</summary>
    public DistantState State()
    {
        var all = _heard.Values.Select(heard => heard.Stands).ToArray();
        var state = new NumberState(all.Any(stands => stands.IsReachable), [.. all.SelectMany(stands => DistantForms.State(stands).Dialogs)]);
        var home = Array.Find(all, stands => stands.IsHome);
        var hasHomeSpoken = _heard.Keys.Any(origin => origin.Branch == Home);
        return new DistantState(hasHomeSpoken, hasHomeSpoken && home is null, home?.Group ?? "", state, [.. all.SelectMany(DistantForms.Published)], DistantForms.Counts(home));
    }

    private readonly record struct Heard(NumberStands Stands, DateTimeOffset When);
}
