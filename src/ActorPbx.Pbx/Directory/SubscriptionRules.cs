using ActorPbx.Domain.Presence;
using ActorPbx.Domain.Subscriptions;
using ActorPbx.Pbx.Settings;

namespace ActorPbx.Pbx.Directory;

/// <summary>Makes the rules of a domain's subscriptions from settings.</summary>
internal static class SubscriptionRules
{
    private static readonly TimeSpan s_longestMinimum = TimeSpan.FromHours(1);

    /// <summary>The rules; what is wrong with them is added to the faults.</summary>
    public static SubscriptionPolicy Of(SubscriptionSettings settings, string path, List<DirectoryFault> faults)
    {
        if (settings.MinExpiry < TimeSpan.FromSeconds(1) || settings.MinExpiry > s_longestMinimum)
        {
            faults.Add(new DirectoryFault($"{path}.min-expiry", "must be between one second and one hour."));
        }

        if (settings.DefaultExpiry < settings.MinExpiry || settings.MaxExpiry < settings.DefaultExpiry)
        {
            faults.Add(new DirectoryFault($"{path}.default-expiry", "must be between min-expiry and max-expiry."));
        }

        if (settings.MaxPerSubscriber < 0 || settings.MaxPerNumber < 0)
        {
            faults.Add(new DirectoryFault($"{path}.max-per-subscriber", "a number of subscriptions cannot be negative; 0 means none at all."));
        }

        return new SubscriptionPolicy(settings.MinExpiry, settings.MaxExpiry, settings.DefaultExpiry, settings.MaxPerSubscriber, settings.MaxPerNumber);
    }

    /// <summary>Whom an extension may watch.</summary>
    public static WatchRights RightsOf(ExtensionSettings extension) => extension.WatchOthers is null && extension.PresenceGroup is null
        ? WatchRights.None
        : new WatchRights(extension.WatchOthers ?? false, extension.PresenceGroup ?? "");
}
