using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using ActorPbx.Rtp.Relay;

namespace ActorPbx.Rtp.Tests.Relay;

/// <summary>An engine with ports of its own, two phones and a stranger.</summary>
public abstract class RelayEngineFixture : IDisposable
{
    private static int _nextRange = 40000;
    private readonly ConcurrentQueue<Exception> _faults = new();
    private readonly int _firstPort = Interlocked.Add(ref _nextRange, 100) - 100;

    protected RelayEngineFixture() => Engine = NewEngine(TimeSpan.FromSeconds(30));

    private protected RelayEngine Engine { get; }

    private protected BlockingCollection<(MediaRelay Relay, TimeSpan Silence)> Silences { get; } = [];

    private protected RelayPhone Caller { get; } = new(IPAddress.Loopback);

    private protected RelayPhone Called { get; } = new(IPAddress.Loopback);

    private protected RelayPhone Attacker { get; } = new(IPAddress.Parse("127.0.0.66"));

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Engine.Dispose();
        Caller.Dispose();
        Called.Dispose();
        Attacker.Dispose();
        _faults.ShouldBeEmpty();
    }

    private protected static Task SendFor(TimeSpan time, Action send)
    {
        var clock = Stopwatch.StartNew();
        return SendWhile(() => clock.Elapsed < time, send);
    }

    private protected static async Task SendWhile(Func<bool> condition, Action send)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var clock = Stopwatch.StartNew();
        while (condition())
        {
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
            send();
            await pace.WaitForNextTickAsync();
        }
    }

    private protected static async Task Until(Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
            await Task.Delay(10);
        }
    }

    private protected RelayEngine NewEngine(TimeSpan silence, int offset = 0) => new(
        new RelayEngineOptions { FirstPort = _firstPort + offset, LastPort = _firstPort + offset + 49, SilenceTimeout = silence },
        (relay, time) => Silences.Add((relay, time)), _faults.Enqueue);

    private protected MediaRelay OpenAimed(int streams = 1)
    {
        var relay = Open(streams, IPAddress.Loopback, IPAddress.Loopback);
        for (var stream = 0; stream < streams; stream++)
        {
            Aim(relay, RelaySide.Caller, Caller, stream);
            Aim(relay, RelaySide.Called, Called, stream);
        }
        return relay;
    }

    private protected MediaRelay Open(int streams, IPAddress callerSide, IPAddress calledSide, RelayEngine? engine = null)
    {
        (engine ?? Engine).TryOpen(null, streams, callerSide, calledSide, out var relay, out var reason).ShouldBeTrue(reason);
        return relay!;
    }

    private protected static void Aim(MediaRelay relay, RelaySide side, RelayPhone phone, int stream = 0) =>
        relay.Aim(side, stream, phone.RtpAddress, phone.RtcpAddress, reset: false);
}
