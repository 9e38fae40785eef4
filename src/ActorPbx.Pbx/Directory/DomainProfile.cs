using System.Collections.Frozen;
using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;
using ActorPbx.Domain.Subscriptions;
using ActorPbx.Domain.Trunks;
using ActorPbx.Pbx.Registration;
using ActorPbx.Pbx.Roaming;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Trunks;
using ActorPbx.Sip.Sessions;

namespace ActorPbx.Pbx.Directory;

/// <summary>
/// One virtual PBX as configured: its names, its realm and the numbers that exist in it. Gateway, actors and calls hold the same one for as long as the node runs; when the
/// configuration is read again its content changes as a whole, and never in part.
/// </summary>
public sealed class DomainProfile(
    DomainName name, string realm, TimeSpan maxDuration, FrozenDictionary<string, ExtensionProfile> extensions,
    ImmutableArray<TrunkProfile> trunks = default, ImmutableArray<TrunkRoute> fallBack = default,
    RoamingProfile? roaming = null, SessionTimerRules? sessionTimers = null)
{
    private readonly FrozenDictionary<string, ExtensionProfile>.AlternateLookup<ReadOnlySpan<char>> _bySpan =
        extensions.GetAlternateLookup<ReadOnlySpan<char>>();

    private volatile DomainProfile? _newer;

    /// <summary>Its name.</summary>
    public DomainName Name { get; } = name;

    /// <summary>The digest realm that its devices are challenged with.</summary>
    public string Realm { get => _newer?.Realm ?? field; } = realm;

    /// <summary>Longest duration of an answered call.</summary>
    public TimeSpan MaxDuration { get => _newer?.MaxDuration ?? field; } = maxDuration;

    /// <summary>How it agrees on session timers.</summary>
    public SessionTimerRules SessionTimers { get => _newer?.SessionTimers ?? field; } = sessionTimers ?? SessionTimerRules.Default;

    /// <summary>How long a call waits for a phone whose connection is broken to register again; zero: not at all.</summary>
    public TimeSpan PhoneWait { get => _newer?.PhoneWait ?? field; init; } = new CallSettings().PhoneWait;

    /// <summary>Temporary addresses of its devices.</summary>
    public TempGruus TempGruus { get; init; } = TempGruus.Of("", name);

    /// <summary>How long subscriptions live, and how many there may be.</summary>
    public SubscriptionPolicy Subscriptions { get => _newer?.Subscriptions ?? field; init; } = SubscriptionPolicy.Default;

    /// <summary>What text messages may take up.</summary>
    public MessagePolicy Messages { get => _newer?.Messages ?? field; init; } = MessagePolicy.Default;

    /// <summary>How it tells numbers outside apart.</summary>
    public NumberKinds NumberKinds { get => _newer?.NumberKinds ?? field; init; } = NumberKinds.Default;

    /// <summary>All its numbers.</summary>
    public IReadOnlyCollection<ExtensionProfile> Extensions => _newer?.Extensions ?? extensions.Values;

    /// <summary>Its trunks at this node.</summary>
    public ImmutableArray<TrunkProfile> Trunks { get => _newer?.Trunks ?? field; } = trunks.IsDefault ? [] : trunks;

    /// <summary>The dial plan of its trunks.</summary>
    public ImmutableArray<TrunkRoute> TrunkRoutes { get => _newer?.TrunkRoutes ?? field; } = trunks.IsDefault ? [] : [.. trunks.Select(trunk => trunk.Route).OfType<TrunkRoute>()];

    /// <summary>How numbers of other branches are dialled over a trunk while headquarters cannot be reached.</summary>
    public ImmutableArray<TrunkRoute> FallBack { get => _newer?.FallBack ?? field; } = fallBack.IsDefault ? [] : fallBack;

    /// <summary>How it treats numbers that roam.</summary>
    public RoamingProfile Roaming { get => _newer?.Roaming ?? field; } = roaming ?? RoamingProfile.Default;

    /// <summary>The extension with this number, or null.</summary>
    public ExtensionProfile? Find(ReadOnlySpan<char> number) =>
        _newer is { } newer ? newer.Find(number) : _bySpan.TryGetValue(number, out var profile) ? profile : null;

    /// <summary>The extension with this number, or null.</summary>
    public ExtensionProfile? Find(ExtensionNumber number) => _newer is { } newer ? newer.Find(number) : extensions.GetValueOrDefault(number.Value);

    /// <summary>What it says is from now on what a newer configuration says: whoever holds it sees that. Its name stays, and what makes its temporary addresses.</summary>
    public void Become(DomainProfile newer) => _newer = newer;
}
