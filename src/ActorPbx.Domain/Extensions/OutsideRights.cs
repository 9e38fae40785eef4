using System.Collections.Immutable;

namespace ActorPbx.Domain.Extensions;

/// <summary>What an extension may do towards the outside, where calls cost money: by a trunk, here or at headquarters.</summary>
/// <param name="MaxCalls">Such calls at once.</param>
/// <param name="MaxPerMinute">Such calls begun within a minute.</param>
/// <param name="MaxPerDay">Such calls begun in a day (UTC).</param>
/// <param name="Reach">Which numbers it may call.</param>
public sealed record OutsideRights(int MaxCalls, int MaxPerMinute, int MaxPerDay, OutsideReach Reach)
{
    /// <summary>What an extension has for which nothing is written.</summary>
    public static readonly OutsideRights Default = new(5, 10, 200, OutsideReach.Default);
}

/// <summary>Which numbers an extension may call outside.</summary>
/// <param name="International">Numbers of other countries.</param>
/// <param name="Premium">Numbers that cost more than a call.</param>
/// <param name="Allowed">First digits of numbers that it may call whatever they are.</param>
/// <param name="Refused">First digits of numbers that it may not call; of both lists the longer prefix decides.</param>
public sealed record OutsideReach(bool International, bool Premium, ImmutableArray<string> Allowed, ImmutableArray<string> Refused)
{
    /// <summary>Numbers of the own country at ordinary cost.</summary>
    public static readonly OutsideReach Default = new(false, false, [], []);
}

/// <summary>How a domain tells numbers apart, as its trunks are given them: by their first digits.</summary>
/// <param name="International">Numbers of other countries, and of networks of none.</param>
/// <param name="Premium">Numbers that cost more than a call.</param>
/// <param name="Emergency">Whole numbers that may always be called.</param>
public sealed record NumberKinds(ImmutableArray<string> International, ImmutableArray<string> Premium, ImmutableArray<string> Emergency)
{
    /// <summary>Ways to dial abroad; premium numbers of some countries, satellites and networks that frauds like; emergency numbers.</summary>
    public static readonly NumberKinds Default = new(
        ["+", "00"],
        ["0900", "0190", "0137", "1900", "1976", "+979", "00979", "+882", "00882", "+883", "00883", "+881", "00881", "+870", "00870"],
        ["112", "911", "110", "999", "000", "119", "118"]);
}

/// <summary>Why a call to the outside is not made.</summary>
public enum TollRefusal
{
    /// <summary>It is made.</summary>
    None,

    /// <summary>To another country.</summary>
    International,

    /// <summary>To a number that costs more than a call.</summary>
    Premium,

    /// <summary>To a number of the extension's own list.</summary>
    Destination,

    /// <summary>Too many at once.</summary>
    AtOnce,

    /// <summary>Too many within a minute.</summary>
    PerMinute,

    /// <summary>Too many in a day.</summary>
    PerDay,
}
