namespace ActorPbx.Hocon;

/// <summary>A span of the calendar, written <c>7d</c>, <c>2 weeks</c>, <c>3 months</c> or <c>1y</c>; a bare number is days.</summary>
/// <param name="Years">Whole years.</param>
/// <param name="Months">Whole months.</param>
/// <param name="Days">Whole days.</param>
public readonly record struct HoconPeriod(int Years, int Months, int Days)
{
    /// <summary>Reads a period; false when the text is not a whole number with one of the units.</summary>
    public static bool TryParse(string text, out HoconPeriod period)
    {
        period = default;
        if (!Units.UnitText.TrySplit(text, out var number, out var unit)) return false;
        if (decimal.Truncate(number) != number || Math.Abs(number) > int.MaxValue / 7) return false;
        HoconPeriod? read = Of(unit, (int)number);
        period = read ?? default;
        return read is not null;
    }

    /// <summary>The day that lies this period after another.</summary>
    public DateOnly After(DateOnly day) => day.AddYears(Years).AddMonths(Months).AddDays(Days);

    // HOCON "Period Format".
    private static HoconPeriod? Of(string unit, int count) => unit switch
    {
        "" or "d" or "day" or "days" => new HoconPeriod(0, 0, count),
        "w" or "week" or "weeks" => new HoconPeriod(0, 0, 7 * count),
        "m" or "mo" or "month" or "months" => new HoconPeriod(0, count, 0),
        "y" or "year" or "years" => new HoconPeriod(count, 0, 0),
        _ => null,
    };
}
