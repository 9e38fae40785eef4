using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Net;

namespace ActorPbx.Hocon.Tests.Binding;

/// <summary>A settings model that uses every form the binder knows.</summary>
public sealed record PbxSettings(
    string Name,
    SipSettings Sip,
    MediaSettings Media,
    ImmutableDictionary<string, ExtensionSettings> Extensions,
    ImmutableArray<IPNetwork> TrustedAddresses = default,
    Uri? Console = null);

public enum TransportKind
{
    Udp,
    Tcp,
    TlsOverTcp,
}

public sealed record ListenSettings(TransportKind Transport, IPAddress Address, [Range(1, 65535)] int Port = 5060);

public sealed record SipSettings
{
    public required ImmutableArray<ListenSettings> Listen { get; init; }

    public TimeSpan T1 { get; init; } = TimeSpan.FromMilliseconds(500);

    [HoconRange("1s", "10m")]
    public TimeSpan HeaderDeadline { get; init; } = TimeSpan.FromSeconds(30);

    [AllowInfinite]
    public TimeSpan IdleTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    [HoconBytes]
    public int MaxMessage { get; init; } = 65536;

    public DataSize? Buffer { get; init; }

    [HoconKey("realm")]
    public string? DigestRealm { get; init; }

    public ImmutableArray<string> Aliases { get; init; }
}

public sealed record MediaSettings(int FirstPort = 10000, int LastPort = 20000) : IHoconChecked
{
    public void Check(HoconCheck check)
    {
        if (LastPort < FirstPort) check.Problem("last-port", $"'last-port' {LastPort} is below 'first-port' {FirstPort}");
    }
}

public readonly record struct Number(string Value);

public sealed record ExtensionSettings
{
    [Secret]
    public string? Password { get; init; }

    [Secret]
    public string? Door { get; init; }

    [Range(0, 10)]
    public int MaxCalls { get; init; } = 2;

    public bool RelayMedia { get; init; }

    public List<int> Weights { get; init; } = [];

    public Dictionary<Number, double> Shares { get; init; } = [];
}
