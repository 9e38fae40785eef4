using ActorPbx.Hocon;

namespace ActorPbx.Node.Settings;

/// <summary>The collector that gets a copy of every SIP message (HEP 3: Homer, heplify, sngrep).</summary>
public sealed record HepSettings
{
    /// <summary>host, host:port or [address]:port, UDP; empty: nobody.</summary>
    public string Address { get; init; } = "";

    /// <summary>The number that the collector tells this node by.</summary>
    public int Id { get; init; }

    /// <summary>What the collector wants to see in every packet; empty: nothing.</summary>
    [Secret]
    public string Password { get; init; } = "";
}
