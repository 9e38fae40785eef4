using ActorPbx.Domain.Roaming;
using ActorPbx.Pbx.Extensions;

namespace ActorPbx.Pbx.Roaming;

/// <summary>Who is a guest of a domain: takes guests in, sees them off, and does what their homes say. The extensions, the store and the homes follow it.</summary>
internal sealed class GuestRoll(GuestsParts parts, GuestCache cache, GuestReports reports, ILoggingAdapter log)
{
    /// <summary>The kept guests are not those of the roll any longer; true: at once, false: before long.</summary>
    public bool? IsKeepDue { get; set; }

    private string Domain => parts.Domain.Name.Value;

    /// <summary>A guest of before the restart.</summary>
    public void Restore(GuestEntry entry)
    {
        cache.Add(entry);
        reports.Add(entry.Home);
        parts.Extensions.Tell(new AdmitGuest(entry.Profile));
    }

    /// <summary>Its home told of a guest.</summary>
    public void Learn(GuestEntry told)
    {
        if (cache.Find(told.Number) is not { } entry)
        {
            cache.Add(told);
            return;
        }

        if (entry.Renew(told))
        {
            // Who registered with the old password is not the guest any longer.
            parts.Extensions.Tell(new EndRegistration(entry.Profile.Number, parts.Clock.GetUtcNow()));
        }

        cache.Write(entry);
        if (entry.IsProven)
        {
            parts.Extensions.Tell(new AdmitGuest(entry.Profile));
            IsKeepDue ??= false;
        }
    }

    /// <summary>Somebody proved to be the guest; false when there is no room.</summary>
    public bool Welcome(GuestEntry entry)
    {
        if (entry.IsProven)
        {
            return true;
        }

        if (!cache.Prove(entry, out var pushedOut))
        {
            log.Warning("There are as many guests as may be; {0}@{1} of {2} is not let in (roaming.max-guests)", entry.Number, Domain, entry.Home.Branch);
            return false;
        }

        if (pushedOut is not null)
        {
            parts.Extensions.Tell(new DismissGuest(pushedOut.Profile.Number));
        }

        log.Info("{0}@{1} of {2} is a guest here", entry.Number, Domain, entry.Home.Branch);
        reports.Add(entry.Home);
        parts.Extensions.Tell(new AdmitGuest(entry.Profile));
        IsKeepDue = true;
        return true;
    }

    /// <summary>The number is no guest any longer.</summary>
    public void Forget(string number)
    {
        if (cache.Find(number) is not { } entry)
        {
            return;
        }

        cache.Remove(entry);
        if (entry.IsProven)
        {
            log.Info("{0}@{1} of {2} is no guest here any longer", number, Domain, entry.Home.Branch);
            parts.Extensions.Tell(new DismissGuest(entry.Profile.Number));
            reports.Add(entry.Home);
            IsKeepDue ??= false;
        }
    }

    /// <summary>The guest's extension has other devices or calls.</summary>
    public void Change(ExtensionChanged changed)
    {
        var stand = GuestReports.StandOf(changed);
        if (cache.Find(changed.Number.Value) is not { } entry || stand == entry.Stand)
        {
            return;
        }

        // A new registration rings until its home says otherwise.
        entry.Waits = entry.Waits && stand.Serial == entry.Stand.Serial;
        entry.Stand = stand;
        cache.Write(entry);
        reports.Add(entry.Home);
    }

    /// <summary>What its home says is done. True when its profile is another than the one that is known.</summary>
    public bool Obey(GuestEntry entry, GuestVerdictForm verdict)
    {
        if (verdict.Verdict == GuestVerdict.Unknown)
        {
            Forget(entry.Number);
            return false;
        }

        entry.JudgedAt = parts.Clock.GetUtcNow();
        Count(entry, (verdict.Outgoing, verdict.Incoming));
        if (verdict.Verdict == GuestVerdict.Ended)
        {
            if (entry.Stand.Serial > 0 && verdict.Serial >= entry.Stand.Serial)
            {
                // The serial has the instant of the newest device without its fraction.
                parts.Extensions.Tell(new EndRegistration(entry.Profile.Number, DateTimeOffset.FromUnixTimeMilliseconds(entry.Stand.Serial + 1)));
            }
        }
        else if (verdict.Serial == entry.Stand.Serial)
        {
            entry.Waits = verdict.Verdict == GuestVerdict.Waits;
            cache.Write(entry);
        }

        return verdict.Version != entry.Form.Version;
    }

    /// <summary>So many calls the number has elsewhere.</summary>
    public void Count(GuestEntry entry, (int Outgoing, int Incoming) elsewhere)
    {
        if (entry.Elsewhere != elsewhere)
        {
            entry.Elsewhere = elsewhere;
            parts.Extensions.Tell(new CountElsewhere(entry.Profile.Number, elsewhere.Outgoing, elsewhere.Incoming));
        }
    }
}
