using System.Collections.Immutable;
using ActorPbx.Cluster.Settings;
using ActorPbx.Media.Settings;
using ActorPbx.Pbx.Settings;

namespace ActorPbx.Node.Settings;

/// <summary>All that a configuration file of ActorPbx says; keys are the property names in kebab case (docs/configuration.md).</summary>
public sealed record NodeConfiguration
{
    /// <summary>The process.</summary>
    public NodeSettings Node { get; init; } = new();

    /// <summary>The log.</summary>
    public LogSettings Log { get; init; } = new();

    /// <summary>How programs watch the node.</summary>
    public TelemetrySettings Telemetry { get; init; } = new();

    /// <summary>Who gets a copy of every SIP message.</summary>
    public HepSettings Hep { get; init; } = new();

    /// <summary>Where and how SIP is spoken.</summary>
    public SipSettings Sip { get; init; } = new();

    /// <summary>The media relay.</summary>
    public MediaSettings Media { get; init; } = new();

    /// <summary>The store of call records and registrations.</summary>
    public StorageSection Storage { get; init; } = new();

    /// <summary>The node as part of a cluster.</summary>
    public ClusterSettings Cluster { get; init; } = new();

    /// <summary>How the node speaks SIP with other nodes.</summary>
    public LinkSettings Links { get; init; } = new();

    /// <summary>Where call records go beyond the node's own store.</summary>
    public RecordsSection Records { get; init; } = new();

    /// <summary>At headquarters: what single branches may do; who is not here may do everything.</summary>
    public ImmutableDictionary<string, BranchSettings> Branches { get; init; } = ImmutableDictionary<string, BranchSettings>.Empty;

    /// <summary>In a cluster: networks that media of calls between nodes pass between, by name; none: all reach each other.</summary>
    public ImmutableDictionary<string, NetworkSettings> Networks { get; init; } = ImmutableDictionary<string, NetworkSettings>.Empty;

    /// <summary>The domain that addresses with an IP address as host belong to; empty: the only one.</summary>
    public string DefaultDomain { get; init; } = "";

    /// <summary>The virtual PBXs by name.</summary>
    public ImmutableDictionary<string, DomainSettings> Domains { get; init; } = ImmutableDictionary<string, DomainSettings>.Empty;

    /// <summary>True for a node of a cluster.</summary>
    internal bool IsClustered => Cluster.Provider != ClusterProvider.None;

    /// <summary>True for a node that serves phones.</summary>
    internal bool ServesPhones => Node.Roles.Contains(NodeRole.Lmss);

    /// <summary>The part that is the PBX's own.</summary>
    public PbxSettings ToPbxSettings() => new() { Sip = Sip, DefaultDomain = DefaultDomain, Networks = Networks, Domains = Domains };
}
