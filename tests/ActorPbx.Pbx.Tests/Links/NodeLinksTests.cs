using System.Net;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Links;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Links;

public class NodeLinksTests
{
    private static readonly Member s_trunk = TestMembers.Trunk("t1");
    private static readonly Member s_berlin = TestMembers.Local("berlin-1", "berlin", new LinkAddress("udp", "10.0.0.4", 5071));
    private readonly NodeLinks _links = new(TestMembers.Options("t2", "hq", NodeRoles.Trunk, SipTransport.Udp, SipTransport.Tcp));

    [Fact]
    public void Members_are_found_by_host_branch_and_role_and_this_node_is_none_of_them()
    {
        _links.Apply(new CurrentClusterState(TestMembers.Trunk("t2"), [TestMembers.Trunk("t2"), s_trunk, s_berlin], [], ""));
        _links.Peers.Select(peer => peer.Host).Order().ShouldBe(["berlin-1.berlin.demo.invalid", "t1.hq.demo.invalid"]);
        _links.TrunkNodes.ShouldHaveSingleItem().Node.Value.ShouldBe("t1");
        _links.NodesOf(new("berlin")).ShouldHaveSingleItem();
        _links.NodesOf(new("hq")).ShouldBeEmpty();
        _links.Find("BERLIN-1.berlin.demo.invalid").ShouldNotBeNull();
    }

    [Fact]
    public void A_member_stays_when_it_is_unreachable_or_the_bus_is_lost_and_goes_when_it_is_removed()
    {
        _links.Apply(new ClusterEvent.MemberUp(s_berlin));
        var peer = _links.Find("berlin-1.berlin.demo.invalid")!;
        _links.Apply(new ClusterEvent.BusLost("test"));
        _links.Apply(new ClusterEvent.UnreachableMember(s_berlin));
        _links.Find(peer.Host).ShouldBeSameAs(peer);
        peer.IsReachable.ShouldBeFalse();
        _links.Apply(new ClusterEvent.ReachableMember(s_berlin));
        peer.IsReachable.ShouldBeTrue();
        _links.Apply(new ClusterEvent.MemberRemoved(s_berlin, MemberStatus.Up));
        _links.Find(peer.Host).ShouldBeNull();
    }

    [Fact]
    public void A_heartbeat_changes_the_load_and_a_new_address_the_target()
    {
        _links.Apply(new ClusterEvent.MemberUp(s_berlin));
        var peer = _links.Find("berlin-1.berlin.demo.invalid")!;
        _links.Apply(new ClusterEvent.MemberChanged(s_berlin with { Load = NodeLoad.None with { Draining = true } }));
        peer.TakesCalls.ShouldBeFalse();
        peer.Target!.EndPoint.Port.ShouldBe(5071);
        _links.Apply(new ClusterEvent.MemberChanged(s_berlin with { Links = [new LinkAddress("udp", "10.0.0.4", 5099)] }));
        _links.Find(peer.Host).ShouldBeSameAs(peer);
        peer.Target!.EndPoint.Port.ShouldBe(5099);
        peer.TakesCalls.ShouldBeTrue();
    }

    [Fact]
    public void Only_configured_transports_are_used()
    {
        var member = TestMembers.Local("lagos-1", "lagos", new LinkAddress("tls", "10.0.0.7", 5061), new LinkAddress("tcp", "10.0.0.7", 5060));
        _links.Apply(new ClusterEvent.MemberUp(member));
        _links.Find("lagos-1.lagos.demo.invalid")!.Target!.Transport.ShouldBe(SipTransport.Tcp);
    }

    [Theory]
    [InlineData("10.0.0.4", 5071, "berlin-1.berlin.demo.invalid", true)]
    [InlineData("10.0.0.4", 5071, "10.0.0.4", true)]
    [InlineData("10.0.0.4", 5072, "berlin-1.berlin.demo.invalid", false)]
    [InlineData("10.0.0.5", 5071, "berlin-1.berlin.demo.invalid", false)]
    [InlineData("10.0.0.4", 5071, "t1.hq.demo.invalid", false)]
    public void Over_udp_a_member_is_who_sends_from_the_address_it_announced(string address, int port, string sentBy, bool known)
    {
        _links.Apply(new CurrentClusterState(s_trunk, [s_trunk, s_berlin], [], ""));
        var flow = new SipFlow(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, 5071), IPEndPoint.Parse($"{address}:{port}"), 0) { Listener = LinkNames.Listener };
        (_links.Identify(Ping(sentBy), flow)?.Node.Value == "berlin-1").ShouldBe(known);
    }

    [Fact]
    public void What_comes_by_another_listener_or_transport_is_no_members()
    {
        _links.Apply(new ClusterEvent.MemberUp(s_berlin));
        var flow = new SipFlow(SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, 5060), IPEndPoint.Parse("10.0.0.4:5071"), 0);
        _links.Identify(Ping("10.0.0.4"), flow).ShouldBeNull();
        _links.Identify(Ping("10.0.0.4"), new SipFlow(SipTransport.Tls, flow.Local, flow.Remote, 1) { Listener = LinkNames.Listener }).ShouldBeNull();
    }

    [Fact]
    public void What_comes_by_a_transport_that_links_do_not_use_is_no_members_even_from_its_address()
    {
        var links = new NodeLinks(TestMembers.Options("t2", "hq", NodeRoles.Trunk, SipTransport.Udp));
        links.Apply(new ClusterEvent.MemberUp(TestMembers.Local("lagos-1", "lagos", new LinkAddress("udp", "10.0.0.7", 5071), new LinkAddress("tcp", "10.0.0.7", 5071))));
        var (here, there) = (new IPEndPoint(IPAddress.Loopback, 5071), IPEndPoint.Parse("10.0.0.7:5071"));
        links.Identify(Ping("10.0.0.7"), new SipFlow(SipTransport.Udp, here, there, 0) { Listener = LinkNames.Listener }).ShouldNotBeNull();
        foreach (var sentBy in new[] { "10.0.0.7", "lagos-1.lagos.demo.invalid" })
        {
            links.Identify(Ping(sentBy), new SipFlow(SipTransport.Tcp, here, there, 1) { Listener = LinkNames.Listener }).ShouldBeNull(sentBy);
        }
    }

    [Fact]
    public void Names_of_the_cluster_are_told_from_others()
    {
        var names = new LinkNames("demo");
        names.IsGroup(SipUri.Parse("sip:TMSS.demo.invalid;lr")).ShouldBeTrue();
        names.IsOfCluster("berlin-1.berlin.demo.invalid").ShouldBeTrue();
        names.IsOfCluster("berlin-1.berlin.other.invalid").ShouldBeFalse();
        names.ContactOf(new("berlin"), new("berlin-1"), "abc").ShouldBe("sip:abc@berlin-1.berlin.demo.invalid");
        Should.Throw<ArgumentException>(() => new LinkNames("not a name"));
    }

    private static SipRequest Ping(string sentBy)
    {
        var ping = new SipRequest(SipMethod.Options, SipUri.Parse("sip:x"));
        ping.PrependVia(Via.Create("UDP", sentBy, 5071, "z9hG4bK1"));
        return ping;
    }
}
