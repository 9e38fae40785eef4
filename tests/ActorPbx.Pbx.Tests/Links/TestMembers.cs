using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Links;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Links;

/// <summary>Members as the cluster tells of them.</summary>
internal static class TestMembers
{
    public static LinkOptions Options(string name, string branch, NodeRoles roles, params ImmutableArray<SipTransport> transports) => new()
    {
        Names = new LinkNames("demo"),
        Node = new(name),
        Branch = new(branch),
        Roles = roles,
        Transports = transports.IsDefaultOrEmpty ? [SipTransport.Tls] : transports,
    };

    public static Member Trunk(string name, int links = 1, string transport = "tls", string address = "10.0.0.1") => new(
        new(name), BranchName.Headquarters, 1, NodeRoles.Trunk, MemberStatus.Up, [.. Enumerable.Range(5071, links).Select(port => new LinkAddress(transport, address, port))],
        "test", NodeLoad.None);

    public static Member Local(string name, string branch, params LinkAddress[] links) =>
        new(new(name), new(branch), 1, NodeRoles.Local, MemberStatus.Up, [.. links], "test", NodeLoad.None);

    public static LinkPeer Peer(Member member) => Table(member).Peers.Single();

    public static NodeLinks Table(params Member[] members)
    {
        var links = new NodeLinks(Options("self", "self", NodeRoles.Local));
        links.Apply(new CurrentClusterState(members[0], [.. members], [], ""));
        return links;
    }
}
