using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using ActorPbx.Rtp.Relay;

namespace ActorPbx.Rtp.Tests.Relay;

public sealed class RelayEngineTests : IDisposable
{
    private static int _nextRange = 40000;
    private readonly BlockingCollection<(MediaRelay Relay, TimeSpan Silence)> _silences = [];
    private readonly ConcurrentQueue<Exception> _faults = new();
    private readonly RelayEngine _engine;
    private readonly int _firstPort = Interlocked.Add(ref _nextRange, 100) - 100;
    private readonly RelayPhone _caller = new(IPAddress.Loopback);
    private readonly RelayPhone _called = new(IPAddress.Loopback);
    private readonly RelayPhone _attacker = new(IPAddress.Parse("127.0.0.66"));

    public RelayEngineTests() => _engine = Engine(TimeSpan.FromSeconds(30));

    public void Dispose()
    {
        _engine.Dispose();
        _caller.Dispose();
        _called.Dispose();
        _attacker.Dispose();
        _faults.ShouldBeEmpty();
    }

    [Fact]
    public void Both_sides_hear_each_other()
    {
        var relay = OpenAimed();
        _caller.Send(relay.Ports[0].Caller, "hello");
        _called.Hear().ShouldBe("hello");
        _called.Send(relay.Ports[0].Called, "who is there");
        _caller.Hear().ShouldBe("who is there");
    }

    [Fact]
    public void Rtcp_goes_from_port_to_port_too()
    {
        var relay = OpenAimed();
        _caller.SendReport(relay.Ports[0].Caller);
        RelayPhone.Receive(_called.Rtcp).Length.ShouldBe(8);
        _called.SendReport(relay.Ports[0].Called);
        RelayPhone.Receive(_caller.Rtcp).Length.ShouldBe(8);
    }

    [Fact]
    public async Task A_burst_longer_than_a_batch_arrives_whole_and_in_order()
    {
        var relay = OpenAimed();
        for (var i = 0; i < 100; i++)
            _caller.Send(relay.Ports[0].Caller, $"word {i}");
        for (var i = 0; i < 100; i++)
            _called.Hear().ShouldBe($"word {i}");
        var counters = (await relay.CloseAsync())[0];
        counters.ShouldBe(new RelayCounters(0, RelaySide.Caller, 100, counters.Bytes, 0, counters.JitterMilliseconds, 0));
        counters.Bytes.ShouldBe(100 * 12 + Enumerable.Range(0, 100).Sum(i => $"word {i}".Length));
    }

    [Fact]
    public void Video_telephone_events_and_unknown_payloads_pass_untouched()
    {
        var relay = OpenAimed(streams: 2);
        _caller.Send(relay.Ports[1].Caller, new string('v', 1400), payloadType: 99);
        _called.Hear().Length.ShouldBe(1400);
        _caller.Send(relay.Ports[0].Caller, "#", payloadType: 101);
        _called.Hear().ShouldBe("#");
    }

    [Fact]
    public void IPv4_and_IPv6_phones_hear_each_other()
    {
        using var six = new RelayPhone(IPAddress.IPv6Loopback);
        var relay = Open(1, IPAddress.Loopback, IPAddress.IPv6Loopback);
        Aim(relay, RelaySide.Caller, _caller);
        Aim(relay, RelaySide.Called, six);
        _caller.Send(relay.Ports[0].Caller, "four");
        six.Hear().ShouldBe("four");
        six.Send(relay.Ports[0].Called, "six");
        _caller.Hear().ShouldBe("six");
        six.SendReport(relay.Ports[0].Called);
        RelayPhone.Receive(_caller.Rtcp).Length.ShouldBe(8);
    }

    [Fact]
    public async Task RtpBleed_a_stranger_gets_no_audio_and_is_counted()
    {
        var relay = OpenAimed();
        _caller.Send(relay.Ports[0].Caller, "mine");
        _called.Hear().ShouldBe("mine");
        for (var i = 0; i < 30; i++)
            _attacker.Send(relay.Ports[0].Caller, "bleed");
        _called.Send(relay.Ports[0].Called, "secret");

        _caller.Hear().ShouldBe("secret");
        (await relay.ReadAsync())[0].Rejected.ShouldBe(30);
        _attacker.Rtp.Available.ShouldBe(0);
    }

    [Fact]
    public async Task RtpBleed_before_the_answer_a_stranger_learns_nothing()
    {
        var relay = Open(1, IPAddress.Loopback, IPAddress.Loopback);
        Aim(relay, RelaySide.Caller, _caller);
        await SendFor(TimeSpan.FromMilliseconds(400), () => _attacker.Send(relay.Ports[0].Caller, "early"));
        Aim(relay, RelaySide.Called, _called);
        await relay.ReadAsync();
        _called.Send(relay.Ports[0].Called, "secret");
        _caller.Hear().ShouldBe("secret");
        _attacker.Rtp.Available.ShouldBe(0);
    }

    [Fact]
    public async Task RtpInject_a_stranger_is_not_heard()
    {
        var relay = OpenAimed();
        _caller.Send(relay.Ports[0].Caller, "first");
        _called.Hear().ShouldBe("first");
        for (var i = 0; i < 30; i++)
            _attacker.Send(relay.Ports[0].Caller, "injected", ssrc: _caller.Ssrc);
        _attacker.SendReport(relay.Ports[0].Caller, ssrc: _caller.Ssrc);
        await relay.ReadAsync();
        _caller.Send(relay.Ports[0].Caller, "second");
        _called.Hear().ShouldBe("second");
        _called.Rtcp.Available.ShouldBe(0);
    }

    [Fact]
    public void RtpInject_another_ssrc_from_the_phone_itself_is_dropped_while_it_speaks()
    {
        var relay = OpenAimed();
        _caller.Send(relay.Ports[0].Caller, "first");
        _caller.Send(relay.Ports[0].Caller, "other", ssrc: _caller.Ssrc + 1);
        _caller.Send(relay.Ports[0].Caller, "second");
        _called.Hear().ShouldBe("first");
        _called.Hear().ShouldBe("second");
    }

    [Fact]
    public async Task A_phone_behind_nat_is_learned_and_gets_its_audio()
    {
        var relay = Open(1, IPAddress.Loopback, IPAddress.Loopback);
        relay.Aim(RelaySide.Caller, 0, new IPEndPoint(IPAddress.Parse("127.0.0.9"), 9), new IPEndPoint(IPAddress.Parse("127.0.0.9"), 10), false);
        Aim(relay, RelaySide.Called, _called);
        await SendWhile(() => _called.Rtp.Available == 0, () => _caller.Send(relay.Ports[0].Caller, "behind nat"));
        _called.Hear().ShouldBe("behind nat");
        _called.Send(relay.Ports[0].Called, "found you");
        _caller.Hear().ShouldBe("found you");
    }

    [Fact]
    public async Task ShortRtcp_and_other_garbage_is_dropped_counted_and_harmless()
    {
        var relay = OpenAimed();
        byte[][] garbage = [[], [0x80], [0x80, 201, 0, 0], [0x80, 200, 0xFF, 0xFF], new byte[12], [0x9F, .. new byte[11]], new byte[3000]];
        foreach (var octets in garbage)
        {
            _caller.Rtp.SendTo(octets, relay.Ports[0].Caller);
            _caller.Rtcp.SendTo(octets.Take(4).ToArray(), new IPEndPoint(IPAddress.Loopback, relay.Ports[0].Caller.Port + 1));
        }
        _caller.Send(relay.Ports[0].Caller, "still here");
        _called.Hear().ShouldBe("still here");
        await Until(async () => (await relay.ReadAsync())[0].Rejected == 2 * garbage.Length);
        _called.Rtcp.Available.ShouldBe(0);
    }

    [Fact]
    public async Task Rtcp_on_the_port_of_the_rtp_passes_from_the_locked_source_only()
    {
        var relay = OpenAimed();
        _caller.Send(relay.Ports[0].Caller, "x");
        _called.Hear();
        byte[] report = [0x80, 201, 0, 1, .. BitConverter.GetBytes(_caller.Ssrc).Reverse()];
        _attacker.Rtp.SendTo(report, relay.Ports[0].Caller);
        _caller.Rtp.SendTo(report, relay.Ports[0].Caller);
        RelayPhone.Receive(_called.Rtp).ShouldBe(report);
        (await relay.ReadAsync())[0].Rejected.ShouldBe(1);
    }

    [Fact]
    public void Silence_of_both_sides_is_told_once_and_again_only_after_media()
    {
        using var engine = Engine(TimeSpan.FromMilliseconds(700), offset: 50);
        var relay = Open(1, IPAddress.Loopback, IPAddress.Loopback, engine);
        Aim(relay, RelaySide.Caller, _caller);
        _silences.TryTake(out _, TimeSpan.FromMilliseconds(1500)).ShouldBeFalse("a call that nobody answered yet is not silent");

        Aim(relay, RelaySide.Called, _called);
        _silences.TryTake(out var first, TimeSpan.FromSeconds(10)).ShouldBeTrue();
        first.Relay.ShouldBe(relay);
        first.Silence.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(700));
        _silences.TryTake(out _, TimeSpan.FromMilliseconds(1500)).ShouldBeFalse();

        _caller.Send(relay.Ports[0].Caller, "I am back");
        _called.Hear().ShouldBe("I am back");
        _silences.TryTake(out _, TimeSpan.FromSeconds(10)).ShouldBeTrue();
    }

    [Fact]
    public async Task One_side_that_speaks_keeps_the_relay_from_being_silent()
    {
        using var engine = Engine(TimeSpan.FromMilliseconds(700), offset: 50);
        var relay = Open(1, IPAddress.Loopback, IPAddress.Loopback, engine);
        Aim(relay, RelaySide.Caller, _caller);
        Aim(relay, RelaySide.Called, _called);
        await SendFor(TimeSpan.FromMilliseconds(2500), () => _caller.Send(relay.Ports[0].Caller, "on and on"));
        _silences.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Closing_frees_the_ports_and_a_second_close_is_harmless()
    {
        var free = _engine.FreePortPairs;
        var relay = OpenAimed(streams: 3);
        _engine.FreePortPairs.ShouldBe(free - 6);
        (await relay.CloseAsync()).Length.ShouldBe(6);
        await relay.CloseAsync();
        _engine.FreePortPairs.ShouldBe(free);
        _engine.Counters.Relays.ShouldBe(0);
        using var again = new System.Net.Sockets.UdpClient(relay.Ports[0].Caller);
    }

    [Fact]
    public async Task Exhausted_ports_are_said_and_nothing_is_left_half_taken()
    {
        var relays = new List<MediaRelay>();
        while (_engine.TryOpen(null, 2, IPAddress.Loopback, IPAddress.Loopback, out var relay, out _))
            relays.Add(relay);
        _engine.TryOpen(null, 2, IPAddress.Loopback, IPAddress.Loopback, out _, out var reason).ShouldBeFalse();
        reason.ShouldContain("in use");
        _engine.FreePortPairs.ShouldBeLessThan(4);
        foreach (var relay in relays)
            await relay.CloseAsync();
        _engine.FreePortPairs.ShouldBe(25);
    }

    [Fact]
    public async Task After_the_engines_end_a_close_still_answers()
    {
        var relay = OpenAimed();
        _engine.Dispose();
        (await relay.CloseAsync()).Length.ShouldBe(2);
        _engine.FreePortPairs.ShouldBe(25);
    }

    [Fact]
    public void A_stream_that_does_not_exist_cannot_be_aimed() =>
        Should.Throw<ArgumentOutOfRangeException>(() => OpenAimed().Aim(RelaySide.Caller, 1, _caller.RtpAddress, _caller.RtcpAddress, false));

    [Fact]
    public async Task No_packet_allocates()
    {
        var relay = OpenAimed();
        await SendAndCount(relay, 200);
        var before = await _engine.Ask(_ => GC.GetAllocatedBytesForCurrentThread());
        await SendAndCount(relay, 2000);
        var after = await _engine.Ask(_ => GC.GetAllocatedBytesForCurrentThread());
        // What little there is belongs to the questions asked of the thread.
        (after - before).ShouldBeLessThan(2000);
    }

    private async Task SendAndCount(MediaRelay relay, int packets)
    {
        var target = _engine.Counters.Sent + packets;
        for (var i = 0; i < packets; i++)
        {
            _caller.Send(relay.Ports[0].Caller, "x");
            _called.Hear();
        }
        await Until(() => Task.FromResult(_engine.Counters.Sent >= target));
    }

    private static Task SendFor(TimeSpan time, Action send)
    {
        var clock = Stopwatch.StartNew();
        return SendWhile(() => clock.Elapsed < time, send);
    }

    private static async Task SendWhile(Func<bool> condition, Action send)
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

    private static async Task Until(Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
            await Task.Delay(10);
        }
    }

    private RelayEngine Engine(TimeSpan silence, int offset = 0) => new(
        new RelayEngineOptions { FirstPort = _firstPort + offset, LastPort = _firstPort + offset + 49, SilenceTimeout = silence },
        (relay, time) => _silences.Add((relay, time)), _faults.Enqueue);

    private MediaRelay OpenAimed(int streams = 1)
    {
        var relay = Open(streams, IPAddress.Loopback, IPAddress.Loopback);
        for (var stream = 0; stream < streams; stream++)
        {
            Aim(relay, RelaySide.Caller, _caller, stream);
            Aim(relay, RelaySide.Called, _called, stream);
        }
        return relay;
    }

    private MediaRelay Open(int streams, IPAddress callerSide, IPAddress calledSide, RelayEngine? engine = null)
    {
        (engine ?? _engine).TryOpen(null, streams, callerSide, calledSide, out var relay, out var reason).ShouldBeTrue(reason);
        return relay!;
    }

    private static void Aim(MediaRelay relay, RelaySide side, RelayPhone phone, int stream = 0) =>
        relay.Aim(side, stream, phone.RtpAddress, phone.RtcpAddress, reset: false);
}
