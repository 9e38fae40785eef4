using ActorPbx.Node.Memory;

namespace ActorPbx.Node.Tests.Memory;

/// <summary>Garbage of this very process, collected when it is due.</summary>
public sealed class CollectionActorTests : TestKit
{
    [Fact]
    public void It_collects_in_the_background_at_once_and_the_youngest_after_its_budget()
    {
        var before = LatestOld();
        Sys.ActorOf(Props.Create(() => new CollectionActor(TimeProvider.System)));
        AwaitAssert(() => LatestOld().ShouldBeGreaterThan(before));
        // Fewer bytes than the runtime would collect for by itself in all this time.
        var young = GC.CollectionCount(0);
        AwaitAssert(
            () =>
            {
                GC.KeepAlive(new byte[80_000]);
                GC.CollectionCount(0).ShouldBeGreaterThan(young + 3);
            },
            TimeSpan.FromSeconds(20),
            TimeSpan.FromMilliseconds(5));
    }

    // The first one, for which the runtime's thread has to be started, may stop all threads instead.
    private static long LatestOld() => Math.Max(GC.GetGCMemoryInfo(GCKind.Background).Index, GC.GetGCMemoryInfo(GCKind.FullBlocking).Index);
}
