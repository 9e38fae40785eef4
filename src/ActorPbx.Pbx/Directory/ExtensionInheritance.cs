using ActorPbx.Pbx.Settings;

namespace ActorPbx.Pbx.Directory;

/// <summary>What an extension does not say itself comes from its domain's extension-defaults.</summary>
internal static class ExtensionInheritance
{
    public static ExtensionSettings Merge(ExtensionSettings own, ExtensionSettings defaults)
    {
        var namesSecret = own.Password is not null || own.Ha1 is not null || own.Ha1Sha256 is not null || own.CredentialsFile is not null;
        var secrets = namesSecret ? own : defaults;
        return new ExtensionSettings
        {
            Password = secrets.Password,
            Ha1 = secrets.Ha1,
            Ha1Sha256 = secrets.Ha1Sha256,
            CredentialsFile = secrets.CredentialsFile,
            DisplayName = own.DisplayName ?? defaults.DisplayName,
            SeveralDevices = own.SeveralDevices ?? defaults.SeveralDevices,
            MaxDevices = own.MaxDevices ?? defaults.MaxDevices,
            MaxCalls = own.MaxCalls ?? defaults.MaxCalls,
            MaxOutgoingCalls = own.MaxOutgoingCalls ?? defaults.MaxOutgoingCalls,
            MaxOutsideCalls = own.MaxOutsideCalls ?? defaults.MaxOutsideCalls,
            OutsideCallsPerMinute = own.OutsideCallsPerMinute ?? defaults.OutsideCallsPerMinute,
            OutsideCallsPerDay = own.OutsideCallsPerDay ?? defaults.OutsideCallsPerDay,
            InternationalCalls = own.InternationalCalls ?? defaults.InternationalCalls,
            PremiumCalls = own.PremiumCalls ?? defaults.PremiumCalls,
            AllowedPrefixes = own.AllowedPrefixes ?? defaults.AllowedPrefixes,
            RefusedPrefixes = own.RefusedPrefixes ?? defaults.RefusedPrefixes,
            RelayMedia = own.RelayMedia ?? defaults.RelayMedia,
            TrustedAddresses = own.TrustedAddresses ?? defaults.TrustedAddresses,
            StaticContact = own.StaticContact ?? defaults.StaticContact,
            ReliableProvisional = own.ReliableProvisional ?? defaults.ReliableProvisional,
            WatchOthers = own.WatchOthers ?? defaults.WatchOthers,
            PresenceGroup = own.PresenceGroup ?? defaults.PresenceGroup,
            NoAnswer = own.NoAnswer ?? defaults.NoAnswer,
            ForwardOutside = own.ForwardOutside ?? defaults.ForwardOutside,
        };
    }
}
