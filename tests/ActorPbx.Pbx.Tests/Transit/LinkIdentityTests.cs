using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Links;
using ActorPbx.Sip.Tests.Stack;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Transit;

/// <summary>Who is heard on a node link, and who is not.</summary>
public sealed class LinkIdentityTests : IAsyncDisposable
{
    private readonly TestNetwork _network = new();

    public ValueTask DisposeAsync() => _network.DisposeAsync();

    [Fact]
    public void A_node_that_is_no_member_is_refused_even_with_a_good_certificate()
    {
        var (_, berlin, t1, _) = _network.Start();
        var forged = _network.Add("evil-1", "evil", NodeRoles.Local, SipTransport.Tls);
        forged.Links.Apply(new CurrentClusterState(forged.Member, [forged.Member, t1.Member, berlin.Member], [], ""));
        new TestCaller(forged, "call-1").Call("4001", TestNetwork.HopTo(forged, "t1")).Final().ShouldBe(403);
        t1.Door.Strangers.ShouldBe(1);
        berlin.Invites.ShouldBeEmpty();
    }

    [Fact]
    public void A_node_with_a_certificate_of_another_authority_is_not_heard()
    {
        var (_, berlin, t1, _) = _network.Start();
        using var other = new TestAuthority();
        var host = "shanghai-1.shanghai.demo.invalid";
        var forged = new TestNode("shanghai-1", "shanghai", NodeRoles.Local, SipTransport.Tls, LinkListener.Tls(other.Files(host), _network.Authority.File));
        _network.Add(forged);
        forged.Links.Apply(new CurrentClusterState(forged.Member, [t1.Member], [], ""));
        var caller = new TestCaller(forged, "call-1").Call("4001", TestNetwork.HopTo(forged, "t1"));
        SpinWait.SpinUntil(() => forged.Stack.Statistics.Of(SipTransport.Tls).Connections == 0, TimeSpan.FromSeconds(15)).ShouldBeTrue();
        caller.Responses.ShouldBeEmpty();
        t1.Door.Strangers.ShouldBe(0);
        berlin.Invites.ShouldBeEmpty();
    }

    [Fact]
    public void Over_udp_only_a_members_announced_address_is_heard()
    {
        var (shanghai, berlin, t1, _) = _network.Start(SipTransport.Udp);
        var stranger = _network.Add("lagos-1", "lagos", NodeRoles.Local, SipTransport.Udp);
        stranger.Links.Apply(new CurrentClusterState(stranger.Member, [t1.Member], [], ""));
        new TestCaller(stranger, "call-1").Call("4001", TestNetwork.HopTo(stranger, "t1")).Final().ShouldBe(403);

        // It says that it is Shanghai's node, from an address that is not Shanghai's.
        var claiming = new TestNode("shanghai-1", "shanghai", NodeRoles.Local, SipTransport.Udp);
        _network.Add(claiming);
        claiming.Links.Apply(new CurrentClusterState(claiming.Member, [t1.Member], [], ""));
        new TestCaller(claiming, "call-2").Call("4001", TestNetwork.HopTo(claiming, "t1")).Final().ShouldBe(403);
        berlin.Invites.ShouldBeEmpty();
        new TestCaller(shanghai, "call-3").Call("4001", TestNetwork.HopTo(shanghai, "t1")).Final().ShouldBe(200);
    }

    [Fact]
    public void A_branch_takes_calls_from_headquarters_alone()
    {
        var (shanghai, berlin, _, _) = _network.Start();
        var direct = new LinkHop(new("berlin-1"), new("berlin"), shanghai.Links.Find("berlin-1.berlin.demo.invalid")!.Target!);
        new TestCaller(shanghai, "call-1").Call("4001", direct).Final().ShouldBe(403);
        berlin.Invites.ShouldBeEmpty();
    }
}
