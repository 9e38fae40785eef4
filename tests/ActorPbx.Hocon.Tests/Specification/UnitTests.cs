namespace ActorPbx.Hocon.Tests.Specification;

public sealed class UnitTests
{
    [Theory]
    [InlineData("10", 100_000)]
    [InlineData("10ms", 100_000)]
    [InlineData(" 1.5 s ", 15_000_000)]
    [InlineData("100ns", 1)]
    [InlineData("1234 nanos", 12)]
    [InlineData("3us", 30)]
    [InlineData("2 microseconds", 20)]
    [InlineData("1 milli", 10_000)]
    [InlineData("1second", 10_000_000)]
    [InlineData("+2m", 1_200_000_000)]
    [InlineData("-1 minutes", -600_000_000)]
    [InlineData("1h", 36_000_000_000)]
    [InlineData("1 days", 864_000_000_000)]
    [InlineData("1w", 6_048_000_000_000)]
    [InlineData("1e3s", 10_000_000_000)]
    public void Durations_have_units_from_nanoseconds_to_weeks(string text, long ticks)
    {
        HoconDuration.TryParse(text, out var duration).ShouldBeTrue();
        duration.Ticks.ShouldBe(ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("1S")]
    [InlineData("1 sec")]
    [InlineData("1.s.2")]
    [InlineData("1 s s")]
    [InlineData("99999999999d")]
    [InlineData("NaN s")]
    public void What_is_no_duration_is_refused(string text) => HoconDuration.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(0, "0ms")]
    [InlineData(1, "100ns")]
    [InlineData(15_000_000, "1500ms")]
    [InlineData(864_000_000_000, "1d")]
    [InlineData(36_000_000_000, "1h")]
    public void Durations_print_in_their_largest_whole_unit(long ticks, string text)
    {
        HoconDuration.Format(TimeSpan.FromTicks(ticks)).ShouldBe(text);
        HoconDuration.TryParse(text, out var back).ShouldBeTrue();
        back.Ticks.ShouldBe(ticks);
    }

    [Theory]
    [InlineData("11", 11)]
    [InlineData("11b", 11)]
    [InlineData("11 B", 11)]
    [InlineData("11bytes", 11)]
    [InlineData("2kB", 2000)]
    [InlineData("2KB", 2000)]
    [InlineData("2kilobytes", 2000)]
    [InlineData("2k", 2048)]
    [InlineData("2K", 2048)]
    [InlineData("2Ki", 2048)]
    [InlineData("2KiB", 2048)]
    [InlineData("2 kibibyte", 2048)]
    [InlineData("1MB", 1_000_000)]
    [InlineData("1m", 1_048_576)]
    [InlineData("0.5M", 524_288)]
    [InlineData("1gigabyte", 1_000_000_000)]
    [InlineData("1GiB", 1_073_741_824)]
    [InlineData("1T", 1_099_511_627_776)]
    [InlineData("1PB", 1_000_000_000_000_000)]
    [InlineData("1 pebibytes", 1_125_899_906_842_624)]
    [InlineData("1e", 1_152_921_504_606_846_976)]
    [InlineData("1EB", 1_000_000_000_000_000_000)]
    public void Sizes_have_units_of_1000_and_of_1024(string text, long bytes)
    {
        DataSize.TryParse(text, out var size).ShouldBeTrue();
        size.Bytes.ShouldBe(bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("1q")]
    [InlineData("1kb")]
    [InlineData("1Mib")]
    [InlineData("1 megabits")]
    [InlineData("1ZB")]
    [InlineData("9999999999G")]
    public void What_is_no_size_is_refused(string text) => DataSize.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Sizes_print_in_their_largest_whole_unit()
    {
        new DataSize(2048).ToString().ShouldBe("2 KiB");
        new DataSize(1000).ToString().ShouldBe("1000 B");
    }

    [Theory]
    [InlineData("7", 0, 0, 7)]
    [InlineData("3 days", 0, 0, 3)]
    [InlineData("2w", 0, 0, 14)]
    [InlineData("5m", 0, 5, 0)]
    [InlineData("5 mo", 0, 5, 0)]
    [InlineData("-1 year", -1, 0, 0)]
    public void Periods_have_units_of_the_calendar(string text, int years, int months, int days)
    {
        HoconPeriod.TryParse(text, out var period).ShouldBeTrue();
        period.ShouldBe(new HoconPeriod(years, months, days));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.5d")]
    [InlineData("1h")]
    [InlineData("99999999999y")]
    public void What_is_no_period_is_refused(string text) => HoconPeriod.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_period_leads_from_one_day_to_another() =>
        new HoconPeriod(1, 1, 0).After(new DateOnly(2024, 1, 31)).ShouldBe(new DateOnly(2025, 2, 28));
}
