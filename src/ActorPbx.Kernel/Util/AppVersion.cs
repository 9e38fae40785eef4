using System.Globalization;
using System.Reflection;

namespace ActorPbx.Kernel.Util;

/// <summary>The version of an application, which can be told older or newer than another.</summary>
/// <remarks>
/// Up to three numbers with dots between them, and a qualifier after <c>-</c> or <c>+</c> behind the last: <c>1.2-RC1</c>. A qualifier that
/// begins with a number of commits (<c>1.0.0+3-73475dce26</c>) is compared by that number first. What is not like that is compared as text.
/// </remarks>
public class AppVersion : IComparable<AppVersion>, IEquatable<AppVersion>
{
    /// <summary>The oldest.</summary>
    public static readonly AppVersion Zero = Create("0.0.0");

    internal const string AssemblyVersionMarker = "assembly-version";

    private readonly int[] _numbers;
    private readonly string _rest;

    private AppVersion(string version)
    {
        Version = version;
        (_numbers, _rest) = Parse(version);
    }

    /// <summary>The text.</summary>
    public string Version { get; }

    /// <summary>Reads a version; <c>assembly-version</c> means that of the program.</summary>
    public static AppVersion Create(string version) =>
        version.Equals(AssemblyVersionMarker, StringComparison.OrdinalIgnoreCase) ? AppVersionFromAssemblyVersion() : new AppVersion(version);

    internal static AppVersion AppVersionFromAssemblyVersion()
    {
        Version version = (Assembly.GetEntryAssembly() ?? Assembly.GetExecutingAssembly()).GetName().Version ?? new Version(0, 0, 0);
        return new AppVersion($"{version.Major}.{version.Minor}.{version.Build}");
    }

    private static (int[] Numbers, string Qualifier) Parse(string version)
    {
        string[] parts = version.Split('.');
        var numbers = new int[4];
        if (parts.Length > 3 || version.Length == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(version), $"Only one to three numbers separated with '.' are supported. [{version}]");
        }

        if (parts.Length == 1)
        {
            return int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[0]) ? (numbers, "") : (numbers, version);
        }

        for (int i = 0; i < parts.Length - 1; i++)
        {
            numbers[i] = Number(parts[i]);
        }

        string last = parts[^1];
        int end = last.AsSpan().IndexOfAny('-', '+');
        numbers[parts.Length - 1] = last.Length == 0 ? 0 : Number(end < 0 ? last : last[..end]);
        string rest = end < 0 ? "" : last[(end + 1)..];
        int dash = rest.IndexOf('-', StringComparison.Ordinal);
        if (dash > 0 && int.TryParse(rest.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out int commits))
        {
            numbers[parts.Length] = commits;
            rest = rest[(dash + 1)..];
        }

        return (numbers, rest);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public int CompareTo(AppVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        for (int i = 0; i < _numbers.Length; i++)
        {
            if (_numbers[i] != other._numbers[i])
            {
                return _numbers[i].CompareTo(other._numbers[i]);
            }
        }

        // What has a qualifier is older than what has none.
        return (_rest.Length == 0, other._rest.Length == 0) switch
        {
            (true, false) => 1,
            (false, true) => -1,
            _ => string.CompareOrdinal(_rest, other._rest),
        };
    }

    /// <inheritdoc />
    public bool Equals(AppVersion? other) => other is not null && Version == other.Version;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as AppVersion);

    /// <inheritdoc />
    public override int GetHashCode() => Version.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => Version;

    /// <summary>Whether both have the same text.</summary>
    public static bool operator ==(AppVersion? first, AppVersion? second) => Equals(first, second);

    /// <summary>Whether their texts differ.</summary>
    public static bool operator !=(AppVersion? first, AppVersion? second) => !Equals(first, second);

    /// <summary>Whether the first is older.</summary>
    public static bool operator <(AppVersion first, AppVersion second) => first.CompareTo(second) < 0;

    /// <summary>Whether the first is newer.</summary>
    public static bool operator >(AppVersion first, AppVersion second) => first.CompareTo(second) > 0;

    /// <summary>Whether the first is not newer.</summary>
    public static bool operator <=(AppVersion first, AppVersion second) => first.CompareTo(second) <= 0;

    /// <summary>Whether the first is not older.</summary>
    public static bool operator >=(AppVersion first, AppVersion second) => first.CompareTo(second) >= 0;
}
