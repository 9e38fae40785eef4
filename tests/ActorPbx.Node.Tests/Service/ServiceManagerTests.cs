using System.Net.Sockets;
using System.Text;
using ActorPbx.Node.Health;
using ActorPbx.Node.Running;
using ActorPbx.Node.Service;
using ActorPbx.Pbx.Operations;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorPbx.Node.Tests.Service;

/// <summary>What systemd hears, on a datagram socket of its kind.</summary>
public sealed class ServiceManagerTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory = new();
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    protected override void AfterAll()
    {
        _systemd.Dispose();
        _directory.Dispose();
        base.AfterAll();
    }

    [Fact]
    public async Task It_is_told_at_a_path()
    {
        var path = _directory.File("notify");
        _systemd.Bind(new UnixDomainSocketEndPoint(path));
        using var manager = new ServiceManager(path, null);
        manager.Ready("taking calls");
        (await Heard()).ShouldBe("READY=1\nSTATUS=taking calls");
        manager.Reloading();
        (await Heard()).ShouldMatch("^RELOADING=1\nMONOTONIC_USEC=[0-9]+$");
    }

    [Fact]
    public async Task It_is_told_at_an_abstract_name()
    {
        var name = "actorpbx-test-" + Guid.NewGuid().ToString("N");
        _systemd.Bind(new UnixDomainSocketEndPoint("\0" + name));
        using var manager = new ServiceManager("@" + name, null);
        manager.Alive("1 call");
        (await Heard()).ShouldBe("WATCHDOG=1\nSTATUS=1 call");
    }

    [Fact]
    public void Nobody_there_is_no_fault()
    {
        using var none = new ServiceManager(null, TimeSpan.FromSeconds(1));
        none.IsThere.ShouldBeFalse();
        none.Ready("");
        using var gone = new ServiceManager(_directory.File("nobody"), null);
        gone.Ready("");
    }

    [Theory]
    [InlineData("30000000", null, 30.0)]
    [InlineData("30000000", "7", 30.0)]
    [InlineData("30000000", "8", null)]
    [InlineData("0", null, null)]
    [InlineData("soon", null, null)]
    [InlineData(null, null, null)]
    public void The_watchdog_is_for_the_process_that_it_names(string? time, string? process, double? seconds) =>
        (ServiceManager.WatchdogOf(time, process, 7)?.TotalSeconds).ShouldBe(seconds);

    [Fact]
    public async Task It_hears_that_the_node_serves_lives_and_ends()
    {
        var path = _directory.File("notify");
        _systemd.Bind(new UnixDomainSocketEndPoint(path));
        using var manager = new ServiceManager(path, TimeSpan.FromMilliseconds(40));
        var domains = Sys.ActorOf(Props.Create(() => new BusyDomains()));
        var drain = new NodeDrain(domains, TimeProvider.System);
        var life = new ServiceLife(manager, Probe(domains), drain, TimeProvider.System, NullLogger.Instance).RunAsync();
        (await Heard()).ShouldBe("READY=1\nSTATUS=taking calls");
        (await Heard()).ShouldBe("WATCHDOG=1\nSTATUS=taking calls, 2 calls");

        drain.Begin(TimeSpan.FromMinutes(10));
        var last = await Heard("STOPPING=1");
        var extension = long.Parse(last.Split('\n')[1]["EXTEND_TIMEOUT_USEC=".Length..]);
        TimeSpan.FromMicroseconds(extension).ShouldBeInRange(TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(11));
        (await Heard("WATCHDOG=1")).ShouldEndWith("STATUS=draining, 2 calls");
        life.IsCompleted.ShouldBeFalse();
        domains.Tell("the last call ends");
        await life.WaitAsync(Patience);
    }

    [Fact]
    public void It_hears_nothing_of_a_node_whose_actors_do_not_answer()
    {
        var path = _directory.File("notify");
        _systemd.Bind(new UnixDomainSocketEndPoint(path));
        using var manager = new ServiceManager(path, TimeSpan.FromMilliseconds(20));
        var domains = CreateTestProbe();
        var drain = new NodeDrain(domains.Ref, TimeProvider.System);
        _ = new ServiceLife(manager, Probe(domains.Ref, TimeSpan.FromMilliseconds(20)), drain, TimeProvider.System, NullLogger.Instance).RunAsync();
        for (var asked = 0; asked < 5; asked++)
        {
            domains.ExpectMsg<CountLivingCalls>(Patience);
        }

        // One datagram waits: READY, sent before anybody was asked.
        var bytes = new byte[4096];
        Encoding.UTF8.GetString(bytes, 0, _systemd.Receive(bytes)).ShouldStartWith("READY=1");
        _systemd.Available.ShouldBe(0);
    }

    private static HealthProbe Probe(IActorRef domains, TimeSpan? patience = null) =>
        new(domains, ActorRefs.Nobody, null, TimeProvider.System) { Patience = patience ?? Patience };

    private async Task<string> Heard(string begin = "")
    {
        using var limit = new CancellationTokenSource(Patience);
        var bytes = new byte[4096];
        while (true)
        {
            var words = Encoding.UTF8.GetString(bytes, 0, await _systemd.ReceiveAsync(bytes, limit.Token));
            if (words.StartsWith(begin, StringComparison.Ordinal))
            {
                return words;
            }
        }
    }

    private sealed class BusyDomains : ReceiveActor
    {
        private IActorRef? _waiting;

        public BusyDomains()
        {
            Receive<CountLivingCalls>(_ => Sender.Tell(new LivingCalls(2, _waiting is not null)));
            Receive<Drain>(_ => _waiting = Sender);
            Receive<string>(_ => _waiting?.Tell(new Drained()));
        }
    }
}
