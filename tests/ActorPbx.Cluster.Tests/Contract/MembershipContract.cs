using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster.Tests.Contract;

/// <summary>What nodes see of each other over every engine.</summary>
public abstract class MembershipContract(Config config) : ClusterContract(config)
{
    [Fact]
    public void Nodes_see_each_other_come_up_with_all_that_they_are()
    {
        var (hq, berlin) = (Tmss("t1"), Lmss("berlin"));
        var member = Sees(hq, berlin);
        (member.Branch.Value, member.Roles, member.Status, member.Incarnation).ShouldBe(("berlin", NodeRoles.Local, MemberStatus.Up, 1));
        member.Links.ShouldBe([new LinkAddress("tls", "192.0.2.1", 5061)]);
        Sees(berlin, hq).Roles.ShouldBe(NodeRoles.Trunk);
    }

    [Fact]
    public void A_branch_sees_headquarters_and_itself_and_no_other_branch()
    {
        var (hq, berlin, lagos) = (Tmss("t1"), Lmss("berlin"), Lmss("lagos"));
        Sees(hq, berlin);
        Sees(hq, lagos);
        Sees(berlin, hq);
        berlin.Actor.Tell(new ReportLoad(NodeLoad.None with { Calls = 7 }), ActorRefs.NoSender);
        Told<ClusterEvent.MemberChanged>(hq.Events, changed => changed.Member.Load.Calls == 7);
        berlin.Actor.Tell(new SubscribeToCluster(), berlin.Events.Ref);
        Told<CurrentClusterState>(berlin.Events).Members.Select(member => member.Name.Value).Order().ShouldBe(["berlin-1", "t1"]);
    }

    [Fact]
    public async Task A_silent_node_is_unreachable_until_it_is_heard()
    {
        var (hq, berlin) = (Tmss("t1"), Lmss("berlin"));
        Sees(hq, berlin);
        await Lab.Cut(berlin.Bus);
        Told<ClusterEvent.UnreachableMember>(hq.Events).Member.Name.Value.ShouldBe("berlin-1");
        await Lab.Heal(berlin.Bus);
        Told<ClusterEvent.ReachableMember>(hq.Events).Member.Name.Value.ShouldBe("berlin-1");
    }

    [Fact]
    public void A_leaving_node_says_so_and_is_gone_when_it_stops()
    {
        var (hq, berlin) = (Tmss("t1"), Lmss("berlin"));
        Sees(hq, berlin);
        var probe = CreateTestProbe();
        berlin.Actor.Tell(new LeaveCluster(), probe.Ref);
        Told<ClusterLeft>(probe);
        Told<ClusterEvent.MemberLeft>(hq.Events).Member.Status.ShouldBe(MemberStatus.Leaving);
        Sys.Stop(berlin.Actor);
        Told<ClusterEvent.MemberRemoved>(hq.Events).Previous.ShouldBe(MemberStatus.Leaving);
    }

    [Fact]
    public async Task A_node_that_comes_back_is_a_new_incarnation()
    {
        var (hq, berlin) = (Tmss("t1"), Lmss("berlin"));
        Sees(hq, berlin);
        await berlin.Bus.DisposeAsync();
        var again = Lmss("berlin", incarnation: 2);
        Told<ClusterEvent.MemberRemoved>(hq.Events).Member.Incarnation.ShouldBe(1);
        Sees(hq, again);
    }

    [Fact]
    public async Task Whoever_loses_the_bus_says_so_and_blames_nobody()
    {
        var (hq, berlin) = (Tmss("t1"), Lmss("berlin"));
        Sees(berlin, hq);
        Sees(hq, berlin);
        await Lab.Cut(berlin.Bus);
        Told<ClusterEvent.BusLost>(berlin.Events);
        berlin.Actor.Tell(new SubscribeToCluster(), berlin.Events.Ref);
        var state = Told<CurrentClusterState>(berlin.Events);
        state.BusFault.ShouldNotBeEmpty();
        state.Members.Length.ShouldBe(2);
        state.Unreachable.ShouldBeEmpty();
        Told<ClusterEvent.UnreachableMember>(hq.Events);
        await Lab.Heal(berlin.Bus);
        Told<ClusterEvent>(berlin.Events).ShouldBeOfType<ClusterEvent.BusRestored>();
        Told<ClusterEvent.ReachableMember>(hq.Events);
    }
}
