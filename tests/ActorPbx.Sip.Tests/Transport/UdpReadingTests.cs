using System.Collections.Concurrent;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Transport;

/// <summary>Which datagrams' work stays on the thread that reads them. What work does to its thread is in <see cref="Stack.MessageWorkTests"/>.</summary>
public sealed class UdpReadingTests
{
    [Theory]
    [InlineData(1, "hold 0 run")]
    [InlineData(2, "hold 0 1 run")]
    [InlineData(UdpReading.Few, "hold 0 1 2 3 run")]
    [InlineData(UdpReading.Few + 1, "0 1 2 3 4")]
    public void Few_datagrams_are_handed_up_and_worked_off_together_and_many_are_only_handed_up(int waiting, string expected)
    {
        var log = new ConcurrentQueue<string>();
        using var reader = new ScriptedReader(waiting);
        using var reading = new UdpReading("test", reader, new LoggingWork(log), i => log.Enqueue($"{i}"), () => { }, fault => log.Enqueue(fault.Message));
        reading.Start();
        reader.WaitUntilRead();
        string.Join(' ', log).ShouldBe(expected);
    }

    private sealed class LoggingWork(ConcurrentQueue<string> log) : IMessageWork, IHeldWork
    {
        public IHeldWork Hold()
        {
            log.Enqueue("hold");
            return this;
        }

        public void Run() => log.Enqueue("run");

        public void HandOver()
        {
        }
    }

    /// <summary>Gives so many datagrams once, and then none until it is woken.</summary>
    private sealed class ScriptedReader(int waiting) : DatagramReader
    {
        private readonly ManualResetEventSlim _read = new();
        private readonly ManualResetEventSlim _woken = new();
        private int _waiting = waiting;

        public void WaitUntilRead() => _read.Wait(TimeSpan.FromSeconds(20)).ShouldBeTrue();

        public override int Receive()
        {
            if (Interlocked.Exchange(ref _waiting, 0) is > 0 and var count) return count;
            _read.Set();
            _woken.Wait();
            return -1;
        }

        public override ReadOnlySpan<byte> Message(int index) => default;

        public override ReadOnlySpan<byte> Source(int index) => default;

        public override void Wake() => _woken.Set();

        public override void Dispose()
        {
            _read.Dispose();
            _woken.Dispose();
        }
    }
}
