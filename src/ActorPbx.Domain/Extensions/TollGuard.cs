using System.Collections.Immutable;
using ActorPbx.Domain.Calls;

namespace ActorPbx.Domain.Extensions;

/// <summary>The calls to the outside that an extension makes and made lately.</summary>
/// <param name="Living">Those that live.</param>
/// <param name="Recent">When those of the last minute began.</param>
/// <param name="Day">The day that is counted.</param>
/// <param name="OfDay">How many began on it.</param>
public sealed record OutsideCalls(ImmutableHashSet<CallId> Living, ImmutableQueue<DateTimeOffset> Recent, DateOnly Day, int OfDay)
{
    /// <summary>None.</summary>
    public static readonly OutsideCalls None = new([], [], default, 0);
}

/// <summary>
/// The bounds of what a stolen password can cost: how many calls to the outside, how fast, and where to. Emergency numbers pass whatever was called before.
/// </summary>
public static class TollGuard
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    /// <summary>Takes one more call, or says why not.</summary>
    /// <param name="calls">What was called so far; with the call in it afterwards.</param>
    /// <param name="rights">What the extension may.</param>
    /// <param name="isEmergency">Whether its number is one that may always be called.</param>
    /// <param name="call">The call; one that is counted already is not counted twice.</param>
    /// <param name="now">The time.</param>
    public static TollRefusal Count(ref OutsideCalls calls, OutsideRights rights, bool isEmergency, CallId call, DateTimeOffset now)
    {
        if (calls.Living.Contains(call))
        {
            return TollRefusal.None;
        }

        calls = Forget(calls, now);
        var refusal = isEmergency ? TollRefusal.None
            : calls.Living.Count >= rights.MaxCalls ? TollRefusal.AtOnce
            : calls.Recent.Count() >= rights.MaxPerMinute ? TollRefusal.PerMinute
            : calls.OfDay >= rights.MaxPerDay ? TollRefusal.PerDay
            : TollRefusal.None;
        if (refusal == TollRefusal.None)
        {
            calls = calls with { Living = calls.Living.Add(call), Recent = calls.Recent.Enqueue(now), OfDay = calls.OfDay + 1 };
        }

        return refusal;
    }

    /// <summary>The calls with those that began on a day before the count began anew; of a day that is over nothing is taken.</summary>
    public static OutsideCalls WithEarlier(OutsideCalls calls, DateOnly day, int count) =>
        day == calls.Day ? calls with { OfDay = calls.OfDay + count }
        : day > calls.Day ? calls with { Day = day, OfDay = count }
        : calls;

    /// <summary>Whether a number may be called.</summary>
    public static TollRefusal Judge(OutsideReach reach, OutsideNumber number)
    {
        if (number.Kind == TollKind.Emergency)
        {
            return TollRefusal.None;
        }

        var (allowed, refused) = (number.BeginsWith(reach.Allowed), number.BeginsWith(reach.Refused));
        if (allowed >= 0 || refused >= 0)
        {
            return allowed >= refused ? TollRefusal.None : TollRefusal.Destination;
        }

        return number.Kind switch
        {
            TollKind.Premium when !reach.Premium => TollRefusal.Premium,
            TollKind.International when !reach.International => TollRefusal.International,
            _ => TollRefusal.None,
        };
    }

    private static OutsideCalls Forget(OutsideCalls calls, DateTimeOffset now)
    {
        var recent = calls.Recent;
        // A clock that was set back forgets nothing for ever.
        while (!recent.IsEmpty && (now - recent.Peek() >= s_minute || recent.Peek() > now))
        {
            recent = recent.Dequeue();
        }

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return calls with { Recent = recent, Day = today, OfDay = today == calls.Day ? calls.OfDay : 0 };
    }
}
