using ActorPbx.Rtp.Packets;
using ActorPbx.Rtp.Statistics;

namespace ActorPbx.Rtp.Tests.Statistics;

public sealed class StreamStatisticsTests
{
    private const long Millisecond = 1_000_000;
    private readonly StreamStatistics _statistics = new();

    [Fact]
    public void Packets_and_bytes_are_counted()
    {
        Hear(1, 2, 3);
        (_statistics.Packets, _statistics.Bytes, _statistics.Lost).ShouldBe((3, 516, 0));
    }

    [Fact]
    public void Gaps_are_losses()
    {
        Hear(10, 11, 14, 15, 20);
        _statistics.Lost.ShouldBe(6);
    }

    [Fact]
    public void A_late_packet_is_no_loss()
    {
        Hear(10, 12, 11, 13);
        _statistics.Lost.ShouldBe(0);
    }

    [Fact]
    public void The_sequence_goes_on_over_its_wrap_around()
    {
        Hear(65533, 65534, 0, 1, 65535, 3);
        _statistics.Lost.ShouldBe(1);
        _statistics.ExtendedHighestSequenceNumber.ShouldBe(65536 + 3);
    }

    [Fact]
    public void Duplicates_never_make_the_loss_negative()
    {
        Hear(1, 1, 1, 2);
        _statistics.Lost.ShouldBe(0);
    }

    [Fact]
    public void A_jump_counts_as_a_restart_only_when_its_successor_follows()
    {
        Hear(1, 2, 40000, 3, 4);
        _statistics.Lost.ShouldBe(0);
        Hear(50000, 50001, 50003);
        _statistics.Lost.ShouldBe(1);
    }

    [Fact]
    public void A_new_ssrc_starts_anew_and_keeps_the_earlier_losses()
    {
        Hear(1, 3);
        Hear(ssrc: 99, 5000, 5002);
        _statistics.Lost.ShouldBe(2);
        _statistics.Packets.ShouldBe(4);
    }

    [Fact]
    public void An_even_stream_has_no_jitter()
    {
        for (var i = 0; i < 100; i++)
            Add(0, (ushort)i, (uint)i * 160, i * 20 * Millisecond);
        _statistics.JitterMilliseconds.ShouldBe(0, 1e-9);
    }

    [Fact]
    public void Jitter_follows_the_formula_of_rfc_3550()
    {
        var random = new Random(5);
        double expected = 0, lastTransit = 0;
        for (var i = 0; i < 500; i++)
        {
            var arrival = i * 20 * Millisecond + random.NextInt64(15 * Millisecond);
            Add(8, (ushort)i, uint.MaxValue - 1000 + (uint)i * 160, arrival);
            var transit = arrival / 1e6 - i * 20.0;
            if (i > 0)
                expected += (Math.Abs(transit - lastTransit) - expected) / 16;
            lastTransit = transit;
        }
        _statistics.JitterMilliseconds.ShouldBe(expected, 1e-6);
        expected.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void The_clock_of_a_dynamic_type_is_measured_in_the_first_second()
    {
        for (var i = 0; i < 200; i++)
            Add(111, (ushort)i, (uint)i * 960, (i * 20 + (i > 60 ? i % 2 * 8 : 0)) * Millisecond);
        _statistics.JitterMilliseconds.ShouldBe(8, 0.2);
    }

    [Fact]
    public void Parts_of_one_video_frame_and_telephone_events_are_no_jitter()
    {
        for (var i = 0; i < 100; i++)
        {
            Add(0, (ushort)(4 * i), (uint)i * 160, i * 20 * Millisecond);
            for (var part = 1; part < 4; part++)
                Add(0, (ushort)(4 * i + part), (uint)i * 160, (i * 20 + part) * Millisecond);
        }
        Add(101, 400, 1600, 2005 * Millisecond);
        Add(101, 401, 1600, 2025 * Millisecond);
        _statistics.JitterMilliseconds.ShouldBe(0, 1e-9);
    }

    [Theory]
    [InlineData(0, 8000)]
    [InlineData(9, 8000)]
    [InlineData(34, 90000)]
    [InlineData(96, 0)]
    public void Static_types_have_the_clock_of_rfc_3551(byte type, int rate) => PayloadClock.OfStaticType(type).ShouldBe(rate);

    private void Hear(params ushort[] sequences) => Hear(1u, sequences);

    private void Hear(uint ssrc, params ushort[] sequences)
    {
        foreach (var sequence in sequences)
            _statistics.Add(new RtpHeader(false, 0, sequence, sequence * 160u, ssrc), 172, sequence * 20 * Millisecond);
    }

    private void Add(byte type, ushort sequence, uint timestamp, long arrival) =>
        _statistics.Add(new RtpHeader(false, type, sequence, timestamp, 1), 172, arrival);
}
