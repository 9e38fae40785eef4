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
    public async Task A_task_of_the_test_has_no_sender_of_its_own()
    {
        var echo = Sys.ActorOf(SimpleEchoActor.Props());
        await Task.Run(() => TestActor.Tell("from a task"));
        ExpectMsg("from a task");
        LastSender.ShouldBe(Sys.DeadLetters);
        echo.Tell("hello");
        ExpectMsg("hello");
    }
}
