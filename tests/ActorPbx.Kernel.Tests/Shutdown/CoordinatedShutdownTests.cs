using ActorPbx.Kernel.Configuration;

namespace ActorPbx.Kernel.Tests.Shutdown;

public sealed class CoordinatedShutdownTests : Kernel.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private sealed class Maintenance : CoordinatedShutdown.Reason;

    private static Phase After(params string[] before) => new([.. before], Limit, true);

    private CoordinatedShutdown Of(Dictionary<string, Phase> phases) => new((ExtendedActorSystem)Sys, phases);

    private Func<Task<Done>> Telling(string text) => () =>
    {
        TestActor.Tell(text);
        return Task.FromResult(Done.Instance);
    };

    [Fact]
    public void Every_phase_comes_after_those_it_depends_on()
    {
        CoordinatedShutdown.TopologicalSort([]).ShouldBeEmpty();
        CoordinatedShutdown.TopologicalSort(new() { ["b"] = After("a") }).ShouldBe(["a", "b"]);
        CoordinatedShutdown.TopologicalSort(new() { ["c"] = After("a", "b"), ["b"] = After("a") }).ShouldBe(["a", "b", "c"]);
        Should.Throw<ArgumentException>(() => CoordinatedShutdown.TopologicalSort(new() { ["a"] = After("a") }));
        Should.Throw<ArgumentException>(() => CoordinatedShutdown.TopologicalSort(new() { ["a"] = After("b"), ["b"] = After("a") }));
    }

    [Fact]
    public void The_configured_phases_are_in_order()
    {
        CoordinatedShutdown.Get(Sys).OrderedPhases.ShouldBe([
            "before-service-unbind", "service-unbind", "service-requests-done", "service-stop", "before-cluster-shutdown",
            "cluster-sharding-shutdown-region", "cluster-leave", "cluster-exiting", "cluster-exiting-done", "cluster-shutdown",
            "before-actor-system-terminate", "actor-system-terminate"]);
    }

    [Fact]
    public async Task Phases_run_one_after_the_other_and_only_once()
    {
        var shutdown = Of(new() { ["a"] = After(), ["b"] = After("a"), ["c"] = After("b") });
        shutdown.AddTask("c", "c1", Telling("C"));
        shutdown.AddTask("a", "a1", async () =>
        {
            await Task.Delay(50);
            shutdown.AddTask("b", "late", Telling("B late"));
            return await Telling("A")();
        });
        shutdown.ShutdownReason.ShouldBeNull();
        await shutdown.Run(new Maintenance()).WaitAsync(Limit);
        ReceiveN(3).ShouldBe(["A", "B late", "C"]);
        shutdown.ShutdownReason.ShouldBeOfType<Maintenance>();
        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Limit);
        shutdown.ShutdownReason.ShouldBeOfType<Maintenance>();
        ExpectNoMsg(50);
    }

    [Fact]
    public async Task A_run_may_begin_at_a_phase()
    {
        var shutdown = Of(new() { ["a"] = After(), ["b"] = After("a") });
        shutdown.AddTask("a", "a1", Telling("A"));
        shutdown.AddTask("b", "b1", Telling("B"));
        await shutdown.Run(new Maintenance(), "b").WaitAsync(Limit);
        ExpectMsg("B");
        ExpectNoMsg(50);
    }

    [Fact]
    public async Task Failed_and_endless_tasks_do_not_hold_the_next_phase_back()
    {
        var shutdown = Of(new() { ["a"] = After(), ["b"] = new Phase(["a"], TimeSpan.FromMilliseconds(50), true), ["c"] = After("b") });
        shutdown.AddTask("a", "a1", () => throw new InvalidOperationException("boom"));
        shutdown.AddTask("b", "b1", () => new TaskCompletionSource<Done>().Task);
        shutdown.AddTask("c", "c1", Telling("C"));
        await shutdown.Run(new Maintenance()).WaitAsync(Limit);
        ExpectMsg("C");
    }

    [Fact]
    public async Task A_phase_that_must_not_fail_ends_the_run()
    {
        var shutdown = Of(new() { ["b"] = new Phase([], TimeSpan.FromMilliseconds(50), false), ["c"] = After("b") });
        shutdown.AddTask("b", "b1", () => new TaskCompletionSource<Done>().Task);
        shutdown.AddTask("c", "c1", Telling("C"));
        await Should.ThrowAsync<TimeoutException>(() => shutdown.Run(new Maintenance()).WaitAsync(Limit));
        ExpectNoMsg(50);
    }

    [Fact]
    public void Phases_are_read_from_configuration()
    {
        var phases = CoordinatedShutdown.PhasesFromConfig(ConfigurationFactory.ParseString("""
            default-phase-timeout = 10s
            phases {
              a = {}
              b { depends-on = [a], timeout = 15s }
              c { depends-on = [a, b], recover = off }
            }
            """));
        phases["a"].ShouldBe(new Phase([], TimeSpan.FromSeconds(10), true));
        phases["b"].ShouldBe(new Phase(["a"], TimeSpan.FromSeconds(15), true));
        phases["c"].ShouldBe(new Phase(["a", "b"], TimeSpan.FromSeconds(10), false));
    }

    [Fact]
    public void An_unknown_phase_takes_no_task()
    {
        Should.Throw<ConfigurationException>(() => CoordinatedShutdown.Get(Sys).AddTask("nowhere", "x", Telling("x")));
    }

    [Fact]
    public async Task Terminating_the_system_runs_the_phases_and_running_them_terminates_it()
    {
        var ran = false;
        CoordinatedShutdown.Get(Sys).AddTask(CoordinatedShutdown.PhaseServiceStop, "x", () =>
        {
            ran = true;
            return Task.FromResult(Done.Instance);
        });
        await Sys.Terminate().WaitAsync(Limit);
        ran.ShouldBeTrue();
        CoordinatedShutdown.Get(Sys).ShutdownReason.ShouldBe(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        Sys.WhenTerminated.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void Termination_by_phases_needs_the_phase_that_terminates()
    {
        Should.Throw<ConfigurationException>(() => ActorSystem.Create("x", ConfigurationFactory.ParseString("akka.coordinated-shutdown.terminate-actor-system = off")));
    }
}
