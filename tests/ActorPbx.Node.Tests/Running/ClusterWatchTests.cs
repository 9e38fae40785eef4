using ActorPbx.Domain.Nodes;
using ActorPbx.Node.Running;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Node.Tests.Running;

/// <summary>The members as the watch follows them.</summary>
public class ClusterWatchTests
{
    private static readonly Member Self = Of("hq-1", "hq");
    private static readonly Member Berlin = Of("berlin-1", "berlin");
    private static readonly CurrentClusterState Start = new(Self, [Self, Berlin], [], "");

    [Fact]
    public void A_silent_member_is_unreachable_until_it_is_heard_again()
    {
        var silent = ClusterWatchActor.After(Start, new ClusterEvent.UnreachableMember(Berlin));
        silent.Members.ShouldBe([Self, Berlin]);
        silent.Unreachable.ShouldBe([Berlin]);
        ClusterWatchActor.After(silent, new ClusterEvent.UnreachableMember(Berlin)).Unreachable.ShouldBe([Berlin]);
        ClusterWatchActor.After(silent, new ClusterEvent.ReachableMember(Berlin)).Unreachable.ShouldBeEmpty();
    }

    [Fact]
    public void A_removed_member_is_gone_also_from_the_unreachable()
    {
        var after = ClusterWatchActor.After(Start with { Unreachable = [Berlin] }, new ClusterEvent.MemberRemoved(Berlin, MemberStatus.Up));
        (after.Members.Length, after.Unreachable.Length).ShouldBe((1, 0));
    }

    [Fact]
    public void What_changes_replaces_what_was_known()
    {
        var busy = Berlin with { Load = Berlin.Load with { Calls = 7 } };
        ClusterWatchActor.After(Start, new ClusterEvent.MemberChanged(busy)).Members.ShouldBe([Self, busy], ignoreOrder: true);
        var leaving = Self with { Status = MemberStatus.Leaving };
        ClusterWatchActor.After(Start, new ClusterEvent.MemberLeft(leaving)).Self.ShouldBe(leaving);
        ClusterWatchActor.After(Start, new ClusterEvent.MemberUp(Of("lagos-1", "lagos"))).Members.Length.ShouldBe(3);
    }

    [Fact]
    public void The_bus_comes_and_goes()
    {
        var lost = ClusterWatchActor.After(Start, new ClusterEvent.BusLost("cut"));
        lost.BusFault.ShouldBe("cut");
        ClusterWatchActor.After(lost, new ClusterEvent.BusRestored()).BusFault.ShouldBeEmpty();
    }

    private static Member Of(string name, string branch) =>
        new(new NodeName(name), new BranchName(branch), 1, NodeRoles.Local, MemberStatus.Up, [], "1", NodeLoad.None);
}
