namespace ActorPbx.Domain.Nodes;

/// <summary>Where a node takes SIP from other nodes.</summary>
/// <param name="Transport">"tls", "tcp" or "udp".</param>
/// <param name="Address">IPv4 or IPv6 address, without brackets.</param>
/// <param name="Port">The port.</param>
public sealed record LinkAddress(string Transport, string Address, int Port);
