using System.Net;
using ActorPbx.Rtp.Relay;
using ActorPbx.Rtp.Sockets;

namespace ActorPbx.Rtp.Tests.Relay;

public sealed class SourceLatchTests
{
    private const long Millisecond = 1_000_000;
    private const long Window = 250 * Millisecond;
    private static readonly MediaAddress Phone = Address("198.51.100.7", 4000);
    private static readonly MediaAddress OtherPort = Address("198.51.100.7", 4444);
    private static readonly MediaAddress Nat = Address("203.0.113.9", 61000);
    private static readonly MediaAddress Attacker = Address("192.0.2.66", 5555);
    private readonly SourceLatch _latch = new(Window);
    private long _now = 5000 * Millisecond;

    [Fact]
    public void Nothing_is_accepted_before_signalling_names_an_address()
    {
        Stream(Phone, 20).ShouldBe(0);
        _latch.Destination.IsNone.ShouldBeTrue();
    }

    [Fact]
    public void The_address_of_the_sdp_locks_with_its_first_packet()
    {
        Aim(Phone);
        Stream(Phone, 1).ShouldBe(1);
        _latch.IsLocked.ShouldBeTrue();
    }

    [Fact]
    public void RtpBleed_a_spray_of_single_packets_never_becomes_the_destination()
    {
        Aim(Nat);
        for (var i = 0; i < 200; i++)
        {
            Hear(Attacker, ssrc: (uint)i, sequence: (ushort)(i * 331)).ShouldBeFalse();
            _now += 5 * Millisecond;
        }
        _latch.Destination.ShouldBe(Nat);
    }

    [Fact]
    public void RtpBleed_nobody_is_learned_while_the_far_side_is_unknown()
    {
        Aim(Phone);
        Stream(Nat, 100, mayLearn: false).ShouldBe(0);
        _latch.Destination.ShouldBe(Phone);
    }

    [Fact]
    public void RtpBleed_a_stream_from_elsewhere_is_refused_after_the_lock()
    {
        Aim(Phone);
        Stream(Phone, 1);
        Stream(Attacker, 500).ShouldBe(0);
        _latch.Destination.ShouldBe(Phone);
    }

    [Fact]
    public void RtpBleed_within_the_window_the_address_of_the_sdp_wins_over_an_earlier_stranger()
    {
        Aim(Phone);
        Stream(Attacker, 10).ShouldBe(0);
        Stream(Phone, 1).ShouldBe(1);
        Stream(Attacker, 100).ShouldBe(0);
        _latch.Destination.ShouldBe(Phone);
    }

    [Fact]
    public void RtpBleed_the_address_of_the_sdp_takes_back_what_a_stranger_learned()
    {
        Aim(Phone);
        Stream(Attacker, 20).ShouldBeGreaterThan(0);
        Stream(Phone, 3).ShouldBe(1);
        _latch.Destination.ShouldBe(Phone);
        Stream(Attacker, 100).ShouldBe(0);
    }

    [Fact]
    public void A_phone_behind_nat_is_learned_after_the_window_and_stays()
    {
        Aim(Phone);
        Stream(Nat, 13).ShouldBe(0);
        Stream(Nat, 20, from: 13).ShouldBe(20);
        _latch.Destination.ShouldBe(Nat);
        Stream(Attacker, 100).ShouldBe(0);
    }

    [Fact]
    public void Another_port_of_the_same_host_is_learned_at_its_third_packet()
    {
        Aim(Phone);
        Stream(OtherPort, 5).ShouldBe(3);
        _latch.Destination.ShouldBe(OtherPort);
    }

    [Fact]
    public void A_spray_does_not_keep_a_phone_behind_nat_from_being_learned()
    {
        Aim(Phone);
        for (var i = 0; i < 4; i++)
            Hear(Address("192.0.2.66", 7000 + i), 1, 1).ShouldBeFalse();
        _now += Window + Millisecond;
        Stream(Nat, 30).ShouldBeGreaterThan(10);
    }

    [Fact]
    public void RtpInject_another_ssrc_from_the_locked_source_is_refused_while_the_first_still_sends()
    {
        Aim(Phone);
        for (ushort i = 0; i < 100; i++)
        {
            Hear(Phone, 1, i).ShouldBeTrue();
            Hear(Phone, 2, i).ShouldBeFalse();
            Hear(Phone, 2, (ushort)(i + 1)).ShouldBeFalse();
            _now += 20 * Millisecond;
        }
    }

    [Fact]
    public void A_phone_that_restarts_with_a_new_ssrc_is_heard_after_a_tenth_of_a_second()
    {
        Aim(Phone);
        Stream(Phone, 50);
        Stream(Phone, 10, ssrc: 2).ShouldBe(6);
        _latch.Ssrc.ShouldBe(2u);
        Hear(Phone, 1, 51).ShouldBeFalse();
    }

    [Fact]
    public void After_a_reset_a_new_ssrc_is_heard_at_once()
    {
        Aim(Phone);
        Stream(Phone, 50);
        Aim(Phone, reset: true);
        Stream(Phone, 10, ssrc: 2).ShouldBe(10);
        Stream(Phone, 3, ssrc: 3).ShouldBe(0);
    }

    [Fact]
    public void RtpBleed_a_reset_does_not_open_a_stream_that_goes_on()
    {
        Aim(Phone);
        Stream(Phone, 5);
        Aim(Phone, reset: true);
        for (ushort i = 5; i < 100; i++)
        {
            Hear(Phone, 1, i).ShouldBeTrue();
            Hear(Attacker, 9, i).ShouldBeFalse();
            _now += 20 * Millisecond;
        }
    }

    [Fact]
    public void After_a_reset_a_silent_source_may_be_replaced_by_one_behind_nat()
    {
        Aim(Phone);
        Stream(Phone, 5);
        Aim(Phone, reset: true);
        Stream(Nat, 30).ShouldBeGreaterThan(10);
        _latch.Destination.ShouldBe(Nat);
    }

    [Fact]
    public void RtpBleed_after_a_reset_even_another_port_of_the_host_waits_until_the_locked_one_was_silent_for_the_window()
    {
        Aim(Phone);
        Stream(Phone, 5);
        Aim(Phone, reset: true);
        Stream(OtherPort, 12).ShouldBe(0);
        _latch.Destination.ShouldBe(Phone);
        Stream(OtherPort, 10, from: 12).ShouldBeGreaterThan(0);
        _latch.Destination.ShouldBe(OtherPort);
    }

    [Fact]
    public void A_new_address_in_the_sdp_moves_the_media_at_once()
    {
        Aim(Phone);
        Stream(Phone, 5);
        Aim(Nat);
        _latch.Destination.ShouldBe(Nat);
        Hear(Phone, 1, 6).ShouldBeFalse();
        Stream(Nat, 1).ShouldBe(1);
    }

    [Fact]
    public void Hold_stops_the_media_and_resume_brings_it_back_to_the_locked_source()
    {
        Aim(Phone);
        Stream(Nat, 20);
        Aim(MediaAddress.None);
        _latch.Destination.IsNone.ShouldBeTrue();
        Aim(Phone);
        _latch.Destination.ShouldBe(Nat);
    }

    [Fact]
    public void A_side_that_starts_on_hold_is_open_to_nobody()
    {
        Aim(Address("0.0.0.0", 4000));
        Stream(Attacker, 100).ShouldBe(0);
    }

    private static MediaAddress Address(string host, int port) => MediaAddress.From(new IPEndPoint(IPAddress.Parse(host), port));

    private void Aim(MediaAddress address, bool reset = false) => _latch.Aim(address, reset, _now);

    private bool Hear(MediaAddress from, uint ssrc, ushort sequence, bool mayLearn = true) =>
        _latch.Accept(from, ssrc, sequence, _now, mayLearn);

    /// <summary>Sends a packet every 20 ms and answers how many were accepted.</summary>
    private int Stream(MediaAddress source, int packets, uint ssrc = 1, int from = 0, bool mayLearn = true)
    {
        var accepted = 0;
        for (var i = 0; i < packets; i++)
        {
            accepted += Hear(source, ssrc, (ushort)(from + i), mayLearn) ? 1 : 0;
            _now += 20 * Millisecond;
        }
        return accepted;
    }
}
