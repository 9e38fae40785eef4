using System.Collections.Immutable;
using System.Globalization;
using ActorPbx.Domain.Extensions;
using Microsoft.Data.Sqlite;

namespace ActorPbx.Storage.Sqlite;

/// <summary>How many calls to the outside each extension began on the last day that it began any.</summary>
public sealed class OutsideCountTable : IDisposable
{
    private const string DayForm = "yyyy-MM-dd";

    private readonly Statement _put;
    private readonly Statement _load;
    private readonly Statement _forget;

    internal OutsideCountTable(SqliteConnection connection)
    {
        _put = new Statement(
            connection, "INSERT INTO outside_counts (domain, number, day, calls) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (domain, number) DO UPDATE SET day = ?3, calls = ?4", 4);
        _load = new Statement(connection, "SELECT domain, number, calls FROM outside_counts WHERE day = ?1", 1);
        _forget = new Statement(connection, "DELETE FROM outside_counts WHERE day < ?1", 1);
    }

    /// <summary>Keeps a count in place of the one before.</summary>
    public void Put(OutsideCount count) => _put.Execute(count.Domain.Value, count.Number.Value, Text(count.Day), count.Calls);

    /// <summary>The counts of a day.</summary>
    public ImmutableArray<OutsideCount> Load(DateOnly day)
    {
        using var reader = _load.Query(Text(day));
        var counts = ImmutableArray.CreateBuilder<OutsideCount>();
        while (reader.Read())
            counts.Add(new OutsideCount(new(reader.GetString(0)), new(reader.GetString(1)), day, reader.GetInt32(2)));
        return counts.ToImmutable();
    }

    /// <summary>Removes the counts of days before this one.</summary>
    public void Forget(DateOnly before) => _forget.Execute(Text(before));

    public void Dispose()
    {
        _put.Dispose();
        _load.Dispose();
        _forget.Dispose();
    }

    private static string Text(DateOnly day) => day.ToString(DayForm, CultureInfo.InvariantCulture);
}
