using ActorPbx.Rtp.Packets;
using FsCheck;
using FsCheck.Fluent;

namespace ActorPbx.Rtp.Tests.Packets;

public sealed class RtcpTests
{
    private static readonly byte[] ReceiverReport = [0x80, 201, 0, 1, 0, 0, 0, 7];
    private static readonly byte[] Goodbye = [0x81, 203, 0, 1, 0, 0, 0, 7];

    [Fact]
    public void A_header_written_is_read_back()
    {
        var packet = new byte[4];
        var header = new RtcpHeader(RtcpPacketType.SourceDescription, 3, true, 28);
        header.Write(packet).ShouldBe(4);
        RtcpHeader.TryParse(packet, out var read).ShouldBeTrue();
        read.ShouldBe(header);
    }

    [Theory]
    [InlineData(32, 4)]
    [InlineData(0, 0)]
    [InlineData(0, 6)]
    [InlineData(0, 262148)]
    public void A_header_that_cannot_be_written_says_why(byte count, int length) =>
        Should.Throw<ArgumentException>(() => new RtcpHeader(RtcpPacketType.Goodbye, count, false, length).Write(new byte[4]));

    [Fact]
    public void A_compound_is_taken_apart_in_order()
    {
        ReadOnlySpan<byte> rest = [.. ReceiverReport, .. Goodbye];
        RtcpDatagram.TryTake(ref rest, out var first, out var body).ShouldBeTrue();
        first.Type.ShouldBe(RtcpPacketType.ReceiverReport);
        body.Length.ShouldBe(4);
        RtcpDatagram.TryTake(ref rest, out var second, out _).ShouldBeTrue();
        second.ShouldBe(new RtcpHeader(RtcpPacketType.Goodbye, 1, false, 8));
        RtcpDatagram.TryTake(ref rest, out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void Every_cut_of_a_compound_is_malformed_except_between_its_packets()
    {
        byte[] compound = [.. ReceiverReport, .. Goodbye];
        for (var length = 0; length <= compound.Length; length++)
            RtcpDatagram.IsWellFormed(compound.AsSpan(0, length)).ShouldBe(length is 8 or 16);
    }

    [Fact]
    public void A_short_rtcp_of_four_octets_names_no_sender()
    {
        RtcpDatagram.TryGetSender([0x80, 201, 0, 0], out _).ShouldBeFalse();
        RtcpDatagram.TryGetSender([0x80, 201, 0, 1], out _).ShouldBeFalse();
        RtcpDatagram.TryGetSender([0x80, 201, 0, 0, 0, 0, 0, 7], out _).ShouldBeFalse();
        RtcpDatagram.TryGetSender(ReceiverReport, out var ssrc).ShouldBeTrue();
        ssrc.ShouldBe(7u);
    }

    [Fact]
    public void Only_the_last_packet_of_a_compound_may_be_padded()
    {
        byte[] padded = [0xA0, 201, 0, 2, 0, 0, 0, 7, 0, 0, 0, 4];
        RtcpDatagram.IsWellFormed([.. ReceiverReport, .. padded]).ShouldBeTrue();
        RtcpDatagram.IsWellFormed([.. padded, .. ReceiverReport]).ShouldBeFalse();
    }

    [Fact]
    public void Any_octets_are_read_or_refused_and_the_reading_ends() =>
        Prop.ForAll<byte[]>(octets =>
        {
            ReadOnlySpan<byte> rest = octets;
            var packets = 0;
            while (RtcpDatagram.TryTake(ref rest, out _, out _))
                packets++;
            RtcpDatagram.TryGetSender(octets, out _);
            return packets <= octets.Length / 4;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(191, false)]
    [InlineData(192, true)]
    [InlineData(223, true)]
    [InlineData(224, false)]
    [InlineData(0, false)]
    public void Rtcp_and_rtp_on_one_port_are_told_apart_by_the_second_octet(byte second, bool control) =>
        RtcpDatagram.IsRtcp([0x80, second, 0, 1]).ShouldBe(control);
}
