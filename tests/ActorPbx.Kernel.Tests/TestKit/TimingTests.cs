namespace ActorPbx.Kernel.Tests.TestKit;

public sealed class TimingTests : Kernel.TestKit.Xunit2.TestKit
{
    public TimingTests() : base("akka.test.timefactor = 2")
    {
    }

    [Fact]
    public void Finite_durations_are_stretched_by_the_factor()
    {
        Dilated(TimeSpan.FromMilliseconds(100)).ShouldBe(TimeSpan.FromMilliseconds(200));
        Dilated(TimeSpan.Zero).ShouldBe(TimeSpan.Zero);
        Dilated(Timeout.InfiniteTimeSpan).ShouldBe(Timeout.InfiniteTimeSpan);
        RemainingOrDefault.ShouldBe(TimeSpan.FromSeconds(6));
    }

    [Fact]
    public void Expectations_in_a_block_wait_no_longer_than_the_block()
    {
        var start = Now;
        Should.Throw<Exception>(() => Within(TimeSpan.FromMilliseconds(100), () => ExpectMsg("never")));
        (Now - start).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_block_has_time_left_inside_and_none_outside()
    {
        Within(TimeSpan.FromSeconds(1), () => Remaining.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)));
        Should.Throw<InvalidOperationException>(() => Remaining);
    }

    [Fact]
    public void A_block_may_be_too_fast_or_too_slow()
    {
        Should.Throw<Exception>(() => Within(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), () => { })).Message.ShouldContain("at least");
        var gate = new ManualResetEventSlim();
        Should.Throw<Exception>(() => Within(TimeSpan.FromMilliseconds(10), () => { gate.Wait(60); })).Message.ShouldContain("exceeding");
    }

    [Fact]
    public void Expected_silence_does_not_make_a_block_too_slow()
    {
        Within(TimeSpan.FromMilliseconds(50), () => ExpectNoMsg());
    }

    [Fact]
    public async Task Blocks_may_be_awaited()
    {
        TestActor.Tell("x");
        (await WithinAsync(TimeSpan.FromSeconds(3), async () => await ExpectMsgAsync<string>())).ShouldBe("x");
        await Should.ThrowAsync<Exception>(async () => await WithinAsync(TimeSpan.FromMilliseconds(20), async () => { await ExpectMsgAsync("never"); }));
    }

    [Fact]
    public async Task A_condition_is_waited_for_and_its_failure_says_so()
    {
        var calls = 0;
        AwaitCondition(() => ++calls > 2);
        await AwaitConditionAsync(() => Task.FromResult(++calls > 5), TimeSpan.FromSeconds(3));
        AwaitConditionNoThrow(() => false, TimeSpan.FromMilliseconds(20)).ShouldBeFalse();
        Should.Throw<Exception>(() => AwaitCondition(() => false, TimeSpan.FromMilliseconds(20), "the phone rings")).Message.ShouldContain("the phone rings");
    }

    [Fact]
    public async Task An_assertion_is_tried_until_it_holds_and_its_last_failure_is_thrown()
    {
        var calls = 0;
        AwaitAssert(() => (++calls).ShouldBeGreaterThan(2));
        await AwaitAssertAsync(() => (++calls).ShouldBeGreaterThan(5));
        var failure = Should.Throw<InvalidOperationException>(() => AwaitAssert(() => throw new InvalidOperationException("still wrong"), TimeSpan.FromMilliseconds(30)));
        failure.Message.ShouldBe("still wrong");
    }
}
