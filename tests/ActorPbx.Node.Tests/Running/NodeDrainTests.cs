using ActorPbx.Node.Running;
using ActorPbx.Pbx.Operations;

namespace ActorPbx.Node.Tests.Running;

public class NodeDrainTests : TestKit
{
    private readonly TestProbe _domains;
    private readonly NodeDrain _drain;

    public NodeDrainTests()
    {
        _domains = CreateTestProbe();
        _drain = new NodeDrain(_domains.Ref, TimeProvider.System);
    }

    [Fact]
    public async Task It_is_done_when_no_call_is_left()
    {
        _drain.HasBegun.ShouldBeFalse();
        _drain.Begin(TimeSpan.FromMinutes(5));
        _drain.HasBegun.ShouldBeTrue();
        _domains.ExpectMsg<Drain>();
        _drain.Done.IsCompleted.ShouldBeFalse();
        _domains.Reply(new Drained());
        await _drain.Done.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Calls_that_outlast_their_time_are_hung_up()
    {
        _drain.Begin(TimeSpan.FromMilliseconds(50));
        _domains.ExpectMsg<Drain>();
        var waiting = _domains.LastSender;
        _domains.ExpectMsg<HangUpCall>().Call.ShouldBeNull();
        _domains.Reply(new HangUpDone(1));
        waiting.Tell(new Drained());
        await _drain.Done.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_second_word_shortens_the_time_and_drains_once()
    {
        _drain.Begin(TimeSpan.FromMinutes(5));
        _domains.ExpectMsg<Drain>();
        var waiting = _domains.LastSender;
        _drain.Begin(TimeSpan.Zero);
        _domains.ExpectMsg<HangUpCall>();
        _domains.Reply(new HangUpDone(1));
        waiting.Tell(new Drained());
        await _drain.Done.WaitAsync(TimeSpan.FromSeconds(10));
        _domains.HasMessages.ShouldBeFalse();
    }

    [Fact]
    public async Task A_t_mss_ends_when_no_call_is_being_set_up_through_it()
    {
        var (underWay, looks) = (1, 0);
        var drain = new NodeDrain(_domains.Ref, TimeProvider.System, null, () =>
        {
            Interlocked.Increment(ref looks);
            return Task.FromResult(Volatile.Read(ref underWay));
        });
        drain.Begin(TimeSpan.FromMinutes(5));
        _domains.ExpectMsg<Drain>();
        _domains.Reply(new Drained());
        AwaitCondition(() => Volatile.Read(ref looks) > 15, TimeSpan.FromSeconds(30));
        drain.Done.IsCompleted.ShouldBeFalse();
        Volatile.Write(ref underWay, 0);
        await drain.Done.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void The_time_left_is_told()
    {
        _drain.Begin(TimeSpan.FromMinutes(5));
        var progress = _drain.Progress(3);
        progress.Calls.ShouldBe(3);
        progress.SecondsLeft.ShouldBeInRange(200, 300);
    }
}
