using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.TestKit.TestActors;

namespace ActorPbx.Kernel.Tests.TestKit;

public sealed class AsynchronousStartTests : Kernel.TestKit.Xunit2.TestKit, IAsyncLifetime
{
    public async Task InitializeAsync() => await Task.Run(() => { });

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void The_test_actor_is_still_the_sender_after_an_asynchronous_start()
    {
        var echo = Sys.ActorOf(SimpleEchoActor.Props());
        echo.Tell("hello");
        ExpectMsg("hello");
    }

    [Fact]
    public async Task The_test_actor_is_the_sender_on_either_side_of_an_await()
    {
        var echo = Sys.ActorOf(SimpleEchoActor.Props());
        await Task.Run(() => { });
        echo.Tell("hello");
        ExpectMsg("hello");
    }

    [Fact]
    public void A_thread_forgets_the_test_that_it_worked_for()
    {
        (ActorCell? During, ActorCell? After) seen = default;
        var thread = new Thread(() =>
        {
            ExecutionContext.Run(ExecutionContext.Capture()!, _ => seen.During = AsATest(), null);
            seen.After = InternalCurrentActorCellKeeper.Current;
        });
        thread.UnsafeStart();
        thread.Join();

        seen.During!.Self.ShouldBe(TestActor);
        seen.After.ShouldBeNull();
    }

    private ActorCell? AsATest()
    {
        _ = Sys;
        return InternalCurrentActorCellKeeper.Current;
    }
}
