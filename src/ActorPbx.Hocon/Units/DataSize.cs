using System.Globalization;

namespace ActorPbx.Hocon;

/// <summary>An amount of memory or disk, written <c>512K</c>, <c>10 MiB</c> (powers of 1024) or <c>10MB</c> (powers of 1000).</summary>
/// <param name="Bytes">The amount in bytes.</param>
public readonly record struct DataSize(long Bytes) : IComparable<DataSize>
{
    /// <summary>Reads a size; a bare number is bytes. False when the text is not one or has more than 2^63-1 bytes.</summary>
    public static bool TryParse(string text, out DataSize size)
    {
        size = default;
        if (!Units.UnitText.TrySplit(text, out var number, out var unit) || BytesOf(unit) is not { } bytesPerUnit) return false;
        try
        {
            var bytes = decimal.Truncate(number * bytesPerUnit);
            if (bytes is < long.MinValue or > long.MaxValue) return false;
            size = new DataSize((long)bytes);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public int CompareTo(DataSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>The size in the largest power of 1024 that leaves a whole number.</summary>
    public override string ToString()
    {
        var (bytes, power) = (Bytes, 0);
        for (; bytes != 0 && bytes % 1024 == 0 && power < 6; power++) bytes /= 1024;
        var unit = power == 0 ? "B" : "KMGTPE"[power - 1] + "iB";
        return bytes.ToString(CultureInfo.InvariantCulture) + " " + unit;
    }

    // HOCON "Size in bytes format": single letters are powers of two.
    private static decimal? BytesOf(string unit)
    {
        if (unit is "" or "B" or "b" or "byte" or "bytes") return 1;
        var small = unit[0] is 'k' or 'K' ? 0 : "MGTPEZY".IndexOf(char.ToUpperInvariant(unit[0])) + 1;
        if (small == 0 && unit[0] is not ('k' or 'K')) return null;
        return unit.Length <= 3 ? OfAbbreviation(unit, small + 1) : OfWord(unit, small + 1);
    }

    private static decimal? OfAbbreviation(string unit, int power)
    {
        if (unit.Length == 1) return Power(1024, power);
        if (unit == "kB" || (unit.Length == 2 && unit[1] == 'B' && char.IsAsciiLetterUpper(unit[0]))) return Power(1000, power);
        return char.IsAsciiLetterUpper(unit[0]) && unit[1..] is "i" or "iB" ? Power(1024, power) : null;
    }

    private static decimal? OfWord(string unit, int power)
    {
        var name = unit.EndsWith('s') ? unit[..^1] : unit;
        ReadOnlySpan<string> decimals = ["kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte", "exabyte", "zettabyte", "yottabyte"];
        ReadOnlySpan<string> binaries = ["kibibyte", "mebibyte", "gibibyte", "tebibyte", "pebibyte", "exbibyte", "zebibyte", "yobibyte"];
        if (name == decimals[power - 1]) return Power(1000, power);
        return name == binaries[power - 1] ? Power(1024, power) : null;
    }

    private static decimal Power(decimal factor, int power)
    {
        var result = 1m;
        for (; power > 0; power--) result *= factor;
        return result;
    }
}
