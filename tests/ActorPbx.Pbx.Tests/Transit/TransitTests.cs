using System.Collections.Immutable;
using System.Net;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Transit;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Tests.Stack;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Transit;

/// <summary>Two branches and two T-MSS with real stacks on loopback; links over mutual TLS unless said otherwise.</summary>
public sealed class TransitTests : IAsyncDisposable
{
    private static readonly RouteDecision s_toBerlin = new RouteDecision.ToBranch(new("berlin"));
    private readonly TestAuthority _authority = new();
    private readonly List<TestNode> _nodes = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        _authority.Dispose();
        foreach (var node in _nodes)
        {
            node.Faults.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData(SipTransport.Tls)]
    [InlineData(SipTransport.Tcp)]
    [InlineData(SipTransport.Udp)]
    public void A_call_passes_from_branch_to_branch(SipTransport transport)
    {
        var (shanghai, berlin, t1, _) = Network(transport);
        var caller = new TestCaller(shanghai, "call-1").Call("4001", HopTo(shanghai, "t1"));
        caller.NextResponse().StatusCode.ShouldBe(100);
        caller.NextResponse().StatusCode.ShouldBe(180);
        var success = caller.NextResponse();
        success.StatusCode.ShouldBe(200);
        success.RecordRoutes.ShouldHaveSingleItem().ToString().ShouldBe("<sip:tmss.demo.invalid;lr>");

        var invite = berlin.NextInvite().Request;
        invite.Headers.Get(LinkNames.Correlation).ShouldBe("corr-call-1");
        invite.Headers.Get(LinkNames.Visited).ShouldBe("berlin");
        invite.Headers.Contains(HeaderName.Route).ShouldBeFalse();
        invite.RequestUri.ToString().ShouldBe("sip:4001@pbx.local");
        invite.TopVia.Host.ShouldBe("t1.hq.demo.invalid");

        caller.Acknowledge(success);
        berlin.NextTold().ShouldBe("ack 1");
        caller.Send(SipMethod.Bye);
        caller.NextResponse().StatusCode.ShouldBe(200);
        berlin.NextInDialog().Request.Method.ShouldBe(SipMethod.Bye);
        t1.Links.Find("berlin-1.berlin.demo.invalid")!.Gauge.Passed.ShouldBe(1);
        t1.Links.Find("berlin-1.berlin.demo.invalid")!.Gauge.InProgress.ShouldBe(0);
    }

    [Fact]
    public async Task A_call_outlives_the_t_mss_that_set_it_up()
    {
        var (shanghai, berlin, t1, _) = Network();
        var caller = Answered(shanghai, berlin, HopTo(shanghai, "t1"));
        await t1.DisposeAsync();
        foreach (var node in new[] { shanghai, berlin })
        {
            node.Links.Apply(new ClusterEvent.UnreachableMember(t1.Member));
            node.Links.Find("t1.hq.demo.invalid")!.SuspectSilence();
        }

        caller.Send(SipMethod.Info).Node.Value.ShouldBe("t2");
        caller.NextResponse().StatusCode.ShouldBe(200);
        berlin.NextInDialog().Request.Method.ShouldBe(SipMethod.Info);
        caller.Send(SipMethod.Bye);
        caller.NextResponse().StatusCode.ShouldBe(200);
        berlin.NextInDialog().Request.Method.ShouldBe(SipMethod.Bye);
    }

    [Fact]
    public async Task The_called_side_too_ends_a_call_through_another_t_mss()
    {
        var (shanghai, berlin, t1, _) = Network();
        var hop = HopTo(shanghai, "t1");
        var caller = new TestCaller(shanghai, "call-1").Call("4001", hop);
        caller.NextResponse();
        caller.NextResponse();
        caller.Acknowledge(caller.NextResponse(), hop);
        var invite = berlin.NextInvite().Request;
        berlin.NextTold();
        await t1.DisposeAsync();
        berlin.Links.Find("t1.hq.demo.invalid")!.SuspectSilence();

        var dialog = DialogState.ForUas(invite, "callee", berlin.Outlet.ContactOf("callee")).Confirm();
        var (next, bye) = dialog.CreateRequest(SipMethod.Bye);
        var end = new TestCaller(berlin, "ending");
        var way = berlin.Outlet.NextHop(next.NextHop, "call-1")!;
        way.Node.Value.ShouldBe("t2");
        berlin.Outlet.Send(bye, way, end);
        end.NextResponse().StatusCode.ShouldBe(200);
        shanghai.NextInDialog().Request.Method.ShouldBe(SipMethod.Bye);
    }

    [Fact]
    public void An_invite_that_comes_by_two_ways_rings_once()
    {
        var (shanghai, berlin, _, _) = Network();
        berlin.OnCall = invite => berlin.Respond(invite, 180);
        var first = new TestCaller(shanghai, "call-1").Call("4001", HopTo(shanghai, "t1"));
        var invite = berlin.NextInvite();
        var second = new TestCaller(shanghai, "call-1").Call("4001", HopTo(shanghai, "t2"));
        second.Final().ShouldBe(482);
        berlin.Invites.ShouldBeEmpty();
        berlin.Respond(invite, 200);
        first.Final().ShouldBe(200);
    }

    [Fact]
    public void A_caller_who_gives_up_is_heard_at_the_other_end()
    {
        var (shanghai, berlin, _, _) = Network();
        berlin.OnCall = invite => berlin.Respond(invite, 180);
        var caller = new TestCaller(shanghai, "call-1").Call("4001", HopTo(shanghai, "t1"));
        berlin.NextInvite();
        caller.NextResponse();
        caller.NextResponse().StatusCode.ShouldBe(180);
        caller.Cancel();
        berlin.NextTold().ShouldBe("cancel");
        caller.NextResponse().StatusCode.ShouldBe(487);
    }

    [Fact]
    public async Task A_node_of_a_branch_that_is_gone_is_left_for_its_other_node()
    {
        var (shanghai, berlin, t1, _) = Network(SipTransport.Udp);
        var second = Node("berlin-2", "berlin", NodeRoles.Local, SipTransport.Udp);
        TestNode.Join([.. _nodes]);
        await berlin.DisposeAsync();
        for (var i = 0; i < 4; i++)
        {
            new TestCaller(shanghai, $"call-{i}").Call("4001", HopTo(shanghai, "t1")).Final().ShouldBe(200);
        }

        second.Invites.Count.ShouldBe(4);
        t1.Links.Find("berlin-1.berlin.demo.invalid")!.Pulse.Health.ShouldBeOneOf(LinkHealth.Suspect, LinkHealth.Unknown);
    }

    [Fact]
    public async Task A_branch_that_is_gone_gives_503_so_that_another_t_mss_is_tried()
    {
        var (shanghai, berlin, _, _) = Network();
        await berlin.DisposeAsync();
        var caller = new TestCaller(shanghai, "call-1").Call("4001", HopTo(shanghai, "t1"));
        caller.NextResponse().StatusCode.ShouldBe(100);
        var refusal = caller.NextResponse();
        refusal.StatusCode.ShouldBe(503);
        refusal.Headers.Get(HeaderName.Reason).ShouldStartWith("Q.850;cause=41");
        refusal.Headers.Contains(HeaderName.RetryAfter).ShouldBeTrue();
    }

    [Fact]
    public void What_the_plan_refuses_is_refused_with_its_cause()
    {
        var (shanghai, _, t1, _) = Network();
        t1.Way = query => new RouteDecision.Refused(new(403), new(29), $"{query.From} {query.Domain} {query.Number}");
        var caller = new TestCaller(shanghai, "call-1").Call("4001", HopTo(shanghai, "t1"));
        caller.NextResponse();
        var refusal = caller.NextResponse();
        refusal.StatusCode.ShouldBe(403);
        refusal.Headers.Get(HeaderName.Reason).ShouldStartWith("Q.850;cause=29");
    }

    [Fact]
    public void The_plan_is_asked_with_where_the_call_comes_from_and_has_been()
    {
        var (shanghai, _, t1, _) = Network();
        TransitQuery asked = default;
        t1.Way = query =>
        {
            asked = query;
            return new RouteDecision.Refused(new(404), new(1), "");
        };
        var caller = new TestCaller(shanghai, "call-1");
        caller.Call(caller.Request("4001", "X-Visited-Branches", "lagos, berlin"), HopTo(shanghai, "t1")).Final().ShouldBe(404);
        (asked.From.Value, asked.Domain.Value, asked.Number).ShouldBe(("shanghai", "pbx.local", "4001"));
        asked.Visited.Select(branch => branch.Value).ShouldBe(["lagos", "berlin"]);
    }

    [Fact]
    public void A_number_that_leaves_by_a_trunk_is_given_to_the_trunks_calls()
    {
        var (shanghai, _, t1, _) = Network();
        t1.Way = _ => new RouteDecision.ToTrunk("carrier", "00494");
        new TestCaller(shanghai, "call-1").Call("0004", HopTo(shanghai, "t1")).Final().ShouldBe(486);
        t1.NextTold().ShouldBe("trunk carrier 00494 from shanghai");
    }

    [Fact]
    public void A_loop_through_two_t_mss_is_broken()
    {
        var (shanghai, _, t1, _) = Network();
        var caller = new TestCaller(shanghai, "call-1");
        var invite = caller.Request("4001");
        invite.PrependVia(Via.Create("TLS", "t1.hq.demo.invalid", 5071, "z9hG4bKbefore"));
        caller.Call(invite, HopTo(shanghai, "t1")).Final().ShouldBe(482);
        var tired = caller.Request("4001");
        tired.Headers.Add(HeaderName.MaxForwards, "0");
        caller.Call(tired, HopTo(shanghai, "t1")).Final().ShouldBe(483);
        t1.Stack.Statistics.Transactions.AliveInAll.ShouldBe(0);
    }

    [Fact]
    public void A_branch_that_has_all_its_calls_is_sent_no_more()
    {
        var limits = new TransitLimits(ImmutableDictionary<BranchName, BranchLimits>.Empty.Add(new("berlin"), new BranchLimits(3, 0)));
        var (shanghai, berlin, t1, _) = Network(limits: limits);
        t1.Links.Apply(new ClusterEvent.MemberChanged(berlin.Member with { Load = NodeLoad.None with { LinkIn = 2 } }));
        Answered(shanghai, berlin, HopTo(shanghai, "t1"));
        var caller = new TestCaller(shanghai, "call-2").Call("4001", HopTo(shanghai, "t1"));
        caller.Final().ShouldBe(480);
        t1.Links.Apply(new ClusterEvent.MemberChanged(berlin.Member with { Load = NodeLoad.None with { LinkIn = 2 } }));
        new TestCaller(shanghai, "call-3").Call("4001", HopTo(shanghai, "t1")).Final().ShouldBe(200);
    }

    [Fact]
    public void A_node_that_is_no_member_is_refused_even_with_a_good_certificate()
    {
        var (_, berlin, t1, _) = Network();
        var forged = Node("evil-1", "evil", NodeRoles.Local, SipTransport.Tls);
        forged.Links.Apply(new CurrentClusterState(forged.Member, [forged.Member, t1.Member, berlin.Member], [], ""));
        new TestCaller(forged, "call-1").Call("4001", HopTo(forged, "t1")).Final().ShouldBe(403);
        t1.Door.Strangers.ShouldBe(1);
        berlin.Invites.ShouldBeEmpty();
    }

    [Fact]
    public void A_node_with_a_certificate_of_another_authority_is_not_heard()
    {
        var (_, berlin, t1, _) = Network();
        using var other = new TestAuthority();
        var host = "shanghai-1.shanghai.demo.invalid";
        var forged = new TestNode("shanghai-1", "shanghai", NodeRoles.Local, SipTransport.Tls, LinkListener.Tls(other.Files(host), _authority.File));
        _nodes.Add(forged);
        forged.Links.Apply(new CurrentClusterState(forged.Member, [t1.Member], [], ""));
        var caller = new TestCaller(forged, "call-1").Call("4001", HopTo(forged, "t1"));
        SpinWait.SpinUntil(() => forged.Stack.Statistics.Of(SipTransport.Tls).Connections == 0, TimeSpan.FromSeconds(15)).ShouldBeTrue();
        caller.Responses.ShouldBeEmpty();
        t1.Door.Strangers.ShouldBe(0);
        berlin.Invites.ShouldBeEmpty();
    }

    [Fact]
    public void Over_udp_only_a_members_announced_address_is_heard()
    {
        var (shanghai, berlin, t1, _) = Network(SipTransport.Udp);
        var stranger = Node("lagos-1", "lagos", NodeRoles.Local, SipTransport.Udp);
        stranger.Links.Apply(new CurrentClusterState(stranger.Member, [t1.Member], [], ""));
        new TestCaller(stranger, "call-1").Call("4001", HopTo(stranger, "t1")).Final().ShouldBe(403);

        // It says that it is Shanghai's node, from an address that is not Shanghai's.
        var claiming = new TestNode("shanghai-1", "shanghai", NodeRoles.Local, SipTransport.Udp);
        _nodes.Add(claiming);
        claiming.Links.Apply(new CurrentClusterState(claiming.Member, [t1.Member], [], ""));
        new TestCaller(claiming, "call-2").Call("4001", HopTo(claiming, "t1")).Final().ShouldBe(403);
        berlin.Invites.ShouldBeEmpty();
        new TestCaller(shanghai, "call-3").Call("4001", HopTo(shanghai, "t1")).Final().ShouldBe(200);
    }

    [Fact]
    public void A_branch_takes_calls_from_headquarters_alone()
    {
        var (shanghai, berlin, _, _) = Network();
        var direct = new LinkHop(new("berlin-1"), new("berlin"), shanghai.Links.Find("berlin-1.berlin.demo.invalid")!.Target!);
        new TestCaller(shanghai, "call-1").Call("4001", direct).Final().ShouldBe(403);
        berlin.Invites.ShouldBeEmpty();
    }

    [Fact]
    public void A_branch_behind_a_nat_is_reached_over_the_connection_that_it_made()
    {
        var (shanghai, berlin, t1, _) = Network();
        var before = t1.Links.Find("shanghai-1.shanghai.demo.invalid")!;
        before.Target!.PreferredFlow.ShouldBeNull();
        Answered(shanghai, berlin, HopTo(shanghai, "t1"));
        before.Target!.PreferredFlow.ShouldNotBeNull().PeerNames.ShouldBe(["shanghai-1.shanghai.demo.invalid"]);
    }

    private static LinkHop HopTo(TestNode from, string node) => from.Outlet.TrunkNodes("x").First(hop => hop.Node.Value == node);

    private static TestCaller Answered(TestNode from, TestNode to, LinkHop hop)
    {
        var caller = new TestCaller(from, "call-1").Call("4001", hop);
        caller.NextResponse().StatusCode.ShouldBe(100);
        caller.NextResponse().StatusCode.ShouldBe(180);
        caller.Acknowledge(caller.NextResponse(), hop);
        to.NextInvite();
        to.NextTold().ShouldBe("ack 1");
        return caller;
    }

    private (TestNode Shanghai, TestNode Berlin, TestNode T1, TestNode T2) Network(SipTransport transport = SipTransport.Tls, TransitLimits? limits = null)
    {
        var shanghai = Node("shanghai-1", "shanghai", NodeRoles.Local, transport);
        var berlin = Node("berlin-1", "berlin", NodeRoles.Local, transport);
        var t1 = Node("t1", "hq", NodeRoles.Trunk, transport, limits);
        var t2 = Node("t2", "hq", NodeRoles.Trunk, transport, limits);
        t1.Way = t2.Way = _ => s_toBerlin;
        TestNode.Join([.. _nodes]);
        return (shanghai, berlin, t1, t2);
    }

    private TestNode Node(string name, string branch, NodeRoles roles, SipTransport transport, TransitLimits? limits = null)
    {
        var tls = transport == SipTransport.Tls ? LinkListener.Tls(_authority.Files($"{name}.{branch}.demo.invalid"), _authority.File) : null;
        var node = new TestNode(name, branch, roles, transport, tls, limits);
        _nodes.Add(node);
        return node;
    }
}
