using ActorPbx.Cluster.Queues;

namespace ActorPbx.Cluster.Tests.Queues;

public sealed class ConsumptionTests
{
    private readonly Consumption _consumption = new(ActorRefs.Nobody);

    [Fact]
    public void What_cannot_be_read_is_settled_at_once_when_nothing_is_before_it() => _consumption.Deliver(1, readable: false).ShouldBe(1ul);

    [Fact]
    public void What_cannot_be_read_waits_for_what_is_before_it()
    {
        _consumption.Deliver(1, readable: true).ShouldBeNull();
        _consumption.Deliver(2, readable: false).ShouldBeNull();
        _consumption.Deliver(3, readable: false).ShouldBeNull();
        _consumption.Deliver(4, readable: true).ShouldBeNull();
        _consumption.Settle(1).ShouldBe(3ul);
        _consumption.Settle(4).ShouldBe(4ul);
    }

    [Fact]
    public void Nothing_waits_for_what_comes_again()
    {
        _consumption.Deliver(1, readable: true);
        _consumption.Forget();
        _consumption.Deliver(2, readable: false).ShouldBe(2ul);
    }
}
