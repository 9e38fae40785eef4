using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Records;
using ActorPbx.Storage.Csv;
using static ActorPbx.Storage.Tests.SampleRecords;

namespace ActorPbx.Storage.Tests.Csv;

public sealed class DailyFilesTests : IDisposable
{
    private static readonly TimeZoneInfo PlusEight = TimeZoneInfo.CreateCustomTimeZone("plus eight", TimeSpan.FromHours(8), null, null);
    private readonly TemporaryDirectory _directory = new();
    private readonly DailyFiles _files;

    public DailyFilesTests() => _files = new DailyFiles(_directory.File("cdr"), PlusEight);

    public void Dispose()
    {
        _files.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_day_without_calls_has_no_file()
    {
        _files.Append([]);
        Directory.Exists(_directory.File("cdr")).ShouldBeFalse();
    }

    [Fact]
    public void A_line_tells_the_record_under_the_headings()
    {
        _files.Append([new StoredRecord(7, Record("a"))]);
        var lines = Lines("2026-03-04");
        lines.Length.ShouldBe(2);
        var row = CsvText.Split(lines[0]).Zip(CsvText.Split(lines[1])).ToDictionary(pair => pair.First, pair => pair.Second);
        row.Count.ShouldBe(21);
        row["on-behalf-of"].ShouldBe("102");
        row["id"].ShouldBe("7");
        row["side"].ShouldBe("O");
        row["caller"].ShouldBe("100");
        row["ended"].ShouldBe("2026-03-04T20:00:00.000+08:00");
        row["duration"].ShouldBe("60.000");
        row["outcome"].ShouldBe("answered");
        row["streams"].ShouldContain("\"packets\":3000");
    }

    [Fact]
    public void Days_change_at_local_midnight()
    {
        var beforeMidnight = new DateTimeOffset(2026, 3, 4, 15, 59, 59, TimeSpan.Zero);
        _files.Append([new StoredRecord(1, Record("a", ended: beforeMidnight)), new StoredRecord(2, Record("b", ended: beforeMidnight.AddSeconds(1)))]);
        _files.Append([new StoredRecord(3, Record("c", ended: beforeMidnight))]);
        Ids("2026-03-04").ShouldBe([1, 3]);
        Ids("2026-03-05").ShouldBe([2]);
    }

    [Fact]
    public void Repair_adds_what_is_missing_and_doubles_nothing()
    {
        var records = Enumerable.Range(1, 9).Select(i => new StoredRecord(i, Record($"{i}", ended: Noon.AddHours(i * 3)))).ToArray();
        _files.Append([records[0], records[1], records[4]]);
        _files.Repair(records);
        _files.Repair(records);
        Directory.GetFiles(_directory.File("cdr")).SelectMany(file => Ids(Path.GetFileNameWithoutExtension(file))).Order()
            .ShouldBe(Enumerable.Range(1, 9).Select(i => (long)i));
    }

    [Fact]
    public void A_line_cut_short_by_a_crash_is_replaced()
    {
        var records = new[] { new StoredRecord(1, Record("a")), new StoredRecord(2, Record("b")) };
        _files.Append(records);
        var path = _directory.File("cdr/2026-03-04.csv");
        var whole = File.ReadAllText(path);
        for (var length = 0; length < whole.Length; length += 13)
        {
            File.WriteAllText(path, whole[..length]);
            using var again = new DailyFiles(_directory.File("cdr"), PlusEight);
            again.Repair(records);
            File.ReadAllText(path).ShouldBe(whole);
        }
    }

    [Fact]
    public void A_file_taken_away_by_somebody_is_begun_anew()
    {
        _files.Append([new StoredRecord(1, Record("a"))]);
        File.Move(_directory.File("cdr/2026-03-04.csv"), _directory.File("moved.csv"));
        _files.Append([new StoredRecord(2, Record("b"))]);
        Lines("2026-03-04")[0].ShouldStartWith("id,");
        Ids("2026-03-04").ShouldBe([2]);
    }

    private string[] Lines(string day) => File.ReadAllLines(_directory.File($"cdr/{day}.csv"));

    private long[] Ids(string day) => [.. Lines(day).Skip(1).Select(line => long.Parse(line.Split(',')[0], null))];
}
