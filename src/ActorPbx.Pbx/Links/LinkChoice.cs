using System.Collections.Immutable;

namespace ActorPbx.Pbx.Links;

/// <summary>How a node stands for new calls.</summary>
/// <param name="Host">Its host name.</param>
/// <param name="Health">What pings say.</param>
/// <param name="IsReachable">Whether the cluster hears of it.</param>
/// <param name="TakesCalls">It neither leaves nor drains.</param>
/// <param name="Cpu">Share of its cores in use, 0 to 1.</param>
public readonly record struct LinkStanding(string Host, LinkHealth Health, bool IsReachable, bool TakesCalls, double Cpu);

/// <summary>Which node a new call is sent to first, and which are next: by health, then spread by load. Pure.</summary>
public static class LinkChoice
{
    private const double LeastShare = 0.05;

    /// <summary>The nodes that may take the call, best first. Those that are down come last: the call may be what finds them well again.</summary>
    /// <param name="peers">The candidates.</param>
    /// <param name="key">Name of the call: the same call gives the same order, different calls spread over equal nodes.</param>
    public static ImmutableArray<LinkPeer> Order(ImmutableArray<LinkPeer> peers, string key)
    {
        if (peers.Length == 1)
        {
            return peers[0].TakesCalls && peers[0].Target is not null ? peers : [];
        }

        var ranked = new List<(int Class, double Draw, LinkPeer Peer)>(peers.Length);
        foreach (var peer in peers)
        {
            var standing = peer.Standing;
            if (standing.TakesCalls && peer.Target is not null)
            {
                ranked.Add((ClassOf(standing), Draw(standing, key), peer));
            }
        }

        ranked.Sort(static (one, other) => one.Class != other.Class ? one.Class.CompareTo(other.Class) : one.Draw.CompareTo(other.Draw));
        return [.. ranked.Select(entry => entry.Peer)];
    }

    /// <summary>Lower is better. What a link answers counts more than what the cluster hears: the bus may be away while calls go on.</summary>
    public static int ClassOf(LinkStanding standing) => standing.Health switch
    {
        LinkHealth.Good => 0,
        LinkHealth.Unknown => standing.IsReachable ? 1 : 3,
        LinkHealth.Suspect => 2,
        LinkHealth.Down => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(standing), standing.Health, "A health without a class."),
    };

    /// <summary>
    /// Lower is better. Each node draws an exponentially distributed time whose rate is the share of it that is free; the shortest wins, so that calls
    /// spread in proportion to what is free, and nobody's calls move when another's load changes a little.
    /// </summary>
    public static double Draw(LinkStanding standing, string key)
    {
        var share = Math.Max(LeastShare, 1 - standing.Cpu);
        return -Math.Log(Unit(standing.Host, key)) / share;
    }

    // FNV-1a with a finishing shuffle, as a number above 0 and up to 1.
    private static double Unit(string host, string key)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in host)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        foreach (var c in key)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        hash ^= hash >> 33;
        return ((hash >> 11) + 1) / (double)(1UL << 53);
    }
}
