using ActorPbx.Kernel.Pattern;

namespace ActorPbx.Kernel.Tests.Pattern;

public sealed class PatternTests : Kernel.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    private Props Child => Props.Create(() => new Worker(TestActor));

    private CircuitBreaker Breaker(int failures, TimeSpan call, TimeSpan reset) => new(Sys.Scheduler, failures, call, reset);

    private IActorRef? ChildOf(IActorRef supervisor)
    {
        supervisor.Tell(BackoffSupervisor.GetCurrentChild.Instance);
        return FishForMessage<BackoffSupervisor.CurrentChild>(_ => true).Ref;
    }

    private int RestartsOf(IActorRef supervisor)
    {
        supervisor.Tell(BackoffSupervisor.GetRestartCount.Instance);
        return FishForMessage<BackoffSupervisor.RestartCount>(_ => true).Count;
    }

    [Fact]
    public void A_stopped_child_starts_again_after_a_pause()
    {
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(Backoff.OnStop(Child, "child", Soon, Long, 0, -1).WithManualReset()));
        supervisor.Tell("hello");
        ExpectMsg("hello");
        var first = Watch(ChildOf(supervisor)!);
        first.Tell(PoisonPill.Instance);
        ExpectTerminated(first);
        AwaitCondition(() => ChildOf(supervisor) is { } next && !next.Equals(first));
        RestartsOf(supervisor).ShouldBe(1);
        supervisor.Tell("again");
        ExpectMsg("again");
        supervisor.Tell(BackoffSupervisor.Reset.Instance);
        RestartsOf(supervisor).ShouldBe(0);
    }

    [Fact]
    public void A_failed_child_is_stopped_and_messages_meanwhile_are_answered()
    {
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(Backoff.OnFailure(Child, "child", Long, Long * 2, 0, -1).WithReplyWhileStopped("pausing")));
        var first = Watch(ChildOf(supervisor)!);
        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => first.Tell("break"));
        ExpectTerminated(first);
        AwaitCondition(() => RestartsOf(supervisor) == 1);
        supervisor.Tell("hello");
        ExpectMsg("pausing");
    }

    [Fact]
    public void The_number_of_starts_is_limited()
    {
        var supervisor = Watch(Sys.ActorOf(BackoffSupervisor.Props(Backoff.OnStop(Child, "child", Soon, Long, 0, 1).WithManualReset())));
        ChildOf(supervisor)!.Tell(PoisonPill.Instance);
        AwaitCondition(() => RestartsOf(supervisor) == 1 && ChildOf(supervisor) != null);
        ChildOf(supervisor)!.Tell(PoisonPill.Instance);
        ExpectTerminated(supervisor);
    }

    [Theory]
    [InlineData(0, 5, 7, 5)]
    [InlineData(2, 5, 7, 7)]
    [InlineData(2, 5, 1000, 20)]
    [InlineData(int.MaxValue, 5, 1000, 1000)]
    public void Pauses_double_up_to_a_limit(int restarts, int min, int max, int expected) =>
        BackoffSupervisor.CalculateDelay(restarts, TimeSpan.FromSeconds(min), TimeSpan.FromSeconds(max), 0).ShouldBe(TimeSpan.FromSeconds(expected));

    [Fact]
    public void Too_many_failures_open_the_breaker_and_calls_fail_at_once()
    {
        var breaker = Breaker(2, Long, Long);
        for (var i = 0; i < 2; i++)
            Should.Throw<InvalidOperationException>(() => breaker.WithSyncCircuitBreaker(() => throw new InvalidOperationException()));
        breaker.IsOpen.ShouldBeTrue();
        breaker.CurrentFailureCount.ShouldBe(2);
        Should.Throw<OpenCircuitException>(() => breaker.WithSyncCircuitBreaker(() => 1)).RemainingDuration.ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
        breaker.Succeed();
        breaker.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public void A_success_forgets_failures()
    {
        var breaker = Breaker(5, Long, Long);
        breaker.Fail();
        breaker.LastCaughtException.ShouldBeOfType<UserCalledFailException>();
        breaker.WithSyncCircuitBreaker(() => "x").ShouldBe("x");
        breaker.CurrentFailureCount.ShouldBe(0);
        breaker.LastCaughtException.ShouldBeNull();
    }

    [Fact]
    public async Task After_a_while_one_call_is_let_through_and_decides()
    {
        var breaker = Breaker(1, Long, Soon);
        breaker.Fail();
        AwaitCondition(() => breaker.IsHalfOpen);
        var answer = new TaskCompletionSource<int>();
        var trial = breaker.WithCircuitBreaker(() => answer.Task);
        await Should.ThrowAsync<OpenCircuitException>(() => breaker.WithCircuitBreaker(() => Task.FromResult(2)));
        answer.SetResult(1);
        (await trial).ShouldBe(1);
        breaker.IsClosed.ShouldBeTrue();
    }

    [Fact]
    public void A_slow_call_counts_as_failed_while_it_runs()
    {
        var breaker = Breaker(1, Soon, Long);
        _ = breaker.WithCircuitBreaker(() => new TaskCompletionSource<int>().Task);
        AwaitCondition(() => breaker.IsOpen);
        breaker.LastCaughtException.ShouldBeOfType<TimeoutException>();
    }

    [Fact]
    public async Task A_task_is_tried_again_until_it_succeeds_or_the_tries_are_used_up()
    {
        var calls = 0;
        (await RetrySupport.Retry(() => ++calls < 3 ? Task.FromException<int>(new InvalidOperationException()) : Task.FromResult(calls), 5, TimeSpan.FromMilliseconds(1), Sys.Scheduler)).ShouldBe(3);
        calls = 0;
        await Should.ThrowAsync<InvalidOperationException>(() => RetrySupport.Retry<int>(() => { calls++; throw new InvalidOperationException(); }, 2));
        calls.ShouldBe(3);
    }

    [Fact]
    public async Task A_call_that_takes_too_long_fails_for_its_caller_too()
    {
        var breaker = Breaker(1, Soon, Long);
        await Should.ThrowAsync<TimeoutException>(() => breaker.WithCircuitBreaker(() => new TaskCompletionSource<int>().Task));
        breaker.LastCaughtException.ShouldBeOfType<TimeoutException>();
    }

    [Fact]
    public void A_call_on_the_calling_thread_counts_as_failed_while_it_still_runs()
    {
        var breaker = Breaker(1, Soon, Long);
        breaker.WithSyncCircuitBreaker(() => AwaitCondition(() => breaker.IsOpen));
        breaker.CurrentFailureCount.ShouldBe(1);
    }

    public sealed class Worker : ReceiveActor
    {
        public Worker(IActorRef probe)
        {
            Receive<string>(s => s == "break", _ => { throw new InvalidOperationException("broken"); });
            ReceiveAny(probe.Tell);
        }
    }
}
