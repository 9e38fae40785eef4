using System.Collections.Immutable;

namespace ActorPbx.Domain.Trunks;

/// <summary>Which numbers leave by a trunk, and how they are changed on the way.</summary>
/// <param name="Trunk">Name of the trunk.</param>
/// <param name="Prefix">Numbers that begin so; empty for all.</param>
/// <param name="Strip">So many leading characters are taken off.</param>
/// <param name="Prepend">And these put in front.</param>
public sealed record TrunkRoute(string Trunk, string Prefix, int Strip, string Prepend)
{
    /// <summary>The number as the carrier is given it.</summary>
    public string Outward(string number) => Prepend + (Strip >= number.Length ? "" : number[Strip..]);

    /// <summary>The route with the longest prefix that fits; null when none does.</summary>
    public static TrunkRoute? For(ImmutableArray<TrunkRoute> routes, string number)
    {
        TrunkRoute? best = null;
        foreach (var route in routes)
        {
            if (number.StartsWith(route.Prefix, StringComparison.Ordinal) && (best is null || route.Prefix.Length > best.Prefix.Length))
            {
                best = route;
            }
        }

        return best;
    }
}
