using System.Net;
using ActorPbx.Rtp.Relay;

namespace ActorPbx.Rtp.Tests.Relay;

public sealed class RelayEngineTests : RelayEngineFixture
{
    [Fact]
    public void Both_sides_hear_each_other()
    {
        var relay = OpenAimed();
        Caller.Send(relay.Ports[0].Caller, "hello");
        Called.Hear().ShouldBe("hello");
        Called.Send(relay.Ports[0].Called, "who is there");
        Caller.Hear().ShouldBe("who is there");
    }

    [Fact]
    public void Rtcp_goes_from_port_to_port_too()
    {
        var relay = OpenAimed();
        Caller.SendReport(relay.Ports[0].Caller);
        RelayPhone.Receive(Called.Rtcp).Length.ShouldBe(8);
        Called.SendReport(relay.Ports[0].Called);
        RelayPhone.Receive(Caller.Rtcp).Length.ShouldBe(8);
    }

    [Fact]
    public async Task A_burst_longer_than_a_batch_arrives_whole_and_in_order()
    {
        var relay = OpenAimed();
        for (var i = 0; i < 100; i++)
            Caller.Send(relay.Ports[0].Caller, $"word {i}");
        for (var i = 0; i < 100; i++)
            Called.Hear().ShouldBe($"word {i}");
        var counters = (await relay.CloseAsync())[0];
        counters.ShouldBe(new RelayCounters(0, RelaySide.Caller, 100, counters.Bytes, 0, counters.JitterMilliseconds, 0));
        counters.Bytes.ShouldBe(100 * 12 + Enumerable.Range(0, 100).Sum(i => $"word {i}".Length));
    }

    [Fact]
    public void Video_telephone_events_and_unknown_payloads_pass_untouched()
    {
        var relay = OpenAimed(streams: 2);
        Caller.Send(relay.Ports[1].Caller, new string('v', 1400), payloadType: 99);
        Called.Hear().Length.ShouldBe(1400);
        Caller.Send(relay.Ports[0].Caller, "#", payloadType: 101);
        Called.Hear().ShouldBe("#");
    }

    [Fact]
    public async Task A_stream_that_joins_later_is_carried_counted_and_closed_with_the_others()
    {
        var relay = OpenAimed();
        var free = Engine.FreePortPairs;
        Engine.TryWiden(relay, 2, IPAddress.Loopback, IPAddress.Loopback, out var reason).ShouldBeTrue(reason);
        relay.Ports.Length.ShouldBe(2);
        Aim(relay, RelaySide.Caller, Caller, 1);
        Aim(relay, RelaySide.Called, Called, 1);
        Caller.Send(relay.Ports[1].Caller, "look");
        Called.Hear().ShouldBe("look");
        Caller.Send(relay.Ports[0].Caller, "hello");
        Called.Hear().ShouldBe("hello");

        (await relay.CloseAsync()).Select(counters => counters.Packets).ShouldBe([1, 0, 1, 0]);
        Engine.FreePortPairs.ShouldBe(free + 2);
    }

    [Fact]
    public async Task A_stream_may_join_before_the_engine_has_heard_of_its_relay()
    {
        using var awake = new ManualResetEventSlim();
        Engine.Post(_ => awake.Wait());
        var relay = OpenAimed();
        Engine.TryWiden(relay, 2, IPAddress.Loopback, IPAddress.Loopback, out var reason).ShouldBeTrue(reason);
        awake.Set();
        Caller.Send(relay.Ports[0].Caller, "hello");
        Called.Hear().ShouldBe("hello");
        (await relay.CloseAsync()).Length.ShouldBe(4);
    }

    [Fact]
    public async Task A_relay_that_finds_no_ports_for_another_stream_stays_as_it_is()
    {
        var relay = OpenAimed();
        var free = Engine.FreePortPairs;
        Engine.TryWiden(relay, 1000, IPAddress.Loopback, IPAddress.Loopback, out var reason).ShouldBeFalse();
        reason.ShouldContain("in use");
        Engine.FreePortPairs.ShouldBe(free);
        (await relay.CloseAsync()).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Fax_takes_over_a_stream_at_the_same_ports_and_only_from_the_same_source()
    {
        var relay = OpenAimed();
        Caller.Send(relay.Ports[0].Caller, "hello");
        Called.Hear().ShouldBe("hello");
        relay.Aim(RelaySide.Caller, 0, Caller.RtpAddress, Caller.RtcpAddress, reset: true, StreamKind.Udptl);
        relay.Aim(RelaySide.Called, 0, Called.RtpAddress, Called.RtcpAddress, reset: true, StreamKind.Udptl);
        Attacker.Rtp.SendTo([0, 1, 1, 9, 0, 0], relay.Ports[0].Caller);
        Caller.Rtp.SendTo([0, 1], relay.Ports[0].Caller);
        Caller.Rtp.SendTo([0, 2, 1, 6, 0, 0], relay.Ports[0].Caller);
        RelayPhone.Receive(Called.Rtp).ShouldBe([0, 2, 1, 6, 0, 0]);
        Called.Rtp.SendTo([0, 0, 1, 4, 0, 0], relay.Ports[0].Called);
        RelayPhone.Receive(Caller.Rtp).ShouldBe([0, 0, 1, 4, 0, 0]);
        var counters = await relay.CloseAsync();
        (counters[0].Packets, counters[0].Rejected, counters[1].Packets).ShouldBe((2, 2, 1));
    }

    [Fact]
    public void IPv4_and_IPv6_phones_hear_each_other()
    {
        using var six = new RelayPhone(IPAddress.IPv6Loopback);
        var relay = Open(1, IPAddress.Loopback, IPAddress.IPv6Loopback);
        Aim(relay, RelaySide.Caller, Caller);
        Aim(relay, RelaySide.Called, six);
        Caller.Send(relay.Ports[0].Caller, "four");
        six.Hear().ShouldBe("four");
        six.Send(relay.Ports[0].Called, "six");
        Caller.Hear().ShouldBe("six");
        six.SendReport(relay.Ports[0].Called);
        RelayPhone.Receive(Caller.Rtcp).Length.ShouldBe(8);
    }

    [Fact]
    public void Silence_of_both_sides_is_told_once_and_again_only_after_media()
    {
        using var engine = NewEngine(TimeSpan.FromMilliseconds(700), offset: 50);
        var relay = Open(1, IPAddress.Loopback, IPAddress.Loopback, engine);
        Aim(relay, RelaySide.Caller, Caller);
        Silences.TryTake(out _, TimeSpan.FromMilliseconds(1500)).ShouldBeFalse("a call that nobody answered yet is not silent");

        Aim(relay, RelaySide.Called, Called);
        Silences.TryTake(out var first, TimeSpan.FromSeconds(10)).ShouldBeTrue();
        first.Relay.ShouldBe(relay);
        first.Silence.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(700));
        Silences.TryTake(out _, TimeSpan.FromMilliseconds(1500)).ShouldBeFalse();

        Caller.Send(relay.Ports[0].Caller, "I am back");
        Called.Hear().ShouldBe("I am back");
        Silences.TryTake(out _, TimeSpan.FromSeconds(10)).ShouldBeTrue();
    }

    [Fact]
    public async Task One_side_that_speaks_keeps_the_relay_from_being_silent()
    {
        using var engine = NewEngine(TimeSpan.FromMilliseconds(2000), offset: 50);
        var relay = Open(1, IPAddress.Loopback, IPAddress.Loopback, engine);
        Aim(relay, RelaySide.Caller, Caller);
        Aim(relay, RelaySide.Called, Called);
        await SendFor(TimeSpan.FromMilliseconds(5000), () => Caller.Send(relay.Ports[0].Caller, "on and on"));
        Silences.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Closing_frees_the_ports_and_a_second_close_is_harmless()
    {
        var free = Engine.FreePortPairs;
        var relay = OpenAimed(streams: 3);
        Engine.FreePortPairs.ShouldBe(free - 6);
        (await relay.CloseAsync()).Length.ShouldBe(6);
        await relay.CloseAsync();
        Engine.FreePortPairs.ShouldBe(free);
        Engine.Counters.Relays.ShouldBe(0);
        using var again = new System.Net.Sockets.UdpClient(relay.Ports[0].Caller);
    }

    [Fact]
    public async Task Exhausted_ports_are_said_and_nothing_is_left_half_taken()
    {
        var relays = new List<MediaRelay>();
        while (Engine.TryOpen(null, 2, IPAddress.Loopback, IPAddress.Loopback, out var relay, out _))
            relays.Add(relay);
        Engine.TryOpen(null, 2, IPAddress.Loopback, IPAddress.Loopback, out _, out var reason).ShouldBeFalse();
        reason.ShouldContain("in use");
        Engine.FreePortPairs.ShouldBeLessThan(4);
        foreach (var relay in relays)
            await relay.CloseAsync();
        Engine.FreePortPairs.ShouldBe(25);
    }

    [Fact]
    public async Task After_the_engines_end_a_close_still_answers()
    {
        var relay = OpenAimed();
        Engine.Dispose();
        (await relay.CloseAsync()).Length.ShouldBe(2);
        Engine.FreePortPairs.ShouldBe(25);
    }

    [Fact]
    public void A_stream_that_does_not_exist_cannot_be_aimed() =>
        Should.Throw<ArgumentOutOfRangeException>(() => OpenAimed().Aim(RelaySide.Caller, 1, Caller.RtpAddress, Caller.RtcpAddress, false));

    [Fact]
    public async Task No_packet_allocates()
    {
        var relay = OpenAimed();
        await SendAndCount(relay, 200);
        var before = await Engine.Ask(_ => GC.GetAllocatedBytesForCurrentThread());
        await SendAndCount(relay, 2000);
        var after = await Engine.Ask(_ => GC.GetAllocatedBytesForCurrentThread());
        // What little there is belongs to the questions asked of the thread.
        (after - before).ShouldBeLessThan(2000);
    }

    private async Task SendAndCount(MediaRelay relay, int packets)
    {
        var target = Engine.Counters.Sent + packets;
        for (var i = 0; i < packets; i++)
        {
            Caller.Send(relay.Ports[0].Caller, "x");
            Called.Hear();
        }
        await Until(() => Task.FromResult(Engine.Counters.Sent >= target));
    }
}
