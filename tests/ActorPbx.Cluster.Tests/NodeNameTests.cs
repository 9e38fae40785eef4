using ActorPbx.Domain.Nodes;

namespace ActorPbx.Cluster.Tests;

public sealed class NodeNameTests
{
    [Theory]
    [InlineData("berlin-1", true)]
    [InlineData("b", true)]
    [InlineData("", false)]
    [InlineData("-b", false)]
    [InlineData("b-", false)]
    [InlineData("Berlin", false)]
    [InlineData("berlin.1", false)]
    [InlineData("berlin#", false)]
    public void A_name_can_stand_in_topics_and_host_names(string name, bool valid) => NodeName.IsValid(name).ShouldBe(valid);
}
