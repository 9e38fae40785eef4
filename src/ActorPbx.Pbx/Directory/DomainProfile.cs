using System.Collections.Frozen;
using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;
using ActorPbx.Domain.Subscriptions;
using ActorPbx.Domain.Trunks;
using ActorPbx.Pbx.Registration;
using ActorPbx.Pbx.Roaming;
using ActorPbx.Pbx.Trunks;
using ActorPbx.Sip.Sessions;

namespace ActorPbx.Pbx.Directory;

/// <summary>One virtual PBX as configured: its names, its realm and the numbers that exist in it.</summary>
public sealed class DomainProfile(
    DomainName name, string realm, TimeSpan maxDuration, FrozenDictionary<string, ExtensionProfile> extensions,
    ImmutableArray<TrunkProfile> trunks = default, ImmutableArray<TrunkRoute> fallBack = default,
    RoamingProfile? roaming = null, SessionTimerRules? sessionTimers = null)
{
    private readonly FrozenDictionary<string, ExtensionProfile>.AlternateLookup<ReadOnlySpan<char>> _bySpan =
        extensions.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Its name.</summary>
    public DomainName Name { get; } = name;

    /// <summary>The digest realm that its devices are challenged with.</summary>
    public string Realm { get; } = realm;

    /// <summary>Longest duration of an answered call.</summary>
    public TimeSpan MaxDuration { get; } = maxDuration;

    /// <summary>How it agrees on session timers.</summary>
    public SessionTimerRules SessionTimers { get; } = sessionTimers ?? SessionTimerRules.Default;

    /// <summary>Temporary addresses of its devices.</summary>
    public TempGruus TempGruus { get; init; } = TempGruus.Of("", name);

    /// <summary>How long subscriptions live, and how many there may be.</summary>
    public SubscriptionPolicy Subscriptions { get; init; } = SubscriptionPolicy.Default;

    /// <summary>What text messages may take up.</summary>
    public MessagePolicy Messages { get; init; } = MessagePolicy.Default;

    /// <summary>How it tells numbers outside apart.</summary>
    public NumberKinds NumberKinds { get; init; } = NumberKinds.Default;

    /// <summary>All its numbers.</summary>
    public IReadOnlyCollection<ExtensionProfile> Extensions => extensions.Values;

    /// <summary>Its trunks at this node.</summary>
    public ImmutableArray<TrunkProfile> Trunks { get; } = trunks.IsDefault ? [] : trunks;

    /// <summary>The dial plan of its trunks.</summary>
    public ImmutableArray<TrunkRoute> TrunkRoutes { get; } = trunks.IsDefault ? [] : [.. trunks.Select(trunk => trunk.Route).OfType<TrunkRoute>()];

    /// <summary>How numbers of other branches are dialled over a trunk while headquarters cannot be reached.</summary>
    public ImmutableArray<TrunkRoute> FallBack { get; } = fallBack.IsDefault ? [] : fallBack;

    /// <summary>How it treats numbers that roam.</summary>
    public RoamingProfile Roaming { get; } = roaming ?? RoamingProfile.Default;

    /// <summary>The extension with this number, or null.</summary>
    public ExtensionProfile? Find(ReadOnlySpan<char> number) => _bySpan.TryGetValue(number, out var profile) ? profile : null;

    /// <summary>The extension with this number, or null.</summary>
    public ExtensionProfile? Find(ExtensionNumber number) => extensions.GetValueOrDefault(number.Value);
}
