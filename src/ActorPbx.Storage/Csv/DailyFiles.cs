using System.Globalization;
using System.Text;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Storage.Csv;

/// <summary>The call records as one CSV file for each local day on which calls ended, for people and their spreadsheets.</summary>
/// <remarks>
/// The database is the truth, the files follow: lines are appended after the commit, in the order of their ids. What a crash left
/// out is appended by <see cref="Repair"/>, which looks into the files and so never doubles a line.
/// </remarks>
public sealed class DailyFiles(string directory, TimeZoneInfo zone) : IDisposable
{
    private readonly StringBuilder _line = new(512);
    private readonly CsvLines _lines = new();
    private FileStream? _open;
    private string _openPath = "";

    /// <summary>The file that a record belongs to: that of the local day on which the call ended.</summary>
    public string PathOf(StoredRecord record) => PathOf(DayOf(record));

    /// <summary>Appends records that are in no file yet.</summary>
    /// <exception cref="IOException">Disk full or unreachable; some days' lines may have been written, none in part. <see cref="Repair"/> sorts it out.</exception>
    public void Append(IReadOnlyList<StoredRecord> records)
    {
        _lines.Clear();
        for (var i = 0; i < records.Count; i++)
        {
            CsvRecord.Write(records[i], zone, _line.Clear());
            _lines.Add(_line.Append("\r\n"));
            var day = DayOf(records[i]);
            if (i + 1 < records.Count && DayOf(records[i + 1]) == day)
                continue;
            Write(PathOf(day), _lines.Bytes);
            _lines.Clear();
        }
    }

    /// <summary>Appends those of the records that their files do not hold yet, and removes a line that a crash cut short.</summary>
    public void Repair(IReadOnlyList<StoredRecord> records)
    {
        var known = new Dictionary<string, HashSet<long>>();
        var missing = new List<StoredRecord>();
        foreach (var record in records)
        {
            var path = PathOf(record);
            if (!known.TryGetValue(path, out var ids))
                known.Add(path, ids = ReadIds(path));
            if (!ids.Contains(record.Id))
                missing.Add(record);
        }
        Append(missing);
    }

    /// <summary>Returns when everything appended so far is on disk.</summary>
    public void Sync() => _open?.Flush(flushToDisk: true);

    public void Dispose() => Close();

    private DateOnly DayOf(StoredRecord record) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(record.Record.EndedAt, zone).DateTime);

    private string PathOf(DateOnly day) => Path.Combine(directory, day.ToString("yyyy-MM-dd'.csv'", CultureInfo.InvariantCulture));

    private void Write(string path, ReadOnlySpan<byte> lines)
    {
        var file = Open(path);
        var before = file.Length;
        try
        {
            if (before == 0)
                file.Write(Encoding.UTF8.GetBytes(CsvRecord.Header + "\r\n"));
            file.Write(lines);
        }
        catch (IOException)
        {
            // A full disk takes a part; half a line must not stay. Making a file shorter needs no space.
            file.SetLength(before);
            Close();
            throw;
        }
    }

    private FileStream Open(string path)
    {
        if (_open is not null && _openPath == path && File.Exists(path))
            return _open;
        Sync();
        Close();
        Directory.CreateDirectory(directory);
        // No buffer: what was written is in the system's hands, and a kill cannot take it back.
        _open = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        _openPath = path;
        return _open;
    }

    private void Close()
    {
        _open?.Dispose();
        _open = null;
    }

    private HashSet<long> ReadIds(string path)
    {
        var ids = new HashSet<long>();
        if (!File.Exists(path))
            return ids;
        if (_openPath == path)
            Close();
        var rest = File.ReadAllBytes(path).AsSpan();
        var whole = rest.LastIndexOf((byte)'\n') + 1;
        if (whole < rest.Length)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
            file.SetLength(whole);
        }
        rest = rest[..whole];
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            ids.Add(CsvRecord.Id(rest[..end]));
            rest = rest[(end + 1)..];
        }
        return ids;
    }
}
