using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Proxying;

/// <summary>What a proxy is called and how patient it is.</summary>
public sealed record ProxyOptions
{
    /// <summary>The host that the Vias of this proxy bear: the advertised host of its listener.</summary>
    public required string Host { get; init; }

    /// <summary>Whether a Route means this proxy.</summary>
    public required Func<SipUri, bool> IsOwnRoute { get; init; }

    /// <summary>The value of the Record-Route that this proxy puts on requests which make a dialog; null puts none.</summary>
    public string? RecordRoute { get; init; }

    /// <summary>A next hop that says nothing at all to an INVITE for so long is left for the following one, if there is one.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the last next hop may say nothing at all to an INVITE; zero leaves it to timer B (64·T1).</summary>
    public TimeSpan Patience { get; init; }

    /// <summary>Timer C: how long after its last provisional response a next hop may leave an INVITE unanswered. RFC 3261 §16.6 item 11: more than three minutes.</summary>
    public TimeSpan TimerC { get; init; } = TimeSpan.FromSeconds(185);
}
