using System.Collections.Frozen;
using System.Globalization;
using ActorPbx.Domain;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Registration;
using ActorPbx.Pbx.Roaming;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Authentication;
using ActorPbx.Sip.Provisionals;
using ActorPbx.Sip.Sessions;

namespace ActorPbx.Pbx.Directory;

/// <summary>Makes the directory from settings, and says everything that is wrong with them at once.</summary>
public sealed class DirectoryBuilder(PbxSettings settings, string baseFolder)
{
    private const int BuiltInMaxCalls = 10;
    private const int BuiltInMaxDevices = 3;
    private readonly List<DirectoryFault> _faults = [];
    private readonly DigestOffer _offer = AuthenticationOptions.OfferOf(settings.Sip.Authentication);

    /// <summary>What is wrong; empty after a build that can be used.</summary>
    public IReadOnlyList<DirectoryFault> Faults => _faults;

    /// <summary>False for a node that may serve no phones.</summary>
    public bool NeedsDomain { get; init; } = true;

    /// <summary>The directory of all domains. Use it only when <see cref="Faults"/> is empty.</summary>
    public PbxDirectory Build()
    {
        foreach (var algorithm in settings.Sip.Authentication.Algorithms)
        {
            if (!algorithm.Equals("SHA-256", StringComparison.OrdinalIgnoreCase) && !algorithm.Equals("MD5", StringComparison.OrdinalIgnoreCase))
            {
                Fault("sip.authentication.algorithms", $"\"{algorithm}\" is not known; use SHA-256 and MD5.");
            }
        }

        var byName = new Dictionary<string, DomainProfile>(StringComparer.OrdinalIgnoreCase);
        var domains = new List<DomainProfile>();
        foreach (var (name, domain) in settings.Domains.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var profile = Domain(name.ToLowerInvariant(), domain);
            domains.Add(profile);
            foreach (var known in domain.Aliases.Prepend(name))
            {
                if (!byName.TryAdd(known, profile))
                {
                    Fault($"domains.\"{name}\".aliases", $"the name \"{known}\" already belongs to domain \"{byName[known].Name}\".");
                }
            }
        }

        return new PbxDirectory(byName.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), Default(byName, domains), domains);
    }

    private DomainProfile? Default(Dictionary<string, DomainProfile> byName, List<DomainProfile> domains)
    {
        if (domains.Count == 0 && !NeedsDomain)
        {
            return null;
        }

        if (domains.Count == 0)
        {
            Fault("domains", "there is no domain; add one, such as domains.\"pbx.local\" { extensions { \"100-109\" { password = … } } }.");
            return null;
        }

        if (settings.DefaultDomain.Length == 0)
        {
            return domains.Count == 1 ? domains[0] : null;
        }

        if (!byName.TryGetValue(settings.DefaultDomain, out var found))
        {
            Fault("default-domain", $"there is no domain \"{settings.DefaultDomain}\".");
        }

        return found;
    }

    private DomainProfile Domain(string name, DomainSettings domain)
    {
        var path = $"domains.\"{name}\"";
        var realm = domain.Realm.Length == 0 ? name : domain.Realm;
        var extensions = new Dictionary<string, ExtensionProfile>(StringComparer.Ordinal);
        foreach (var (key, own) in domain.Extensions.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var extensionPath = $"{path}.extensions.\"{key}\"";
            if (!NumberRange.TryParse(key, out var range, out var wrong))
            {
                Fault(extensionPath, wrong);
                continue;
            }

            var merged = ExtensionInheritance.Merge(own, domain.ExtensionDefaults);
            var shared = Class(extensionPath, merged, domain);
            var credentials = new CredentialSource(merged, realm, _offer, baseFolder, extensionPath, _faults);
            foreach (var number in range.Numbers())
            {
                var profile = new ExtensionProfile(
                    new ExtensionNumber(number), shared, credentials.For(number, shared), (merged.DisplayName ?? "").Replace("{number}", number, StringComparison.Ordinal));
                if (!extensions.TryAdd(number, profile))
                {
                    Fault(extensionPath, $"extension {number} is there twice; its number also belongs to another entry of {path}.extensions.");
                    break;
                }
            }
        }

        var trunks = new TrunkBuilder(new DomainName(name), path, domain, _faults);
        return new DomainProfile(
            new DomainName(name), realm, domain.Calls.MaxDuration, extensions.ToFrozenDictionary(StringComparer.Ordinal), trunks.Trunks(), trunks.FallBack(), RoamingProfile.Of(domain.Roaming),
            new SessionTimerRules(domain.Calls.SessionTimers, domain.Calls.SessionInterval, domain.Calls.MinSessionInterval))
        {
            PhoneWait = domain.Calls.PhoneWait,
            NumberKinds = OutsideRules.KindsOf(domain.Outside),
            Messages = MessageRules.Of(domain.Messages, $"{path}.messages", _faults),
            TempGruus = TempGruus.Of(settings.Sip.Authentication.NonceKey, new DomainName(name)),
            Subscriptions = SubscriptionRules.Of(domain.Subscriptions, $"{path}.subscriptions", _faults),
        };
    }

    private ExtensionClass Class(string path, ExtensionSettings extension, DomainSettings domain)
    {
        var maxCalls = extension.MaxCalls ?? BuiltInMaxCalls;
        var maxOutgoing = extension.MaxOutgoingCalls ?? maxCalls;
        if (maxCalls < 0 || maxOutgoing < 0)
        {
            Fault($"{path}.max-calls", "a number of calls cannot be negative; 0 means no calls at all.");
        }

        if (maxOutgoing > maxCalls)
        {
            Fault($"{path}.max-outgoing-calls", string.Create(CultureInfo.InvariantCulture, $"{maxOutgoing} is above max-calls, {maxCalls}; lower it or raise max-calls."));
        }

        if (extension.MaxDevices is < 1)
        {
            Fault($"{path}.max-devices", "must be at least 1.");
        }

        if (!TrustedNetworks.TryParse(extension.TrustedAddresses ?? [], out var trusted, out var wrong))
        {
            Fault($"{path}.trusted-addresses", $"\"{wrong}\" is neither an IP address nor a network such as 10.1.0.0/16.");
        }

        var registration = new RegistrationPolicy(
            domain.Registration.MinExpiry, domain.Registration.MaxExpiry, domain.Registration.DefaultExpiry,
            extension.SeveralDevices ?? false, extension.MaxDevices ?? BuiltInMaxDevices);
        return new ExtensionClass(
            new CallLimits(maxCalls, maxOutgoing), registration, extension.RelayMedia ?? false,
            extension.NoAnswer ?? domain.Calls.NoAnswer, trusted, extension.StaticContact ?? "",
            extension.ReliableProvisional ?? ReliableProvisional.Supported, extension.ForwardOutside ?? false)
        {
            Watching = SubscriptionRules.RightsOf(extension),
            Outside = new OutsideRules(_faults).RightsOf(path, extension),
        };
    }

    private void Fault(string path, string text) => _faults.Add(new DirectoryFault(path, text));
}
