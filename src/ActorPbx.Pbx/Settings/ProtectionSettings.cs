using System.Collections.Immutable;
using System.Net;

namespace ActorPbx.Pbx.Settings;

/// <summary>What strangers, guessers and scanners come up against; on by default. Rates of 0: no limit.</summary>
public sealed record ProtectionSettings
{
    /// <summary>New requests a second from one source of which no phone has proven itself; more are dropped.</summary>
    public double StrangerRate { get; init; } = 30;

    /// <summary>How many of them at once.</summary>
    public int StrangerBurst { get; init; } = 150;

    /// <summary>New requests a second from all such sources together.</summary>
    public double StrangersRate { get; init; } = 2000;

    /// <summary>How many of them at once.</summary>
    public int StrangersBurst { get; init; } = 4000;

    /// <summary>New requests a second from one source of which a phone has proven itself within the last day.</summary>
    public double KnownRate { get; init; } = 1000;

    /// <summary>How many of them at once.</summary>
    public int KnownBurst { get; init; } = 2000;

    /// <summary>Addresses and networks that no limit here concerns and that are never ignored, such as a session border controller's.</summary>
    public ImmutableArray<IPNetwork> NeverLimited { get; init; } = [];

    /// <summary>Wrong passwords of one account from one source that cost nothing; three times as many of one source, and of one account.</summary>
    public int FreeGuesses { get; init; } = 3;

    /// <summary>How long nothing is looked at after one more; each further one doubles it.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long at the most.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A source with wrong passwords of so many accounts is ignored; 0: never.</summary>
    public int BanAfterAccounts { get; init; } = 8;

    /// <summary>So is one with so many wrong passwords; 0: never.</summary>
    public int BanAfterGuesses { get; init; } = 30;

    /// <summary>For how long the first time; each further time twice as long.</summary>
    public TimeSpan BanTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>And for how long at the most.</summary>
    public TimeSpan LongestBan { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How many sources are ignored at once; 0: none ever.</summary>
    public int MaxBans { get; init; } = 10_000;

    /// <summary>Calls of extensions from one source that nobody answered yet; more are refused. Addresses that an extension trusts are not counted. 0: any number.</summary>
    public int MaxUnanswered { get; init; } = 100;

    /// <summary>Words in the User-Agent of attack tools: such requests are dropped.</summary>
    public ImmutableArray<string> ScannerAgents { get; init; } =
    [
        "friendly-scanner", "friendly-request", "sipvicious", "sipcli", "sip-scan", "sipscan", "sundayddr", "vaxsipuseragent", "iwar", "smap", "sipptk", "pplsip",
    ];
}
