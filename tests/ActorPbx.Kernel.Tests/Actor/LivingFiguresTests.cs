using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.TestKit.TestActors;
using Shouldly;
using Xunit;

namespace ActorPbx.Kernel.Tests.Actor;

public sealed class LivingFiguresTests : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create("living");

    private LivingFigures Living => ((ActorSystemImpl)_system).Living;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task An_actor_counts_from_its_start_to_its_end_with_all_its_children()
    {
        int before = Living.Actors;
        IActorRef[] parents = [.. Enumerable.Range(0, 10).Select(_ => _system.ActorOf(Props.Create<Parent>()))];
        foreach (IActorRef parent in parents)
        {
            (await parent.Ask<string>("bear", TimeSpan.FromSeconds(30))).ShouldBe("born");
        }

        Living.Actors.ShouldBe(before + 20);
        parents[0].Tell(Kill.Instance);
        SpinWait.SpinUntil(() => Living.Actors == before + 18, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        await _system.Terminate();
        Living.Actors.ShouldBe(0);
    }

    [Fact]
    public void A_timer_counts_until_it_goes_off_or_is_called_off()
    {
        int before = Living.Timers;
        ICancelable[] hours = [.. Enumerable.Range(1, 100).Select(i => _system.Scheduler.ScheduleTellOnceCancelable(TimeSpan.FromHours(i), Nobody.Instance, "late", ActorRefs.NoSender))];
        ICancelable often = _system.Scheduler.ScheduleTellRepeatedlyCancelable(TimeSpan.Zero, TimeSpan.FromHours(1), Nobody.Instance, "often", ActorRefs.NoSender);
        _system.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(1), Nobody.Instance, "soon", ActorRefs.NoSender);
        ShouldBecome(before + 101);
        foreach (ICancelable hour in hours)
        {
            hour.Cancel();
        }

        // One that repeats is not counted for the moment in which it goes off.
        ShouldBecome(before + 1);
        often.Cancel();
        ShouldBecome(before);
    }

    private void ShouldBecome(int timers) => SpinWait.SpinUntil(() => Living.Timers == timers, TimeSpan.FromSeconds(30)).ShouldBeTrue($"{Living.Timers} timers, not {timers}");

    private sealed class Parent : ReceiveActor
    {
        public Parent() => Receive<string>(_ =>
        {
            Context.ActorOf(Props.Create<BlackHoleActor>());
            Sender.Tell("born");
        });
    }
}
