using System.Collections.Frozen;
using System.Net;

namespace ActorPbx.Pbx.Directory;

/// <summary>
/// All virtual PBXs of this node by the names they go by. Whoever holds it sees a configuration that was read again at once: its tables are changed as a whole
/// (<see cref="Become"/>).
/// </summary>
public sealed class PbxDirectory(FrozenDictionary<string, DomainProfile> byName, DomainProfile? defaultDomain, IReadOnlyList<DomainProfile> domains)
{
    private volatile Tables _tables = new(byName, defaultDomain, domains);

    /// <summary>Every domain once.</summary>
    public IReadOnlyList<DomainProfile> Domains => _tables.Domains;

    /// <summary>
    /// The domain that a host part belongs to: by name or alias; an IP address or "localhost" means the default domain,
    /// which is how a phone that was only told the server's address speaks. Null: not ours.
    /// </summary>
    public DomainProfile? Find(string host)
    {
        var tables = _tables;
        if (tables.ByName.TryGetValue(host, out var domain))
        {
            return domain;
        }

        return IsBareAddress(host) ? tables.Default : null;
    }

    /// <summary>
    /// Takes over what a newer configuration says. Domains that were there stay the objects that they are and change their content; new ones join; none may be missing.
    /// </summary>
    /// <returns>The domains that are new.</returns>
    public IReadOnlyList<DomainProfile> Become(PbxDirectory newer)
    {
        ArgumentNullException.ThrowIfNull(newer);
        var old = Domains.ToDictionary(domain => domain.Name);
        var fresh = newer._tables;
        DomainProfile Kept(DomainProfile domain) => old.GetValueOrDefault(domain.Name, domain);
        foreach (var domain in fresh.Domains)
        {
            if (old.TryGetValue(domain.Name, out var known))
            {
                known.Become(domain);
            }
        }

        _tables = new Tables(
            fresh.ByName.ToFrozenDictionary(pair => pair.Key, pair => Kept(pair.Value), StringComparer.OrdinalIgnoreCase),
            fresh.Default is { } meant ? Kept(meant) : null, [.. fresh.Domains.Select(Kept)]);
        return [.. fresh.Domains.Where(domain => !old.ContainsKey(domain.Name))];
    }

    private static bool IsBareAddress(string host) =>
        host.StartsWith('[') || IPAddress.TryParse(host, out _) || host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private sealed record Tables(FrozenDictionary<string, DomainProfile> ByName, DomainProfile? Default, IReadOnlyList<DomainProfile> Domains);
}
