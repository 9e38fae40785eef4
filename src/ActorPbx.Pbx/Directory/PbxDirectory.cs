using System.Collections.Frozen;
using System.Net;

namespace ActorPbx.Pbx.Directory;

/// <summary>All virtual PBXs of this node by the names they go by. Immutable: a changed configuration is a new directory.</summary>
public sealed class PbxDirectory(FrozenDictionary<string, DomainProfile> byName, DomainProfile? defaultDomain, IReadOnlyList<DomainProfile> domains)
{
    /// <summary>Every domain once.</summary>
    public IReadOnlyList<DomainProfile> Domains { get; } = domains;

    /// <summary>
    /// The domain that a host part belongs to: by name or alias; an IP address or "localhost" means the default domain,
    /// which is how a phone that was only told the server's address speaks. Null: not ours.
    /// </summary>
    public DomainProfile? Find(string host)
    {
        if (byName.TryGetValue(host, out var domain))
        {
            return domain;
        }

        return IsBareAddress(host) ? defaultDomain : null;
    }

    private static bool IsBareAddress(string host) =>
        host.StartsWith('[') || IPAddress.TryParse(host, out _) || host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
}
