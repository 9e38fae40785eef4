using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Trunks;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Trunks;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Directory;

/// <summary>Makes the trunks of a domain and its fall-back from settings, and says what is wrong with them.</summary>
internal sealed class TrunkBuilder(DomainName domain, string path, DomainSettings settings, List<DirectoryFault> faults)
{
    /// <summary>The trunks in the order of their names.</summary>
    public ImmutableArray<TrunkProfile> Trunks() =>
        [.. settings.Trunks.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Trunk(pair.Key, pair.Value))];

    /// <summary>How numbers of other branches are dialled over a trunk while headquarters is away.</summary>
    public ImmutableArray<TrunkRoute> FallBack()
    {
        foreach (var (prefix, entry) in settings.FallBack)
        {
            if (!settings.Trunks.ContainsKey(entry.Trunk))
            {
                Fault($"{path}.fall-back.\"{prefix}\".trunk", $"there is no trunk \"{entry.Trunk}\" in {path}.trunks.");
            }
        }

        return [.. settings.FallBack.Select(pair => new TrunkRoute(pair.Value.Trunk, pair.Key, pair.Value.Strip, pair.Value.Prepend))];
    }

    private TrunkProfile Trunk(string name, TrunkSettings trunk)
    {
        var own = $"{path}.trunks.{name}";
        if (!NodeName.IsValid(name))
        {
            Fault(own, "the name of a trunk has 1 to 63 small letters, digits and hyphens.");
        }

        if (trunk.ClusterLimit && !NodeName.IsValid($"trunk-{domain.Value.Replace('.', '-')}-{name}"))
        {
            Fault($"{own}.cluster-limit", "needs a shorter name: those of domain and trunk together, with \"trunk--\", are at most 63 small letters, digits and hyphens.");
        }

        if (trunk.MaxIncoming < 0 || trunk.MaxOutgoing < 0)
        {
            Fault(own, "a number of calls cannot be negative; 0 means no calls at all.");
        }

        if (trunk.Strip < 0)
        {
            Fault($"{own}.strip", "cannot be negative.");
        }

        return new TrunkProfile(
            name, domain, Addresses(own, trunk), trunk.Prefix.Length == 0 ? null : new TrunkRoute(name, trunk.Prefix, trunk.Strip, trunk.Prepend),
            new TrunkLimits(trunk.MaxIncoming, trunk.MaxOutgoing), trunk.ClusterLimit, trunk.ReliableProvisional)
        {
            Trust = new TrunkTrust(trunk.TrustIdentity, trunk.MayTransfer),
        };
    }

    private ImmutableArray<SipUri> Addresses(string own, TrunkSettings trunk)
    {
        var addresses = ImmutableArray.CreateBuilder<SipUri>();
        foreach (var text in trunk.Addresses)
        {
            if (SipUri.TryParse(text, out var uri) && uri.IsSip)
            {
                addresses.Add(uri);
            }
            else
            {
                Fault($"{own}.addresses", $"\"{text}\" is no SIP address such as sip:198.51.100.7:5060.");
            }
        }

        if (trunk.Addresses.IsEmpty)
        {
            Fault($"{own}.addresses", "a trunk needs an address such as sip:198.51.100.7:5060.");
        }

        return addresses.ToImmutable();
    }

    private void Fault(string where, string text) => faults.Add(new DirectoryFault(where, text));
}
