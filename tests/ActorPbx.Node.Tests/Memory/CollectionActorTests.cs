using ActorPbx.Node.Memory;

namespace ActorPbx.Node.Tests.Memory;

/// <summary>Garbage of this very process, collected when it is due.</summary>
[Collection("one after the other: whoever collects garbage")]
public sealed class CollectionActorTests : TestKit
{
    [Fact]
    public void The_oldest_is_due_at_once_and_the_youngest_when_its_budget_is_used_again_and_again()
    {
        var told = TestActor;
        Sys.ActorOf(Props.Create(() => new CollectionActor(due => told.Tell(due, ActorRefs.NoSender), TimeProvider.System)));
        ExpectMsg<Collection>().ShouldBe(Collection.Background);
        for (var round = 0; round < 3; round++)
        {
            FishForMessage<Collection>(
                due =>
                {
                    // 3 MiB before each look.
                    for (var i = 0; i < 48; i++)
                    {
                        GC.KeepAlive(new byte[65_536]);
                    }

                    return due == (round % 2 == 0 ? Collection.Youngest : Collection.YoungestTwo);
                },
                TimeSpan.FromSeconds(20));
        }
    }

    [Fact]
    public void Where_most_of_the_oldest_is_free_it_is_collected_in_the_background_all_the_same()
    {
        Garbage.Prepare();
        var objects = Enumerable.Range(0, 200_000).Select(_ => new byte[100]).ToArray();
        CollectOldest();
        CollectOldest();
        for (var i = 0; i < objects.Length; i++)
        {
            objects[i] = i % 8 == 0 ? objects[i] : [];
        }

        CollectOldest();
        var stopped = GC.GetGCMemoryInfo(GCKind.FullBlocking).Index;
        CollectOldest();
        CollectOldest();
        GC.GetGCMemoryInfo(GCKind.FullBlocking).Index.ShouldBe(stopped);
        GC.KeepAlive(objects);
    }

    private void CollectOldest()
    {
        var old = LatestOld();
        Garbage.Collect(Collection.Background);
        AwaitAssert(() => LatestOld().ShouldBeGreaterThan(old), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void The_runtime_collects_what_it_is_told_to()
    {
        var (before, old) = (HeapFigures.Read(), LatestOld());
        Garbage.Collect(Collection.Youngest);
        HeapFigures.Read().Collections.ShouldBeGreaterThan(before.Collections);
        var next = GC.CollectionCount(1);
        Garbage.Collect(Collection.YoungestTwo);
        GC.CollectionCount(1).ShouldBeGreaterThan(next);
        Garbage.Collect(Collection.Background);
        AwaitAssert(() => LatestOld().ShouldBeGreaterThan(old));
        HeapFigures.Read().Paused.ShouldBeGreaterThan(before.Paused);
    }

    // The first one, for which the runtime's thread has to be started, may stop all threads instead.
    private static long LatestOld() => Math.Max(GC.GetGCMemoryInfo(GCKind.Background).Index, GC.GetGCMemoryInfo(GCKind.FullBlocking).Index);
}
