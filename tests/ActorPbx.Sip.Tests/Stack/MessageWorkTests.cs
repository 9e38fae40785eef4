using System.Collections.Concurrent;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Stack;

/// <summary>What a datagram sets going runs on the thread that read it, and keeps others waiting for a moment at most.</summary>
public sealed class MessageWorkTests
{
    [Fact]
    public async Task A_message_and_what_it_sets_going_have_one_thread()
    {
        var work = new RecordingWork();
        await using var bench = new StackBench(options => options with { Work = work });
        using var phone = new UdpPeer(bench.EndPoint(SipTransport.Udp));
        for (int i = 0; i < 3; i++) phone.Ask(phone.Request("OPTIONS", $"z9hG4bK-{i}", callId: $"call-{i}")).StatusCode.ShouldBe(200);

        work.Next().ShouldBe("hold");
        string run = work.Next();
        run.ShouldStartWith("run on sip-udp-");
        (work.Next(), work.Next()).ShouldBe(("hold", run));
        bench.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_keeps_its_thread_keeps_no_other_message()
    {
        using var goOn = new ManualResetEventSlim();
        var work = new RecordingWork { First = () => goOn.Wait(TimeSpan.FromSeconds(20)) };
        await using var bench = new StackBench(options => options with { Work = work });
        using var phone = new UdpPeer(bench.EndPoint(SipTransport.Udp));
        phone.Ask(phone.Request("OPTIONS", "z9hG4bK-1", callId: "call-1")).StatusCode.ShouldBe(200);
        // Its work holds the thread that read it. Those that come now are answered by another one, as long as they wish.
        for (int i = 2; i < 6; i++) phone.Ask(phone.Request("OPTIONS", $"z9hG4bK-{i}", callId: $"call-{i}")).StatusCode.ShouldBe(200);

        work.Handed.ShouldBe(1, "what the first message set going besides has to run elsewhere");
        goOn.Set();
        for (int i = 6; i < 10; i++) phone.Ask(phone.Request("OPTIONS", $"z9hG4bK-{i}", callId: $"call-{i}")).StatusCode.ShouldBe(200);
        bench.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Work_that_fails_is_said_and_hurts_no_other_message()
    {
        var work = new RecordingWork { First = () => throw new InvalidOperationException("broken") };
        await using var bench = new StackBench(options => options with { Work = work });
        using var phone = new UdpPeer(bench.EndPoint(SipTransport.Udp));
        for (int i = 0; i < 3; i++) phone.Ask(phone.Request("OPTIONS", $"z9hG4bK-{i}", callId: $"call-{i}")).StatusCode.ShouldBe(200);
        bench.Faults.ShouldHaveSingleItem().Message.ShouldBe("broken");
    }

    [Fact]
    public async Task A_message_may_close_the_stack_that_read_it()
    {
        StackBench? bench = null;
        var closed = new TaskCompletionSource();
        var work = new RecordingWork
        {
            First = () =>
            {
                bench!.Stack.StopAsync();
                closed.SetResult();
            },
        };
        await using (bench = new StackBench(options => options with { Work = work }))
        {
            using var phone = new UdpPeer(bench.EndPoint(SipTransport.Udp));
            phone.Ask(phone.Request("OPTIONS")).StatusCode.ShouldBe(200);
            await closed.Task.WaitAsync(TimeSpan.FromSeconds(10));
        }
    }

    private sealed class RecordingWork : IMessageWork, IHeldWork
    {
        private int _handed;
        private readonly BlockingCollection<string> _seen = [];
        private Action? _first;

        public Action First
        {
            set => _first = value;
        }

        public string Next() => _seen.TryTake(out string? seen, TimeSpan.FromSeconds(10)) ? seen : "nothing";

        public int Handed => Volatile.Read(ref _handed);

        public void HandOver() => Interlocked.Increment(ref _handed);

        public IHeldWork Hold()
        {
            _seen.Add("hold");
            return this;
        }

        public void Run()
        {
            _seen.Add($"run on {Thread.CurrentThread.Name}");
            Interlocked.Exchange(ref _first, null)?.Invoke();
        }
    }
}
