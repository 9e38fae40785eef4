using System.Collections.Immutable;
using ActorPbx.Sip.Provisionals;

namespace ActorPbx.Pbx.Settings;

/// <summary>All that the PBX reads from configuration; keys are the property names in kebab case.</summary>
public sealed record PbxSettings
{
    /// <summary>Where and how SIP is spoken.</summary>
    public SipSettings Sip { get; init; } = new();

    /// <summary>Name of the domain that addresses with an IP address as host belong to; empty: the only one.</summary>
    public string DefaultDomain { get; init; } = "";

    /// <summary>Networks that media of calls between nodes pass between, by name; none: all reach each other.</summary>
    public ImmutableDictionary<string, NetworkSettings> Networks { get; init; } = ImmutableDictionary<string, NetworkSettings>.Empty;

    /// <summary>The virtual PBXs by name.</summary>
    public ImmutableDictionary<string, DomainSettings> Domains { get; init; } = ImmutableDictionary<string, DomainSettings>.Empty;
}

/// <summary>One virtual PBX.</summary>
public sealed record DomainSettings
{
    /// <summary>Further names of the domain.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Digest realm; empty: the domain's name.</summary>
    public string Realm { get; init; } = "";

    /// <summary>Rules for REGISTER.</summary>
    public RegistrationSettings Registration { get; init; } = new();

    /// <summary>Rules for calls.</summary>
    public CallSettings Calls { get; init; } = new();

    /// <summary>Rules for SUBSCRIBE.</summary>
    public SubscriptionSettings Subscriptions { get; init; } = new();

    /// <summary>Text messages between extensions.</summary>
    public MessageSettings Messages { get; init; } = new();

    /// <summary>How numbers outside are told apart.</summary>
    public OutsideSettings Outside { get; init; } = new();

    /// <summary>What extensions have that do not say otherwise.</summary>
    public ExtensionSettings ExtensionDefaults { get; init; } = new();

    /// <summary>Trunks by name.</summary>
    public ImmutableDictionary<string, TrunkSettings> Trunks { get; init; } = ImmutableDictionary<string, TrunkSettings>.Empty;

    /// <summary>By the first digits of numbers of other branches: how they are dialled over a trunk while headquarters cannot be reached.</summary>
    public ImmutableDictionary<string, FallBackSettings> FallBack { get; init; } = ImmutableDictionary<string, FallBackSettings>.Empty;

    /// <summary>Extensions by number ("100") or range ("100-199").</summary>
    public ImmutableDictionary<string, ExtensionSettings> Extensions { get; init; } = ImmutableDictionary<string, ExtensionSettings>.Empty;

    /// <summary>In a cluster: numbers that this branch announces as its own, such as "1000-1999", "1xxx" or "4711"; null: those of its extensions.</summary>
    public ImmutableArray<string>? Announce { get; init; }

    /// <summary>In a cluster: phones that register at another branch than their number's.</summary>
    public RoamingSettings Roaming { get; init; } = new();
}

/// <summary>Phones that register at another branch than their number's.</summary>
public sealed record RoamingSettings
{
    /// <summary>Branches that may have numbers of this branch as guests; "*" for all. They are told what stands for the passwords; empty: none.</summary>
    public ImmutableArray<string> Allow { get; init; } = [];

    /// <summary>Trunks of this branch that guests may call over; empty: none, their calls go to headquarters.</summary>
    public ImmutableArray<string> GuestTrunks { get; init; } = [];

    /// <summary>So long a guest's profile is used before its home is asked again.</summary>
    public TimeSpan Fresh { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>So long it is used while its home cannot be asked.</summary>
    public TimeSpan Usable { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Most guests that are remembered.</summary>
    public int MaxGuests { get; init; } = 1000;
}

/// <summary>Rules for REGISTER.</summary>
public sealed record RegistrationSettings
{
    /// <summary>Shortest expiry that is granted; less is answered 423 (RFC 3261 §10.3 step 7).</summary>
    public TimeSpan MinExpiry { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest expiry that is granted.</summary>
    public TimeSpan MaxExpiry { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Expiry granted when the device asks for none.</summary>
    public TimeSpan DefaultExpiry { get; init; } = TimeSpan.FromHours(1);
}

/// <summary>Rules for calls of a domain.</summary>
public sealed record CallSettings
{
    /// <summary>How long a call rings before it is released with 480 and cause 19.</summary>
    public TimeSpan NoAnswer { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest duration of an answered call.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromHours(4);

    /// <summary>How long a call waits for a phone whose connection is broken to register again; 0s: not at all.</summary>
    public TimeSpan PhoneWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Session timers (RFC 4028) are offered, and agreed to.</summary>
    public bool SessionTimers { get; init; } = true;

    /// <summary>The interval that is offered, and the longest that is agreed to.</summary>
    public TimeSpan SessionInterval { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The shortest that is agreed to; RFC 4028 §5 has no less than 90 seconds.</summary>
    public TimeSpan MinSessionInterval { get; init; } = TimeSpan.FromSeconds(90);
}

/// <summary>One extension, or what many have in common. What is null here comes from the domain's extension-defaults, then from the built-in default.</summary>
public sealed record ExtensionSettings
{
    /// <summary>Digest password; "{number}" in it stands for the extension's number.</summary>
    public string? Password { get; init; }

    /// <summary>Digest HA1 for MD5, 32 hexadecimal digits, instead of a password.</summary>
    public string? Ha1 { get; init; }

    /// <summary>Digest HA1 for SHA-256, 64 hexadecimal digits, instead of a password.</summary>
    public string? Ha1Sha256 { get; init; }

    /// <summary>CSV file with lines "number,password" (or "number,,ha1-md5,ha1-sha-256") for the numbers of a range.</summary>
    public string? CredentialsFile { get; init; }

    /// <summary>Name shown to who is called.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The right "one number, several devices"; off by default.</summary>
    public bool? SeveralDevices { get; init; }

    /// <summary>With <see cref="SeveralDevices"/>: how many may register; default 3.</summary>
    public int? MaxDevices { get; init; }

    /// <summary>Calls in and out together; 0: no calls at all; default 10.</summary>
    public int? MaxCalls { get; init; }

    /// <summary>Outgoing calls; must not be above <see cref="MaxCalls"/>; default the same.</summary>
    public int? MaxOutgoingCalls { get; init; }

    /// <summary>Calls by trunks at once; default 5.</summary>
    public int? MaxOutsideCalls { get; init; }

    /// <summary>Calls by trunks begun within a minute; default 10.</summary>
    public int? OutsideCallsPerMinute { get; init; }

    /// <summary>Calls by trunks begun in a day (UTC); default 200.</summary>
    public int? OutsideCallsPerDay { get; init; }

    /// <summary>Calls to other countries; default off.</summary>
    public bool? InternationalCalls { get; init; }

    /// <summary>Calls to numbers that cost more than a call; default off.</summary>
    public bool? PremiumCalls { get; init; }

    /// <summary>First digits of numbers that may be called by trunks whatever they are, as the trunk is given them or as they are dialled.</summary>
    public ImmutableArray<string>? AllowedPrefixes { get; init; }

    /// <summary>First digits of numbers that may not; of both lists the longer prefix decides.</summary>
    public ImmutableArray<string>? RefusedPrefixes { get; init; }

    /// <summary>Media pass through the exchange; default off.</summary>
    public bool? RelayMedia { get; init; }

    /// <summary>Addresses or networks (10.1.2.3, 10.1.0.0/16) from which neither REGISTER nor digest is needed.</summary>
    public ImmutableArray<string>? TrustedAddresses { get; init; }

    /// <summary>With <see cref="TrustedAddresses"/>: where calls to a number that does not register go, e.g. "sip:10.1.2.3:5060".</summary>
    public string? StaticContact { get; init; }

    /// <summary>Whether its provisional responses, and ours to it, are confirmed by PRACK (RFC 3262); default supported: where it wants it.</summary>
    public ReliableProvisional? ReliableProvisional { get; init; }

    /// <summary>The right to watch other numbers: their presence and their calls; off by default.</summary>
    public bool? WatchOthers { get; init; }

    /// <summary>With <see cref="WatchOthers"/>: only numbers of the same group; empty, the default: all.</summary>
    public string? PresenceGroup { get; init; }

    /// <summary>How long it rings; default the domain's.</summary>
    public TimeSpan? NoAnswer { get; init; }

    /// <summary>Its phones may send calls on (3xx) to numbers that leave by a trunk; default off.</summary>
    public bool? ForwardOutside { get; init; }
}
