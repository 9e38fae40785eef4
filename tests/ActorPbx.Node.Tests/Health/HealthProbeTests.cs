using ActorPbx.Node.Health;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Node.Tests.Health;

/// <summary>How often a node asks itself how it is.</summary>
public sealed class HealthProbeTests : TestKit
{
    private readonly HandClock _clock = new();
    private int _checks;

    [Fact]
    public async Task Who_asks_all_the_time_does_not_make_the_disk_write_all_the_time()
    {
        var domains = Sys.ActorOf(Props.Create(() => new Domains()));
        Action onCheck = () => Interlocked.Increment(ref _checks);
        var store = Sys.ActorOf(Props.Create(() => new Store(onCheck)));
        var probe = new HealthProbe(domains, store, null, _clock) { Patience = TimeSpan.FromSeconds(30) };
        for (var asked = 0; asked < 3; asked++)
        {
            (await probe.ExamineAsync(CancellationToken.None)).Store.ShouldBe("ok");
        }

        _checks.ShouldBe(1);
        _clock.Seconds = 6;
        await probe.ExamineAsync(CancellationToken.None);
        _checks.ShouldBe(2);
    }

    private sealed class HandClock : TimeProvider
    {
        public int Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }

    private sealed class Domains : ReceiveActor
    {
        public Domains() => Receive<CountLivingCalls>(_ => Sender.Tell(new LivingCalls(0, false)));
    }

    private sealed class Store : ReceiveActor
    {
        public Store(Action onCheck)
        {
            Receive<SaveDocument>(_ => { });
            Receive<CheckStore>(_ =>
            {
                onCheck();
                Sender.Tell(new StoreChecked(""));
            });
        }
    }
}
