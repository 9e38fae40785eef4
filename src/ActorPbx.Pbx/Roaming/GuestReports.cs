using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Extensions;

namespace ActorPbx.Pbx.Roaming;

/// <summary>What this node says to the homes of its guests, all guests of a home at a time.</summary>
internal sealed class GuestReports(string domain, TimeProvider clock)
{
    private readonly HashSet<Origin> _homes = [];
    private readonly HashSet<Origin> _due = [];
    private long _at;

    /// <summary>Some home is to hear something.</summary>
    public bool IsDue => _due.Count > 0;

    /// <summary>This home is to hear how its guests stand.</summary>
    public void Add(Origin home)
    {
        _homes.Add(home);
        _due.Add(home);
    }

    /// <summary>All homes are.</summary>
    public void AddAll() => _due.UnionWith(_homes);

    /// <summary>Tells those that are to hear.</summary>
    public void Tell(IActorRef? cluster, IReadOnlyCollection<GuestEntry> guests)
    {
        if (cluster is null)
        {
            return;
        }

        foreach (var home in _due)
        {
            _at = Math.Max(_at + 1, clock.GetUtcNow().ToUnixTimeMilliseconds());
            var stand = new GuestsStand(domain, _at, [.. guests.Where(guest => guest.Home == home && guest.IsHere).Select(guest => guest.Stand)]);
            cluster.Tell(new SendToNode(home.Branch, home.Node, RoamingNames.HomeOf(domain), stand));
        }

        _due.Clear();
    }

    /// <summary>How a guest stands by its extension's word. The serial is the instant of its latest new device, which outlives a restart.</summary>
    public static GuestStandForm StandOf(ExtensionChanged changed)
    {
        var serial = 0L;
        foreach (var binding in changed.Bindings)
        {
            serial = Math.Max(serial, binding.RegisteredAt.ToUnixTimeMilliseconds());
        }

        return new GuestStandForm(changed.Number.Value, serial, changed.Outgoing, changed.ActiveCalls - changed.Outgoing);
    }
}
