using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Presence;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Directory;
using ActorPbx.Sip.Authentication;

namespace ActorPbx.Pbx.Roaming;

/// <summary>Between an extension's profile and what its home tells of it. Addresses that it trusts at home are not told: they are nothing elsewhere.</summary>
internal static class GuestForms
{
    private const int LongestName = 256;
    private const int MostSeconds = 30 * 24 * 3600;

    /// <summary>What the home tells; null for an extension without credentials, which nobody could prove to be.</summary>
    public static GuestProfileForm? Of(ExtensionProfile profile, string realm)
    {
        if (profile.Credentials is not { } secret)
        {
            return null;
        }

        var (limits, registration) = (profile.Class.Limits, profile.Class.Registration);
        var form = new GuestProfileForm(
            profile.Number.Value, "", realm, secret.Ha1Text(DigestAlgorithm.Md5), secret.Ha1Text(DigestAlgorithm.Sha256), profile.DisplayName,
            limits.MaxCalls, limits.MaxOutgoingCalls, profile.Class.RelayMedia, Seconds(profile.Class.NoAnswer),
            Seconds(registration.MinExpiry), Seconds(registration.MaxExpiry), Seconds(registration.DefaultExpiry), registration.SeveralDevices, registration.MaxDevices,
            profile.Class.Watching.MayWatchOthers, profile.Class.Watching.Group,
            profile.Class.ForwardOutside, GuestRights.Word(profile.Class.Reliable), GuestRights.Of(profile.Class.Outside));
        return form with { Version = VersionOf(form) };
    }

    /// <summary>The profile of a guest; null when it is not well formed or not for this realm.</summary>
    public static ExtensionProfile? Read(GuestProfileForm form, string realm, BranchName home)
    {
        var isWell = form.Number.Length > 0 && form.Realm == realm && form.DisplayName.Length <= LongestName && form.PresenceGroup.Length <= LongestName && form.MaxCalls >= 0
            && form.MaxOutgoingCalls >= 0 && form.MaxOutgoingCalls <= form.MaxCalls && form.MaxDevices > 0 && AreWell(form.NoAnswerSeconds, form.MinExpirySeconds, form.MaxExpirySeconds, form.DefaultExpirySeconds);
        if (!isWell || Secret(form) is not { } secret || GuestRights.Read(form.Outside) is not { } outside)
        {
            return null;
        }

        var registration = new RegistrationPolicy(
            TimeSpan.FromSeconds(form.MinExpirySeconds), TimeSpan.FromSeconds(form.MaxExpirySeconds), TimeSpan.FromSeconds(form.DefaultExpirySeconds),
            form.SeveralDevices, form.MaxDevices);
        var shared = new ExtensionClass(
            new CallLimits(form.MaxCalls, form.MaxOutgoingCalls), registration, form.RelayMedia, TimeSpan.FromSeconds(form.NoAnswerSeconds), TrustedNetworks.None, "",
            GuestRights.Reliable(form.Reliable), form.ForwardOutside)
        {
            Outside = outside,
            Watching = new WatchRights(form.WatchOthers, form.PresenceGroup),
        };
        return new ExtensionProfile(new ExtensionNumber(form.Number), shared, secret, form.DisplayName, home);
    }

    private static bool AreWell(params ReadOnlySpan<int> seconds) => !seconds.ContainsAnyExceptInRange(1, MostSeconds);

    private static DigestSecret? Secret(GuestProfileForm form)
    {
        try
        {
            return DigestSecret.FromHa1(form.Ha1Md5.Length == 0 ? null : form.Ha1Md5, form.Ha1Sha256.Length == 0 ? null : form.Ha1Sha256);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // 64 bits over all fields: enough to see a change, nothing to find a password by that the form itself does not give.
    private static string VersionOf(GuestProfileForm form)
    {
        var text = string.Join('\n', form.Number, form.Realm, form.Ha1Md5, form.Ha1Sha256, form.DisplayName,
            string.Create(CultureInfo.InvariantCulture, $"{form.MaxCalls} {form.MaxOutgoingCalls} {form.RelayMedia} {form.NoAnswerSeconds} {form.MinExpirySeconds}"),
            string.Create(CultureInfo.InvariantCulture, $"{form.MaxExpirySeconds} {form.DefaultExpirySeconds} {form.SeveralDevices} {form.MaxDevices} {form.WatchOthers}"), form.PresenceGroup,
            $"{form.ForwardOutside} {form.Reliable} {GuestRights.Text(form.Outside)}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }

    private static int Seconds(TimeSpan time) => (int)Math.Clamp(time.TotalSeconds, 1, MostSeconds);
}
