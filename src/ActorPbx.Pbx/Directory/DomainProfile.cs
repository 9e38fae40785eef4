using System.Collections.Frozen;
using ActorPbx.Domain;
using ActorPbx.Domain.Extensions;

namespace ActorPbx.Pbx.Directory;

/// <summary>One virtual PBX as configured: its names, its realm and the numbers that exist in it.</summary>
public sealed class DomainProfile(
    DomainName name, string realm, TimeSpan maxDuration, FrozenDictionary<string, ExtensionProfile> extensions)
{
    private readonly FrozenDictionary<string, ExtensionProfile>.AlternateLookup<ReadOnlySpan<char>> _bySpan =
        extensions.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Its name.</summary>
    public DomainName Name { get; } = name;

    /// <summary>The digest realm that its devices are challenged with.</summary>
    public string Realm { get; } = realm;

    /// <summary>Longest duration of an answered call.</summary>
    public TimeSpan MaxDuration { get; } = maxDuration;

    /// <summary>All its numbers.</summary>
    public IReadOnlyCollection<ExtensionProfile> Extensions => extensions.Values;

    /// <summary>The extension with this number, or null.</summary>
    public ExtensionProfile? Find(ReadOnlySpan<char> number) => _bySpan.TryGetValue(number, out var profile) ? profile : null;

    /// <summary>The extension with this number, or null.</summary>
    public ExtensionProfile? Find(ExtensionNumber number) => extensions.GetValueOrDefault(number.Value);
}
