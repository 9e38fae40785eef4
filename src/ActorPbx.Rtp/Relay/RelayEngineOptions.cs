namespace ActorPbx.Rtp.Relay;

/// <summary>How a relay engine is set up.</summary>
public sealed record RelayEngineOptions
{
    /// <summary>Lowest port for media.</summary>
    public int FirstPort { get; init; } = 10000;

    /// <summary>Highest port for media.</summary>
    public int LastPort { get; init; } = 19999;

    /// <summary>How long a source that SDP does not name must keep sending before a side is locked to it.</summary>
    public TimeSpan LearningWindow { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>After how long without RTP from either side a relay is reported silent; zero for never.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Octets of the longest datagram that is passed on; longer ones are refused.</summary>
    public int MaximumDatagram { get; init; } = 2048;

    /// <summary>Differentiated services code point of what is sent; 46 is expedited forwarding (RFC 4594 §4.1).</summary>
    public int Dscp { get; init; } = 46;

    /// <summary>
    /// How long the engine, once busy, lets packets gather before it takes them, so that one wake-up serves many streams; zero
    /// takes each at once. It adds at most this much delay.
    /// </summary>
    public TimeSpan GatherTime { get; init; } = TimeSpan.FromMilliseconds(1);
}
