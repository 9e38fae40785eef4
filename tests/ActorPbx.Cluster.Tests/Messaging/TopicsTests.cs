using ActorPbx.Cluster.Messaging;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Numbers;

namespace ActorPbx.Cluster.Tests.Messaging;

public sealed class TopicsTests
{
    private static readonly Origin Hq = new(new BranchName("hq"), new NodeName("t1"));
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Publisher_and_subject_stand_in_the_topic()
    {
        Topics.TryRead("berlin.b1.presence.4711", out var from, out var subject).ShouldBeTrue();
        from.ShouldBe(new Origin(new BranchName("berlin"), new NodeName("b1")));
        subject.ShouldBe("presence.4711");
    }

    [Theory]
    [InlineData("")]
    [InlineData("berlin")]
    [InlineData("berlin.b1")]
    [InlineData("berlin.b1.")]
    [InlineData(".b1.a")]
    [InlineData("Berlin.b1.a")]
    [InlineData("berlin..a")]
    public void What_has_no_publisher_is_no_topic(string topic) => Topics.TryRead(topic, out _, out _).ShouldBeFalse();

    [Theory]
    [InlineData("*.*.directory", true)]
    [InlineData("berlin.*.presence.#", true)]
    [InlineData("berlin.b1.presence.*.x", true)]
    [InlineData("*.*.#", false)]
    [InlineData("#", false)]
    [InlineData("*.*.*", false)]
    [InlineData("*.*.to.hq.t1.x", false)]
    [InlineData("*.*.heartbeat", false)]
    [InlineData("*.*.role.tmss.x", false)]
    [InlineData("*.*.presence..x", false)]
    [InlineData("berlin.b1", false)]
    public void A_pattern_says_what_it_is_about_and_cannot_bring_what_is_the_clusters_own(string pattern, bool good) => Topics.IsPattern(pattern).ShouldBe(good);

    [Fact]
    public void Commands_that_are_not_well_formed_are_told_from_those_that_are()
    {
        var message = new NumbersStand(1, 1);
        ClusterCommand[] good =
        [
            new Publish("a.b", message), new Serve("a"), new SendToNode(Hq.Branch, Hq.Node, "a", message), new SendToRole(NodeRoles.Trunk, "a", message),
            new AskRole(NodeRoles.Local, "a", message, Second, 1), new AskSingleton("a", message, Second, 1), new ContendFor("a"), new Enqueue("a", "key", message), new Consume("a", 1),
        ];
        good.ShouldAllBe(command => CommandRules.IsWellFormed(command));
        ClusterCommand[] bad =
        [
            new Publish("heartbeat", message), new Publish("to.hq.t1.a", message), new Publish("", message), new Publish("a.*", message), new Serve("answers"), new Serve("A b"),
            new SendToNode(Hq.Branch, new NodeName("T1"), "a", message), new SendToRole(NodeRoles.Trunk | NodeRoles.Local, "a", message),
            new AskRole(NodeRoles.None, "a", message, Second, 1), new AskSingleton("a", message, TimeSpan.Zero, 1), new ContendFor("*"), new Enqueue("a", "", message), new Consume("#", 1),
        ];
        bad.ShouldAllBe(command => !CommandRules.IsWellFormed(command));
    }
}
