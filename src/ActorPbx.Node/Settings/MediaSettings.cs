namespace ActorPbx.Node.Settings;

/// <summary>The media relay of the node.</summary>
public sealed record MediaSettings
{
    /// <summary>Lowest UDP port for relayed media.</summary>
    public int FirstPort { get; init; } = 10000;

    /// <summary>Highest UDP port for relayed media; a two-way audio call takes four.</summary>
    public int LastPort { get; init; } = 19999;

    /// <summary>How long a source that SDP does not name must keep sending before its side is locked to it.</summary>
    public TimeSpan LearningWindow { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A relayed call in which neither side sends for so long is ended; zero: never.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Differentiated services code point of relayed media; 46 is expedited forwarding (RFC 4594 §4.1).</summary>
    public int Dscp { get; init; } = 46;
}
