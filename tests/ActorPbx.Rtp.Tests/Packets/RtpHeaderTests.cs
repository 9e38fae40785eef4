using ActorPbx.Rtp.Packets;
using FsCheck;
using FsCheck.Fluent;

namespace ActorPbx.Rtp.Tests.Packets;

public sealed class RtpHeaderTests
{
    [Fact]
    public void What_is_written_is_read_back() =>
        Prop.ForAll<Tuple<bool, byte, byte>, ushort, Tuple<uint, uint>>((front, sequence, rest) =>
        {
            var header = new RtpHeader(front.Item1, (byte)(front.Item2 & 0x7F), sequence, rest.Item1, rest.Item2);
            var sources = Enumerable.Range(0, front.Item3 % 16).Select(i => (uint)i * 77).ToArray();
            var packet = new byte[100];
            var length = header.Write(packet, sources);

            RtpHeader.TryParse(packet, out var read).ShouldBeTrue();
            read.Length.ShouldBe(length);
            read.ContributingSources.ShouldBe(sources.Length);
            for (var i = 0; i < sources.Length; i++)
                read.ContributingSource(packet, i).ShouldBe(sources[i]);
            return (read.Marker, read.PayloadType, read.SequenceNumber, read.Timestamp, read.Ssrc)
                == (header.Marker, header.PayloadType, header.SequenceNumber, header.Timestamp, header.Ssrc);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_octets_are_read_or_refused_and_never_read_beyond() =>
        Prop.ForAll<byte[]>(octets =>
        {
            if (!RtpHeader.TryParse(octets, out var header))
                return true;
            if (header.TryGetPayload(octets, out var payload))
                (header.Length + payload.Length).ShouldBeLessThanOrEqualTo(octets.Length);
            return header.Length <= octets.Length;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_packet_cut_inside_its_header_is_refused_at_every_length()
    {
        // Two contributing sources and an extension of one word: 12 + 8 + 4 + 4 octets.
        byte[] packet = [0x92, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5, 0xBE, 0xDE, 0, 1, 9, 9, 9, 9];
        for (var length = 0; length < packet.Length; length++)
            RtpHeader.TryParse(packet.AsSpan(0, length), out _).ShouldBeFalse();

        RtpHeader.TryParse(packet, out var header).ShouldBeTrue();
        header.Length.ShouldBe(28);
        header.HasExtension.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x40)]
    [InlineData(0xC0)]
    public void Another_version_is_no_rtp(byte first)
    {
        var packet = new byte[12];
        packet[0] = first;
        RtpHeader.TryParse(packet, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(4, true)]
    [InlineData(5, false)]
    [InlineData(255, false)]
    public void Padding_that_exceeds_the_payload_is_refused_but_only_with_the_payload(byte padding, bool valid)
    {
        byte[] packet = [0xA0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, padding];
        RtpHeader.TryParse(packet, out var header).ShouldBeTrue();
        header.TryGetPayload(packet, out var payload).ShouldBe(valid);
        payload.Length.ShouldBe(valid ? 4 - padding : 0);
    }

    [Fact]
    public void A_header_that_cannot_be_written_says_why()
    {
        Should.Throw<ArgumentException>(() => new RtpHeader(false, 128, 0, 0, 0).Write(new byte[12]));
        Should.Throw<ArgumentException>(() => new RtpHeader(false, 0, 0, 0, 0).Write(new byte[11]));
        Should.Throw<ArgumentException>(() => new RtpHeader(false, 0, 0, 0, 0).Write(new byte[200], new uint[16]));
    }
}
