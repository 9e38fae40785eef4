using System.Net;
using ActorPbx.Rtp.Relay;
using ActorPbx.Rtp.Sockets;

namespace ActorPbx.Rtp.Tests.Relay;

public sealed class ControlLatchTests
{
    private static readonly MediaAddress Media = Address("198.51.100.7", 4000);
    private static readonly MediaAddress Expected = Address("198.51.100.7", 4001);
    private static readonly MediaAddress Attacker = Address("192.0.2.66", 4001);
    private readonly SourceLatch _media = new(250_000_000);
    private readonly ControlLatch _control;

    public ControlLatchTests() => _control = new ControlLatch(_media);

    [Fact]
    public void The_address_of_the_sdp_locks_and_others_are_refused()
    {
        _control.Aim(Expected, false);
        _control.Accept(Attacker, 1).ShouldBeFalse();
        _control.Accept(Expected, 1).ShouldBeTrue();
        _control.Accept(Attacker, 1).ShouldBeFalse();
        _control.Destination.ShouldBe(Expected);
    }

    [Fact]
    public void Rtcp_follows_the_host_and_the_ssrc_of_the_locked_rtp()
    {
        var nat = Address("203.0.113.9", 50001);
        _control.Aim(Address("10.0.0.5", 4001), false);
        _media.Aim(Address("203.0.113.9", 50000), false, 0);
        _control.Accept(nat, 7).ShouldBeFalse();
        _media.Accept(Address("203.0.113.9", 50000), 7, 1, 0, true).ShouldBeTrue();
        _control.Accept(nat, 8).ShouldBeFalse();
        _control.Accept(nat, 7).ShouldBeTrue();
        _control.Destination.ShouldBe(nat);
        _control.Accept(Address("203.0.113.9", 50003), 7).ShouldBeFalse();
    }

    [Fact]
    public void RtpInject_rtcp_of_another_ssrc_is_refused_after_the_first()
    {
        _control.Aim(Expected, false);
        _control.Accept(Expected, 1).ShouldBeTrue();
        _control.Accept(Expected, 2).ShouldBeFalse();
    }

    [Fact]
    public void A_reset_lets_the_source_be_found_anew()
    {
        _media.Aim(Media, false, 0);
        _media.Accept(Media, 1, 1, 0, true);
        _control.Aim(Expected, false);
        _control.Accept(Expected, 1);
        _control.Aim(Expected, true);
        _control.Accept(Address("198.51.100.7", 4999), 1).ShouldBeTrue();
    }

    [Fact]
    public void Hold_stops_rtcp_too()
    {
        _control.Aim(Expected, false);
        _control.Aim(MediaAddress.None, false);
        _control.Destination.IsNone.ShouldBeTrue();
    }

    private static MediaAddress Address(string host, int port) => MediaAddress.From(new IPEndPoint(IPAddress.Parse(host), port));
}
