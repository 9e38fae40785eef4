using ActorPbx.Domain;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Directory;

namespace ActorPbx.Pbx.Roaming;

/// <summary>What a branch remembers of one guest.</summary>
internal sealed class GuestEntry(GuestProfileForm form, ExtensionProfile profile, Origin home, DateTimeOffset toldAt)
{
    public string Number => Form.Number;

    public GuestProfileForm Form { get; private set; } = form;

    public ExtensionProfile Profile { get; private set; } = profile;

    /// <summary>The node that told.</summary>
    public Origin Home { get; private set; } = home;

    public DateTimeOffset ToldAt { get; private set; } = toldAt;

    /// <summary>When its home last could not be asked.</summary>
    public DateTimeOffset? MissedAt { get; set; }

    /// <summary>When its home last said how it stands.</summary>
    public DateTimeOffset JudgedAt { get; set; } = toldAt;

    /// <summary>Somebody proved to be it here; until then it may be a stranger's guess.</summary>
    public bool IsProven { get; set; }

    public bool Waits { get; set; }

    /// <summary>How it stands here; its home is told.</summary>
    public GuestStandForm Stand { get; set; } = new(form.Number, 0, 0, 0);

    /// <summary>Calls that its home counted at other branches.</summary>
    public (int Outgoing, int Incoming) Elsewhere { get; set; }

    public bool IsHere => Stand.Serial > 0 || Stand.Outgoing + Stand.Incoming > 0;

    /// <summary>Its home told anew; true when its password is another.</summary>
    public bool Renew(GuestEntry told)
    {
        var isOther = told.Form.Ha1Md5 != Form.Ha1Md5 || told.Form.Ha1Sha256 != Form.Ha1Sha256;
        (Form, Profile, Home, ToldAt, MissedAt, JudgedAt) = (told.Form, told.Profile, told.Home, told.ToldAt, null, told.ToldAt);
        return isOther;
    }

    public Guest ToGuest() => new(Profile, Home.Branch, Stand.Serial > 0, Waits);
}

/// <summary>
/// The guests of a domain that a branch remembers. Those that somebody proved to be are kept up to the limit, those that registered longest ago and are not
/// here go first; a few unproven ones are kept beside them for a moment, so that guesses of strangers push nobody out.
/// </summary>
internal sealed class GuestCache(DomainName domain, GuestBook book, int limit)
{
    private const int MostUnproven = 64;
    private const int MostUnknown = 1000;
    private static readonly TimeSpan s_unknownTime = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, GuestEntry> _guests = [];
    private readonly Dictionary<string, DateTimeOffset> _unknown = [];

    public IReadOnlyCollection<GuestEntry> All => _guests.Values;

    public GuestEntry? Find(string number) => _guests.GetValueOrDefault(number);

    /// <summary>Its home said a moment ago that there is no such number.</summary>
    public bool IsUnknown(string number, DateTimeOffset now) => _unknown.TryGetValue(number, out var until) && now < until && until - now <= s_unknownTime;

    public void Add(GuestEntry entry)
    {
        _unknown.Remove(entry.Number);
        if (_guests.Values.Count(guest => !guest.IsProven) >= MostUnproven)
        {
            Remove(_guests.Values.Where(guest => !guest.IsProven).MinBy(guest => guest.ToldAt)!);
        }

        _guests[entry.Number] = entry;
        Write(entry);
    }

    /// <summary>Somebody proved to be the guest; false when there is no room.</summary>
    public bool Prove(GuestEntry entry, out GuestEntry? pushedOut)
    {
        pushedOut = null;
        if (_guests.Values.Count(guest => guest.IsProven) >= limit)
        {
            pushedOut = _guests.Values.Where(guest => guest.IsProven && !guest.IsHere).MinBy(guest => guest.ToldAt);
            if (pushedOut is null)
            {
                return false;
            }

            Remove(pushedOut);
        }

        return entry.IsProven = true;
    }

    public void Remove(GuestEntry entry)
    {
        _guests.Remove(entry.Number);
        book.Erase(domain, entry.Number);
    }

    public void Deny(string number, DateTimeOffset now)
    {
        if (_unknown.Count >= MostUnknown)
        {
            foreach (var over in _unknown.Where(pair => pair.Value <= now).Select(pair => pair.Key).ToArray())
            {
                _unknown.Remove(over);
            }
        }

        if (_unknown.Count < MostUnknown)
        {
            _unknown[number] = now + s_unknownTime;
        }
    }

    /// <summary>Hangs out how the guest stands now.</summary>
    public void Write(GuestEntry entry) => book.Write(domain, entry.ToGuest());
}
