using ActorPbx.Node.Cli;

namespace ActorPbx.Node.Tests.Cli;

public class TimeTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 15, 0, 0, TimeZoneInfo.Local.GetUtcOffset(new DateTime(2026, 3, 1)));

    [Theory]
    [InlineData("2026-02-28", "2026-02-28T00:00:00")]
    [InlineData("2026-02-28 14:30", "2026-02-28T14:30:00")]
    [InlineData("2026-02-28T14:30:05", "2026-02-28T14:30:05")]
    [InlineData("14:30", "2026-03-01T14:30:00")]
    [InlineData("2h", "2026-03-01T13:00:00")]
    [InlineData("90m", "2026-03-01T13:30:00")]
    [InlineData("1d", "2026-02-28T15:00:00")]
    public void Times_are_local_without_a_zone(string text, string expected)
    {
        TimeText.TryParse(text, Now, out var time).ShouldBeTrue();
        time.LocalDateTime.ToString("s").ShouldBe(expected);
    }

    [Fact]
    public void A_zone_is_heeded()
    {
        TimeText.TryParse("2026-02-28T14:30+05:30", Now, out var time).ShouldBeTrue();
        time.UtcDateTime.ShouldBe(new DateTime(2026, 2, 28, 9, 0, 0, DateTimeKind.Utc));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("5")]
    [InlineData("-2h")]
    [InlineData("2026-13-01")]
    [InlineData("25:00")]
    [InlineData("99999999d")]
    public void What_is_no_time_is_refused(string text) => TimeText.TryParse(text, Now, out _).ShouldBeFalse();
}
