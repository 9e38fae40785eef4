using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Trunks;
using ActorPbx.Pbx.Trunks;

namespace ActorPbx.Pbx.Tests.Trunks;

/// <summary>Places on a trunk that go from call to call.</summary>
public class TrunkPlacesTests : TestKit
{
    private static readonly TrunkLimits Limits = new(10, 10);

    [Fact]
    public void A_place_is_counted_once_wherever_it_is_and_ends_with_who_has_it_last()
    {
        var places = new TrunkPlaces();
        var (first, second, third) = (Holder("c1"), Holder("c2"), Holder("c3"));
        places.TryTake(new CallId("c1"), new TrunkPlace(TrunkDirection.Outgoing, first), Limits).ShouldBeTrue();
        places.TryTake(new CallId("c2"), new TrunkPlace(TrunkDirection.Outgoing, second), Limits).ShouldBeTrue();
        places.Pass(new CallId("c1"), second).ShouldBeTrue();
        places.Count(TrunkDirection.Outgoing).ShouldBe(2);
        places.LeftBy(first).ShouldBeEmpty();
        places.Pass(new CallId("c1"), third).ShouldBeTrue();
        places.LeftBy(second).ShouldBe([new CallId("c2")]);
        places.LeftBy(third).ShouldBe([new CallId("c1")]);
        places.Pass(new CallId("c9"), third).ShouldBeFalse();
    }

    private IActorRef Holder(string name) => Sys.ActorOf(Props.Create(() => new Nobody()), name);

    private sealed class Nobody : ReceiveActor;
}
