using System.Collections.Immutable;

namespace ActorPbx.Media.Settings;

/// <summary>How this node relays media; keys are the property names in kebab case.</summary>
public sealed record MediaSettings
{
    /// <summary>Lowest UDP port for media.</summary>
    public int PortMin { get; init; } = 10000;

    /// <summary>Highest UDP port for media; a relayed audio call takes four ports.</summary>
    public int PortMax { get; init; } = 19999;

    /// <summary>After how long without RTP from either side a call is told that its media is silent; zero for never.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a source that the SDP does not name must keep sending before a side is locked to it.</summary>
    public TimeSpan LearningWindow { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Local addresses, at most one of each family matters: used for a side whose call names none, or 0.0.0.0 or ::, which no SDP could carry.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    /// <summary>Differentiated services code point of the packets that are sent.</summary>
    public int Dscp { get; init; } = 46;
}
