using System.Net;
using ActorPbx.Rtp.Relay;

namespace ActorPbx.Rtp.Tests.Relay;

/// <summary>The attacks that other relays fell to, each against a real engine.</summary>
public sealed class RelaySecurityTests : RelayEngineFixture
{
    [Fact]
    public async Task RtpBleed_a_stranger_gets_no_audio_and_is_counted()
    {
        var relay = OpenAimed();
        Caller.Send(relay.Ports[0].Caller, "mine");
        Called.Hear().ShouldBe("mine");
        for (var i = 0; i < 30; i++)
            Attacker.Send(relay.Ports[0].Caller, "bleed");
        Called.Send(relay.Ports[0].Called, "secret");

        Caller.Hear().ShouldBe("secret");
        (await relay.ReadAsync())[0].Rejected.ShouldBe(30);
        Attacker.Rtp.Available.ShouldBe(0);
    }

    [Fact]
    public async Task RtpBleed_before_the_answer_a_stranger_learns_nothing()
    {
        var relay = Open(1, IPAddress.Loopback, IPAddress.Loopback);
        Aim(relay, RelaySide.Caller, Caller);
        await SendFor(TimeSpan.FromMilliseconds(400), () => Attacker.Send(relay.Ports[0].Caller, "early"));
        Aim(relay, RelaySide.Called, Called);
        await relay.ReadAsync();
        Called.Send(relay.Ports[0].Called, "secret");
        Caller.Hear().ShouldBe("secret");
        Attacker.Rtp.Available.ShouldBe(0);
    }

    [Fact]
    public async Task RtpInject_a_stranger_is_not_heard()
    {
        var relay = OpenAimed();
        Caller.Send(relay.Ports[0].Caller, "first");
        Called.Hear().ShouldBe("first");
        for (var i = 0; i < 30; i++)
            Attacker.Send(relay.Ports[0].Caller, "injected", ssrc: Caller.Ssrc);
        Attacker.SendReport(relay.Ports[0].Caller, ssrc: Caller.Ssrc);
        await relay.ReadAsync();
        Caller.Send(relay.Ports[0].Caller, "second");
        Called.Hear().ShouldBe("second");
        Called.Rtcp.Available.ShouldBe(0);
    }

    [Fact]
    public void RtpInject_another_ssrc_from_the_phone_itself_is_dropped_while_it_speaks()
    {
        var relay = OpenAimed();
        Caller.Send(relay.Ports[0].Caller, "first");
        Caller.Send(relay.Ports[0].Caller, "other", ssrc: Caller.Ssrc + 1);
        Caller.Send(relay.Ports[0].Caller, "second");
        Called.Hear().ShouldBe("first");
        Called.Hear().ShouldBe("second");
    }

    [Fact]
    public async Task A_phone_behind_nat_is_learned_and_gets_its_audio()
    {
        var relay = Open(1, IPAddress.Loopback, IPAddress.Loopback);
        relay.Aim(RelaySide.Caller, 0, new IPEndPoint(IPAddress.Parse("127.0.0.9"), 9), new IPEndPoint(IPAddress.Parse("127.0.0.9"), 10), false);
        Aim(relay, RelaySide.Called, Called);
        await SendWhile(() => Called.Rtp.Available == 0, () => Caller.Send(relay.Ports[0].Caller, "behind nat"));
        Called.Hear().ShouldBe("behind nat");
        Called.Send(relay.Ports[0].Called, "found you");
        Caller.Hear().ShouldBe("found you");
    }

    [Fact]
    public async Task ShortRtcp_and_other_garbage_is_dropped_counted_and_harmless()
    {
        var relay = OpenAimed();
        byte[][] garbage = [[], [0x80], [0x80, 201, 0, 0], [0x80, 200, 0xFF, 0xFF], new byte[12], [0x9F, .. new byte[11]], new byte[3000]];
        foreach (var octets in garbage)
        {
            Caller.Rtp.SendTo(octets, relay.Ports[0].Caller);
            Caller.Rtcp.SendTo(octets.Take(4).ToArray(), new IPEndPoint(IPAddress.Loopback, relay.Ports[0].Caller.Port + 1));
        }
        Caller.Send(relay.Ports[0].Caller, "still here");
        Called.Hear().ShouldBe("still here");
        await Until(async () => (await relay.ReadAsync())[0].Rejected == 2 * garbage.Length);
        Called.Rtcp.Available.ShouldBe(0);
    }

    [Fact]
    public async Task Rtcp_on_the_port_of_the_rtp_passes_from_the_locked_source_only()
    {
        var relay = OpenAimed();
        Caller.Send(relay.Ports[0].Caller, "x");
        Called.Hear();
        byte[] report = [0x80, 201, 0, 1, .. BitConverter.GetBytes(Caller.Ssrc).Reverse()];
        Attacker.Rtp.SendTo(report, relay.Ports[0].Caller);
        Caller.Rtp.SendTo(report, relay.Ports[0].Caller);
        RelayPhone.Receive(Called.Rtp).ShouldBe(report);
        (await relay.ReadAsync())[0].Rejected.ShouldBe(1);
    }

    [Fact]
    public async Task Rtcp_on_the_port_of_the_rtp_passes_from_the_locked_sender_only()
    {
        var relay = OpenAimed();
        Caller.Send(relay.Ports[0].Caller, "x");
        Called.Hear();
        foreach (var ssrc in new[] { Caller.Ssrc + 1, Caller.Ssrc })
            Caller.Rtp.SendTo([0x80, 201, 0, 1, .. BitConverter.GetBytes(ssrc).Reverse()], relay.Ports[0].Caller);
        RelayPhone.Receive(Called.Rtp).ShouldBe([0x80, 201, 0, 1, .. BitConverter.GetBytes(Caller.Ssrc).Reverse()]);
        (await relay.ReadAsync())[0].Rejected.ShouldBe(1);
    }
}
