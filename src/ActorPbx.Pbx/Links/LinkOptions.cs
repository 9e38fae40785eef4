using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Links;

/// <summary>How this node speaks SIP with other nodes.</summary>
public sealed record LinkOptions
{
    /// <summary>What nodes are called.</summary>
    public required LinkNames Names { get; init; }

    /// <summary>This node.</summary>
    public required NodeName Node { get; init; }

    /// <summary>Its branch.</summary>
    public required BranchName Branch { get; init; }

    /// <summary>What it does.</summary>
    public required NodeRoles Roles { get; init; }

    /// <summary>The transports that links may use. UDP and TCP prove a peer by its announced address alone.</summary>
    public ImmutableArray<SipTransport> Transports { get; init; } = [SipTransport.Tls];

    /// <summary>Pause between two pings of a link that is well.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A ping without answer for so long has failed; <see cref="LinkPulse.Patience"/> gives more where that is too little.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between two pings of a link that is down.</summary>
    public TimeSpan MaxBackOff { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>The host of this node.</summary>
    public string Host => Names.HostOf(Branch, Node);
}
