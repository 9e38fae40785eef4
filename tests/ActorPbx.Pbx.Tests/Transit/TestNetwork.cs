using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Transit;
using ActorPbx.Sip.Tests.Stack;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Transit;

/// <summary>Two branches and two T-MSS on loopback, under an authority of their own.</summary>
internal sealed class TestNetwork : IAsyncDisposable
{
    private static readonly RouteDecision s_toBerlin = new RouteDecision.ToBranch(new("berlin"));
    private readonly List<TestNode> _nodes = [];

    public TestAuthority Authority { get; } = new();

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        Authority.Dispose();
        foreach (var node in _nodes)
        {
            node.Faults.ShouldBeEmpty();
        }
    }

    public static LinkHop HopTo(TestNode from, string node) => from.Outlet.TrunkNodes("x").First(hop => hop.Node.Value == node);

    public static TestCaller Answered(TestNode from, TestNode to, LinkHop hop)
    {
        var caller = new TestCaller(from, "call-1").Call("4001", hop);
        caller.NextResponse().StatusCode.ShouldBe(100);
        caller.NextResponse().StatusCode.ShouldBe(180);
        caller.Acknowledge(caller.NextResponse(), hop);
        to.NextInvite();
        to.NextTold().ShouldBe("ack 1");
        return caller;
    }

    public (TestNode Shanghai, TestNode Berlin, TestNode T1, TestNode T2) Start(SipTransport transport = SipTransport.Tls, TransitLimits? limits = null)
    {
        var shanghai = Add("shanghai-1", "shanghai", NodeRoles.Local, transport);
        var berlin = Add("berlin-1", "berlin", NodeRoles.Local, transport);
        var t1 = Add("t1", "hq", NodeRoles.Trunk, transport, limits);
        var t2 = Add("t2", "hq", NodeRoles.Trunk, transport, limits);
        t1.Way = t2.Way = _ => s_toBerlin;
        TestNode.Join([.. _nodes]);
        return (shanghai, berlin, t1, t2);
    }

    public TestNode Add(string name, string branch, NodeRoles roles, SipTransport transport, TransitLimits? limits = null)
    {
        var tls = transport == SipTransport.Tls ? LinkListener.Tls(Authority.Files($"{name}.{branch}.demo.invalid"), Authority.File) : null;
        return Add(new TestNode(name, branch, roles, transport, tls, limits));
    }

    public TestNode Add(TestNode node)
    {
        _nodes.Add(node);
        return node;
    }

    /// <summary>All nodes know of all.</summary>
    public void JoinAll() => TestNode.Join([.. _nodes]);
}
