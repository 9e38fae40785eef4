using System.Collections.Immutable;
using ActorPbx.Sip.Provisionals;

namespace ActorPbx.Pbx.Settings;

/// <summary>A trunk of a domain: a carrier or another exchange that is known by its address.</summary>
public sealed record TrunkSettings
{
    /// <summary>Its addresses, such as "sip:198.51.100.7" or "sip:198.51.100.7:5080;transport=tcp"; the first that answers is used. Calls from there need no digest.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    /// <summary>Numbers that begin so leave by this trunk; empty: none but those that a fall-back sends there.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>So many leading characters of the number are taken off.</summary>
    public int Strip { get; init; }

    /// <summary>And these put in front.</summary>
    public string Prepend { get; init; } = "";

    /// <summary>Calls from the trunk at once; 0: none.</summary>
    public int MaxIncoming { get; init; } = 30;

    /// <summary>Calls to the trunk at once; 0: none.</summary>
    public int MaxOutgoing { get; init; } = 30;

    /// <summary>The limits hold for all nodes of the cluster together; off: for each node.</summary>
    public bool ClusterLimit { get; init; }

    /// <summary>Whether its provisional responses, and ours to it, are confirmed by PRACK (RFC 3262).</summary>
    public ReliableProvisional ReliableProvisional { get; init; } = ReliableProvisional.Supported;

    /// <summary>Its peer is believed what it says of its callers (P-Asserted-Identity, Diversion), and told who ours are.</summary>
    public bool TrustIdentity { get; init; }

    /// <summary>Its peer may transfer calls (REFER) to numbers of ours.</summary>
    public bool MayTransfer { get; init; }
}

/// <summary>How a number of another branch is dialled over a trunk of this one while headquarters cannot be reached.</summary>
public sealed record FallBackSettings
{
    /// <summary>Name of the trunk.</summary>
    public string Trunk { get; init; } = "";

    /// <summary>So many leading characters of the number are taken off.</summary>
    public int Strip { get; init; }

    /// <summary>And these put in front, such as "+493055".</summary>
    public string Prepend { get; init; } = "";
}
