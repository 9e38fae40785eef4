using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Trunks;

/// <summary>
/// From where the trunks of this node may call without digest, written by their actors and read on the transport's threads. Over UDP address and port
/// must be the configured ones; over TCP and TLS the address, for a connection has any port.
/// </summary>
public sealed class TrunkSources
{
    private readonly Lock _gate = new();
    private ImmutableDictionary<TrunkProfile, ImmutableArray<SipTarget>> _byTrunk = ImmutableDictionary<TrunkProfile, ImmutableArray<SipTarget>>.Empty;
    private volatile FrozenDictionary<IPAddress, ImmutableArray<Source>> _byAddress = FrozenDictionary<IPAddress, ImmutableArray<Source>>.Empty;

    /// <summary>The trunk that sends from there, or null.</summary>
    public TrunkProfile? Find(SipFlow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        if (_byAddress.Count == 0 || !_byAddress.TryGetValue(Plain(flow.Remote.Address), out var sources))
        {
            return null;
        }

        foreach (var source in sources)
        {
            if (source.Target.Transport == flow.Transport && (flow.Transport != SipTransport.Udp || source.Target.EndPoint.Port == flow.Remote.Port))
            {
                return source.Trunk;
            }
        }

        return null;
    }

    /// <summary>A trunk is at these addresses, and at no other.</summary>
    public void Set(TrunkProfile trunk, ImmutableArray<SipTarget> targets)
    {
        lock (_gate)
        {
            _byTrunk = _byTrunk.SetItem(trunk, targets);
            Publish();
        }
    }

    /// <summary>The trunk is no more.</summary>
    public void Remove(TrunkProfile trunk)
    {
        lock (_gate)
        {
            _byTrunk = _byTrunk.Remove(trunk);
            Publish();
        }
    }

    private void Publish() => _byAddress = _byTrunk
        .SelectMany(pair => pair.Value.Select(target => new Source(pair.Key, target)))
        .GroupBy(source => Plain(source.Target.EndPoint.Address))
        .ToFrozenDictionary(sources => sources.Key, sources => sources.ToImmutableArray());

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private sealed record Source(TrunkProfile Trunk, SipTarget Target);
}
