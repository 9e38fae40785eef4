using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Transit;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Transit;

/// <summary>Two branches and two T-MSS with real stacks on loopback; links over mutual TLS unless said otherwise.</summary>
public sealed class TransitTests : IAsyncDisposable
{
    private readonly TestNetwork _network = new();

    public ValueTask DisposeAsync() => _network.DisposeAsync();

    [Theory]
    [InlineData(SipTransport.Tls)]
    [InlineData(SipTransport.Tcp)]
    [InlineData(SipTransport.Udp)]
    public void A_call_passes_from_branch_to_branch(SipTransport transport)
    {
        var (shanghai, berlin, t1, _) = _network.Start(transport);
        var caller = new TestCaller(shanghai, "call-1").Call("4001", TestNetwork.HopTo(shanghai, "t1"));
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
    public async Task A_call_that_was_lost_with_its_connection_goes_over_the_next_one_that_the_branch_makes()
    {
        var (caller, berlin, t1) = await Lost(SipMethod.Invite);
        caller.Final().ShouldBe(200);
        string[] came = [.. new[] { berlin.NextInvite().Request, berlin.NextInvite().Request }.Select(invite => $"{invite.CallId} {invite.Headers.Get(LinkNames.TakesOver)}")];
        came.ShouldBe(["ping ", "lost yes"], ignoreOrder: true);
        // The answer is on its way before the call is counted as over.
        SpinWait.SpinUntil(() => t1.Links.Find("berlin-1.berlin.demo.invalid")!.Gauge.InProgress == 0, TimeSpan.FromSeconds(10)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_message_that_was_lost_with_its_connection_goes_over_the_next_one_that_the_branch_makes()
    {
        var (caller, berlin, _) = await Lost(SipMethod.Message);
        caller.Final().ShouldBe(202);
        berlin.NextTold().ShouldBe("message 4001");
    }

    [Fact]
    public async Task A_re_invite_waits_longer_than_a_new_call_for_a_branch_that_is_silent()
    {
        var (shanghai, berlin, _, _) = _network.Start(SipTransport.Udp);
        var caller = TestNetwork.Answered(shanghai, berlin, TestNetwork.HopTo(shanghai, "t1"));
        await berlin.DisposeAsync();
        using var line = new UdpClient(new IPEndPoint(IPAddress.Loopback, berlin.Member.Links[0].Port));
        caller.Send(SipMethod.Invite);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        var came = await line.ReceiveAsync(patience.Token);
        await Task.Delay(TimeSpan.FromSeconds(4), patience.Token);
        var names = new[] { "Via", "From", "To", "Call-ID", "CSeq" };
        var kept = Encoding.ASCII.GetString(came.Buffer).Split("\r\n").Where(field => names.Contains(field.Split(':')[0]));
        await line.SendAsync(Encoding.ASCII.GetBytes($"SIP/2.0 486 Busy Here\r\n{string.Join("\r\n", kept)}\r\nContent-Length: 0\r\n\r\n"), came.RemoteEndPoint);
        caller.Final().ShouldBe(486);
    }

    [Fact]
    public async Task A_call_outlives_the_t_mss_that_set_it_up()
    {
        var (shanghai, berlin, t1, _) = _network.Start();
        var caller = TestNetwork.Answered(shanghai, berlin, TestNetwork.HopTo(shanghai, "t1"));
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
        var (shanghai, berlin, t1, _) = _network.Start();
        var hop = TestNetwork.HopTo(shanghai, "t1");
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
        var (shanghai, berlin, _, _) = _network.Start();
        berlin.OnCall = invite => berlin.Respond(invite, 180);
        var first = new TestCaller(shanghai, "call-1").Call("4001", TestNetwork.HopTo(shanghai, "t1"));
        var invite = berlin.NextInvite();
        var second = new TestCaller(shanghai, "call-1").Call("4001", TestNetwork.HopTo(shanghai, "t2"));
        second.Final().ShouldBe(482);
        berlin.Invites.ShouldBeEmpty();
        berlin.Respond(invite, 200);
        first.Final().ShouldBe(200);
    }

    [Fact]
    public void A_caller_who_gives_up_is_heard_at_the_other_end()
    {
        var (shanghai, berlin, _, _) = _network.Start();
        berlin.OnCall = invite => berlin.Respond(invite, 180);
        var caller = new TestCaller(shanghai, "call-1").Call("4001", TestNetwork.HopTo(shanghai, "t1"));
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
        var (shanghai, berlin, t1, _) = _network.Start(SipTransport.Udp);
        var second = _network.Add("berlin-2", "berlin", NodeRoles.Local, SipTransport.Udp);
        _network.JoinAll();
        await berlin.DisposeAsync();
        for (var i = 0; i < 4; i++)
        {
            new TestCaller(shanghai, $"call-{i}").Call("4001", TestNetwork.HopTo(shanghai, "t1")).Final().ShouldBe(200);
        }

        second.Invites.Count.ShouldBe(4);
        t1.Links.Find("berlin-1.berlin.demo.invalid")!.Pulse.Health.ShouldBeOneOf(LinkHealth.Suspect, LinkHealth.Unknown);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Another_node_of_a_branch_gets_the_call_only_while_none_has_taken_it_up(bool wasHeard)
    {
        var (_, _, t1, _) = _network.Start(SipTransport.Udp);
        _network.Add("berlin-2", "berlin", NodeRoles.Local, SipTransport.Udp);
        _network.JoinAll();
        var hops = new TransitHops([t1.Links.Find("berlin-1.berlin.demo.invalid")!, t1.Links.Find("berlin-2.berlin.demo.invalid")!]);
        hops.Miss(hops.Next()!, isLost: true, wasHeard);
        (hops.Next() is null).ShouldBe(wasHeard);
    }

    [Fact]
    public async Task A_branch_that_is_gone_gives_503_so_that_another_t_mss_is_tried()
    {
        var (shanghai, berlin, _, _) = _network.Start();
        await berlin.DisposeAsync();
        var caller = new TestCaller(shanghai, "call-1").Call("4001", TestNetwork.HopTo(shanghai, "t1"));
        caller.NextResponse().StatusCode.ShouldBe(100);
        var refusal = caller.NextResponse();
        refusal.StatusCode.ShouldBe(503);
        refusal.Headers.Get(HeaderName.Reason).ShouldStartWith("Q.850;cause=41");
        refusal.Headers.Contains(HeaderName.RetryAfter).ShouldBeTrue();
    }

    [Fact]
    public void What_the_plan_refuses_is_refused_with_its_cause()
    {
        var (shanghai, _, t1, _) = _network.Start();
        t1.Way = query => new RouteDecision.Refused(new(403), new(29), $"{query.From} {query.Domain} {query.Number}");
        var caller = new TestCaller(shanghai, "call-1").Call("4001", TestNetwork.HopTo(shanghai, "t1"));
        caller.NextResponse();
        var refusal = caller.NextResponse();
        refusal.StatusCode.ShouldBe(403);
        refusal.Headers.Get(HeaderName.Reason).ShouldStartWith("Q.850;cause=29");
    }

    [Fact]
    public void The_plan_is_asked_with_where_the_call_comes_from_and_has_been()
    {
        var (shanghai, _, t1, _) = _network.Start();
        TransitQuery asked = default;
        t1.Way = query =>
        {
            asked = query;
            return new RouteDecision.Refused(new(404), new(1), "");
        };
        var caller = new TestCaller(shanghai, "call-1");
        caller.Call(caller.Request("4001", "X-Visited-Branches", "lagos, berlin"), TestNetwork.HopTo(shanghai, "t1")).Final().ShouldBe(404);
        (asked.From.Value, asked.Domain.Value, asked.Number).ShouldBe(("shanghai", "pbx.local", "4001"));
        asked.Visited.Select(branch => branch.Value).ShouldBe(["lagos", "berlin"]);
    }

    [Fact]
    public void A_number_that_leaves_by_a_trunk_is_given_to_the_trunks_calls()
    {
        var (shanghai, _, t1, _) = _network.Start();
        t1.Way = _ => new RouteDecision.ToTrunk("carrier", "00494");
        new TestCaller(shanghai, "call-1").Call("0004", TestNetwork.HopTo(shanghai, "t1")).Final().ShouldBe(486);
        t1.NextTold().ShouldBe("trunk carrier 00494 from shanghai");
    }

    [Fact]
    public void A_loop_through_two_t_mss_is_broken()
    {
        var (shanghai, _, t1, _) = _network.Start();
        var caller = new TestCaller(shanghai, "call-1");
        var invite = caller.Request("4001");
        invite.PrependVia(Via.Create("TLS", "t1.hq.demo.invalid", 5071, "z9hG4bKbefore"));
        caller.Call(invite, TestNetwork.HopTo(shanghai, "t1")).Final().ShouldBe(482);
        var tired = caller.Request("4001");
        tired.Headers.Add(HeaderName.MaxForwards, "0");
        caller.Call(tired, TestNetwork.HopTo(shanghai, "t1")).Final().ShouldBe(483);
        t1.Stack.Statistics.Transactions.AliveInAll.ShouldBe(0);
    }

    [Fact]
    public void A_branch_that_has_all_its_calls_is_sent_no_more()
    {
        var limits = new TransitLimits(ImmutableDictionary<BranchName, BranchLimits>.Empty.Add(new("berlin"), new BranchLimits(3, 0)));
        var (shanghai, berlin, t1, _) = _network.Start(limits: limits);
        t1.Links.Apply(new ClusterEvent.MemberChanged(berlin.Member with { Load = NodeLoad.None with { LinkIn = 2 } }));
        TestNetwork.Answered(shanghai, berlin, TestNetwork.HopTo(shanghai, "t1"));
        var caller = new TestCaller(shanghai, "call-2").Call("4001", TestNetwork.HopTo(shanghai, "t1"));
        caller.Final().ShouldBe(480);
        t1.Links.Apply(new ClusterEvent.MemberChanged(berlin.Member with { Load = NodeLoad.None with { LinkIn = 2 } }));
        new TestCaller(shanghai, "call-3").Call("4001", TestNetwork.HopTo(shanghai, "t1")).Final().ShouldBe(200);
    }

    [Fact]
    public void A_branch_behind_a_nat_is_reached_over_the_connection_that_it_made()
    {
        var (shanghai, berlin, t1, _) = _network.Start();
        var before = t1.Links.Find("shanghai-1.shanghai.demo.invalid")!;
        before.Target!.PreferredFlow.ShouldBeNull();
        TestNetwork.Answered(shanghai, berlin, TestNetwork.HopTo(shanghai, "t1"));
        before.Target!.PreferredFlow.ShouldNotBeNull().PeerNames.ShouldBe(["shanghai-1.shanghai.demo.invalid"]);
    }

    // What goes to Berlin breaks off with its connection, and then Berlin makes one.
    private async Task<(TestCaller Caller, TestNode Berlin, TestNode T1)> Lost(SipMethod method)
    {
        using var gateway = new TcpListener(IPAddress.Loopback, 0);
        gateway.Start();
        var (shanghai, berlin, t1, _) = _network.Start(SipTransport.Tcp);
        berlin.Member = berlin.Member with { Links = [new LinkAddress("tcp", "127.0.0.1", ((IPEndPoint)gateway.LocalEndpoint).Port)] };
        _network.JoinAll();
        var caller = new TestCaller(shanghai, "lost");
        caller.Call(caller.Request("4001", method: method), TestNetwork.HopTo(shanghai, "t1"));
        using (var lost = await gateway.AcceptSocketAsync())
        {
            (await lost.ReceiveAsync(new byte[100])).ShouldBe(100, "the request has begun to arrive");
        }

        new TestCaller(berlin, "ping").Call("999", TestNetwork.HopTo(berlin, "t1"));
        return (caller, berlin, t1);
    }
}
