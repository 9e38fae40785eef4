using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Subscriptions;
using ActorPbx.Pbx.Directory;
using ActorPbx.Sip.Events;

namespace ActorPbx.Pbx.Subscriptions;

/// <summary>Writes what one subscriber is told, document after document.</summary>
internal interface IStateWriter
{
    /// <summary>Whether there is anything in the state that the last document did not say.</summary>
    bool IsNews(WatchedState state);

    /// <summary>The next document.</summary>
    byte[] Write(WatchedState state);
}

/// <summary>What can be watched of a number (an event package of RFC 6665).</summary>
/// <param name="Name">Its name in the Event header.</param>
/// <param name="ContentType">The media type of its documents.</param>
/// <param name="Rate">How often a subscriber is told news.</param>
/// <param name="NewWriter">Makes the writer of one subscription to a number.</param>
internal sealed record EventPackage(string Name, string ContentType, NotifyRate Rate, Func<DomainProfile, ExtensionNumber, IStateWriter> NewWriter)
{
    /// <summary>The name of the package that phones may publish, too.</summary>
    public const string PresenceName = "presence";

    // RFC 4235 §3.10 leaves the rate to us: once a second, but a call that comes, rings and is answered is told at once.
    private static readonly EventPackage s_dialog = new(
        "dialog", DialogInfo.ContentType, new NotifyRate(TimeSpan.FromSeconds(1), 3), (domain, number) => new DialogWriter(domain, number));

    // RFC 3842 §3.10.
    private static readonly EventPackage s_summary = new(
        "message-summary", MessageSummary.ContentType, new NotifyRate(TimeSpan.FromSeconds(1), 1), (domain, number) => new SummaryWriter(domain, number))
    {
        IsPrivate = true,
    };

    // RFC 3856 §6.10: no more than once in five seconds.
    private static readonly EventPackage s_presence = new(
        PresenceName, PresenceDocument.ContentType, new NotifyRate(TimeSpan.FromSeconds(5), 1), (domain, number) => new PresenceWriter(domain, number));

    private static readonly EventPackage[] s_all = [s_dialog, s_presence, s_summary];

    /// <summary>Only the number itself may watch it.</summary>
    public bool IsPrivate { get; private init; }

    /// <summary>All packages, as Allow-Events names them.</summary>
    public static string Names { get; } = string.Join(", ", s_all.Select(package => package.Name));

    /// <summary>The package of this name, or null.</summary>
    public static EventPackage? Find(string name) => Array.Find(s_all, package => package.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
