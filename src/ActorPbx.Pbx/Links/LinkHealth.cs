namespace ActorPbx.Pbx.Links;

/// <summary>How a link answers.</summary>
public enum LinkHealth
{
    /// <summary>It answered last time.</summary>
    Good,

    /// <summary>Nothing is known yet.</summary>
    Unknown,

    /// <summary>A request was left without answer since it last was good.</summary>
    Suspect,

    /// <summary>Several pings in a row were left without answer.</summary>
    Down,
}

/// <summary>What pings have told of a link. Immutable; the rules are pure.</summary>
/// <param name="Health">How it stands.</param>
/// <param name="Misses">Pings in a row without answer.</param>
public sealed record LinkPulse(LinkHealth Health, int Misses)
{
    private const int MissesUntilDown = 2;
    private const int MostPatience = 4;
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(250);

    /// <summary>Before the first ping.</summary>
    public static LinkPulse Unknown { get; } = new(LinkHealth.Unknown, 0);

    /// <summary>The ping was answered.</summary>
    public LinkPulse Answered() => new(LinkHealth.Good, 0);

    /// <summary>The ping was not answered, or could not be sent.</summary>
    public LinkPulse Missed() => new(Misses + 1 >= MissesUntilDown ? LinkHealth.Down : LinkHealth.Suspect, Misses + 1);

    /// <summary>
    /// How long a ping may take. A connection to far away takes three round trips to be set up, and what is lost on the way is sent again a second later: each miss in a
    /// row doubles the time, and the round trip that the link usually takes comes on top.
    /// </summary>
    /// <param name="options">The time at first.</param>
    /// <param name="roundTrip">That of the link.</param>
    public TimeSpan Patience(LinkOptions options, TimeSpan roundTrip) => (options.PingTimeout * Math.Min(1 << Math.Min(Misses, 10), MostPatience)) + (2 * roundTrip);

    /// <summary>The pause until the next ping: it doubles with each miss, and spreads so that nodes do not all try at once.</summary>
    /// <param name="options">Interval and bound.</param>
    /// <param name="spread">From 0 to 1.</param>
    public TimeSpan Pause(LinkOptions options, double spread)
    {
        var pause = Misses == 0 ? options.PingInterval : s_firstPause * Math.Pow(2, Math.Min(Misses, 10) - 1);
        return (pause < options.MaxBackOff ? pause : options.MaxBackOff) * (0.75 + (0.25 * spread));
    }
}
