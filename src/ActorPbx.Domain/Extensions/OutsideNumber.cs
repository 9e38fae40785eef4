using System.Collections.Immutable;
using ActorPbx.Domain.Trunks;

namespace ActorPbx.Domain.Extensions;

/// <summary>
/// A number that leaves by a trunk, in the forms that it is known by: dial plans take digits off and put others in front, and a number that is premium or
/// abroad in any of its forms is so.
/// </summary>
/// <param name="Outward">As the trunk is given it.</param>
/// <param name="Dialled">As it was dialled.</param>
/// <param name="Asked">As dialled, without the digits that choose the trunk.</param>
/// <param name="Kind">What kind of number it is.</param>
public readonly record struct OutsideNumber(string Outward, string Dialled, string Asked, TollKind Kind)
{
    /// <summary>The number on its way.</summary>
    /// <param name="route">The dial plan of its trunk; null where it is not known.</param>
    /// <param name="dialled">What was dialled.</param>
    /// <param name="outward">What the trunk is given.</param>
    /// <param name="kinds">How the domain tells numbers apart.</param>
    public static OutsideNumber Of(TrunkRoute? route, string dialled, string outward, NumberKinds kinds)
    {
        var asked = route is not null && dialled.StartsWith(route.Prefix, StringComparison.Ordinal) ? dialled[route.Prefix.Length..] : dialled;
        var number = new OutsideNumber(outward, dialled, asked, TollKind.Ordinary);
        if (kinds.Emergency.Contains(outward) || kinds.Emergency.Contains(dialled) || kinds.Emergency.Contains(asked))
        {
            return number with { Kind = TollKind.Emergency };
        }

        if (number.BeginsWith(kinds.Premium) >= 0)
        {
            return number with { Kind = TollKind.Premium };
        }

        // A route for "00" leads abroad whatever it sends; one that puts the own country's code in front does not.
        var isRouteAbroad = route is not null && Begins(route.Prefix, kinds.International);
        var isAtHome = route is not null && kinds.International.Any(way => route.Prepend.Length > way.Length && route.Prepend.StartsWith(way, StringComparison.Ordinal));
        return isRouteAbroad || (!isAtHome && (Begins(outward, kinds.International) || Begins(asked, kinds.International))) ? number with { Kind = TollKind.International } : number;
    }

    /// <summary>How long the longest of the prefixes is that the number begins with in any of its forms; -1 for none.</summary>
    public int BeginsWith(ImmutableArray<string> prefixes)
    {
        var longest = -1;
        foreach (var prefix in prefixes)
        {
            if (prefix.Length > longest && (Outward.StartsWith(prefix, StringComparison.Ordinal) || Dialled.StartsWith(prefix, StringComparison.Ordinal) || Asked.StartsWith(prefix, StringComparison.Ordinal)))
            {
                longest = prefix.Length;
            }
        }

        return longest;
    }

    private static bool Begins(string number, ImmutableArray<string> ways) => ways.Any(way => number.StartsWith(way, StringComparison.Ordinal));
}

/// <summary>What a number outside costs, roughly.</summary>
public enum TollKind
{
    /// <summary>A call in the own country.</summary>
    Ordinary,

    /// <summary>Nothing: it may always be called.</summary>
    Emergency,

    /// <summary>A call to another country.</summary>
    International,

    /// <summary>More than a call.</summary>
    Premium,
}
