using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Trunks;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Provisionals;

namespace ActorPbx.Pbx.Trunks;

/// <summary>One trunk as configured.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Domain">The virtual PBX that it belongs to.</param>
/// <param name="Addresses">Where its peer is; the first that answers is used.</param>
/// <param name="Route">Which numbers leave by it; null when only a fall-back names it.</param>
/// <param name="Limits">How many calls it takes.</param>
/// <param name="ClusterLimit">The limits hold for the whole cluster; else for each node.</param>
/// <param name="Reliable">How its peer and we confirm provisional responses.</param>
public sealed record TrunkProfile(
    string Name, DomainName Domain, ImmutableArray<SipUri> Addresses, TrunkRoute? Route, TrunkLimits Limits, bool ClusterLimit,
    ReliableProvisional Reliable = ReliableProvisional.Supported)
{
    /// <summary>What its peer may do.</summary>
    public TrunkTrust Trust { get; init; } = TrunkTrust.None;

    /// <summary>What the cluster calls the count of this trunk.</summary>
    public string LeaseName { get; } = $"trunk-{Domain.Value.Replace('.', '-')}-{Name}";

    /// <summary>Whether another says the same, address by address.</summary>
    public bool IsSame(TrunkProfile other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with { Addresses = other.Addresses } == other && Addresses.Select(address => address.ToString()).SequenceEqual(other.Addresses.Select(address => address.ToString()));
    }
}
