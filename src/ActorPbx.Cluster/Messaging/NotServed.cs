using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster.Messaging;

/// <summary>A node's answer when nobody there serves what was asked for.</summary>
internal sealed record NotServed(string Service) : ClusterMessage;
