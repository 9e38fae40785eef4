using System.Globalization;
using System.Text;
using ActorPbx.Pbx.Records;
using ActorPbx.Storage.Sqlite;

namespace ActorPbx.Storage.Csv;

/// <summary>A call record as a line of a daily file.</summary>
internal static class CsvRecord
{
    /// <summary>The first line of every file.</summary>
    public const string Header =
        "id,call,side,domain,node,caller,called,peer,started,ringing,answered,ended,duration,outcome,response,cause,released-by,streams,correlation,branch,on-behalf-of";

    /// <summary>The line, without its end; times are local with their offset, the duration is in seconds.</summary>
    public static string Line(StoredRecord stored, TimeZoneInfo zone)
    {
        var record = stored.Record;
        var line = new StringBuilder(256);
        Append(line, stored.Id);
        CsvField.Append(line, record.Call.Value);
        CsvField.Append(line, StoredForms.Word(record.Side));
        CsvField.Append(line, record.Domain.Value);
        CsvField.Append(line, record.Node);
        CsvField.Append(line, record.Caller);
        CsvField.Append(line, record.Called);
        CsvField.Append(line, record.Peer);
        Append(line, record.StartedAt, zone);
        Append(line, record.RingingAt, zone);
        Append(line, record.AnsweredAt, zone);
        Append(line, record.EndedAt, zone);
        CsvField.Append(line, record.Duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));
        CsvField.Append(line, StoredForms.Word(record.Outcome));
        Append(line, record.ResponseCode);
        Append(line, record.Cause);
        CsvField.Append(line, StoredForms.Word(record.ReleasedBy));
        CsvField.Append(line, StoredForms.Streams(record.Streams));
        CsvField.Append(line, record.Correlation);
        CsvField.Append(line, record.Branch);
        CsvField.Append(line, record.OnBehalfOf);
        return line.ToString();
    }

    /// <summary>The id at the front of a line; 0 when there is none.</summary>
    public static long Id(ReadOnlySpan<byte> line)
    {
        var comma = line.IndexOf((byte)',');
        return comma > 0 && long.TryParse(line[..comma], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
    }

    private static void Append(StringBuilder line, long number) => CsvField.Append(line, number.ToString(CultureInfo.InvariantCulture));

    private static void Append(StringBuilder line, DateTimeOffset? instant, TimeZoneInfo zone) => CsvField.Append(
        line,
        instant is { } there ? TimeZoneInfo.ConvertTime(there, zone).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture) : "");
}
