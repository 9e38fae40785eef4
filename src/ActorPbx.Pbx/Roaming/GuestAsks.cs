using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Gateway;

namespace ActorPbx.Pbx.Roaming;

/// <summary>One number whose home is being asked, node by node, and the requests that wait for it.</summary>
internal sealed class GuestAsk(string number, bool isGuest, BranchName home, IEnumerable<NodeName> nodes)
{
    private readonly Queue<NodeName> _left = new(nodes);

    public string Number => number;

    /// <summary>Somebody proved to be it before.</summary>
    public bool IsGuest => isGuest;

    public BranchName Home => home;

    public List<WaitingRequest> Waiting { get; } = [];

    /// <summary>A node of the home could not be asked.</summary>
    public bool HasMissed { get; set; }

    public NodeName? Next() => _left.TryDequeue(out var node) ? node : null;
}

/// <summary>The questions of a domain to the homes of guests. A number is asked for once at a time, and strangers can make neither them nor those who wait many.</summary>
internal sealed class GuestAsks(string domain, IActorRef self)
{
    private const int MostAtOnce = 32;
    private const int MostWaiting = 16;
    private static readonly TimeSpan s_askTime = TimeSpan.FromSeconds(2);
    private readonly Dictionary<string, GuestAsk> _open = [];
    private readonly AskAllowance _allowance = new(20);

    public IActorRef? Cluster { get; set; }

    /// <summary>The request waits for a question that is open already. Null when there is none, false when too many wait.</summary>
    public bool? Join(string number, WaitingRequest request)
    {
        if (!_open.TryGetValue(number, out var ask))
        {
            return null;
        }

        if (ask.Waiting.Count >= MostWaiting)
        {
            return false;
        }

        ask.Waiting.Add(request);
        return true;
    }

    /// <summary>Opens a question; null when it is open already, or when it is about a stranger and there are too many. Guests are few, and seldom asked about.</summary>
    public GuestAsk? Open(GuestAsk ask, DateTimeOffset now)
    {
        if (_open.ContainsKey(ask.Number) || (!ask.IsGuest && (_open.Values.Count(open => !open.IsGuest) >= MostAtOnce || !_allowance.Takes(now))))
        {
            return null;
        }

        return _open[ask.Number] = ask;
    }

    /// <summary>Asks the next node; false when all were asked, which closes the question.</summary>
    public bool Put(GuestAsk ask)
    {
        if (Cluster is null)
        {
            ask.HasMissed = true;
        }
        else if (ask.Next() is { } node)
        {
            Cluster.Tell(new AskNode(ask.Home, node, RoamingNames.HomeOf(domain), new AskGuest(domain, ask.Number), s_askTime, ask), self);
            return true;
        }

        Close(ask);
        return false;
    }

    public void Close(GuestAsk ask) => _open.Remove(ask.Number);
}

/// <summary>What the two sides of roaming are called on the bus.</summary>
internal static class RoamingNames
{
    /// <summary>Who tells of a domain's numbers that are away.</summary>
    public static string HomeOf(string domain) => $"roaming-home.{domain}";

    /// <summary>Who has a domain's guests.</summary>
    public static string GuestsOf(string domain) => $"roaming-guests.{domain}";
}
