using System.Collections.Immutable;
using System.Globalization;
using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Directory;
using ActorPbx.Sip.Provisionals;

namespace ActorPbx.Pbx.Roaming;

/// <summary>
/// Between what an extension may do towards the outside and what its home tells of it. A home of before, which tells nothing, leaves its guests with what an
/// extension has for which nothing is written.
/// </summary>
internal static class GuestRights
{
    public static GuestOutsideForm Of(OutsideRights rights) => new(
        rights.MaxCalls, rights.MaxPerMinute, rights.MaxPerDay, rights.Reach.International, rights.Reach.Premium, rights.Reach.Allowed, rights.Reach.Refused);

    /// <summary>The rights of a guest; null when they are not well formed.</summary>
    public static OutsideRights? Read(GuestOutsideForm? form)
    {
        if (form is null)
        {
            return OutsideRights.Default;
        }

        var isWell = form.MaxCalls >= 0 && form.PerMinute is >= 0 and <= OutsideRules.MostPerMinute && form.PerDay >= 0 && AreWell(form.Allowed) && AreWell(form.Refused);
        return isWell ? new OutsideRights(form.MaxCalls, form.PerMinute, form.PerDay, new OutsideReach(form.International, form.Premium, form.Allowed, form.Refused)) : null;
    }

    /// <summary>All of it as one line, to see a change by.</summary>
    public static string Text(GuestOutsideForm? form) => form is null ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"{form.MaxCalls} {form.PerMinute} {form.PerDay} {form.International} {form.Premium} {string.Join(',', form.Allowed)} {string.Join(',', form.Refused)}");

    public static string Word(ReliableProvisional reliable) => reliable switch
    {
        ReliableProvisional.Off => "off",
        ReliableProvisional.Required => "required",
        _ => "supported",
    };

    public static ReliableProvisional Reliable(string word) => word switch
    {
        "off" => ReliableProvisional.Off,
        "required" => ReliableProvisional.Required,
        _ => ReliableProvisional.Supported,
    };

    private static bool AreWell(ImmutableArray<string> prefixes) => !prefixes.IsDefault && prefixes.Length <= OutsideRules.MostPrefixes && prefixes.All(OutsideRules.IsPrefix);
}
