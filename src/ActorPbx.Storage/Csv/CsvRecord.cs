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

    /// <summary>Writes the line, without its end; times are local with their offset, the duration is in seconds.</summary>
    /// <param name="stored">The record.</param>
    /// <param name="zone">Where it is read.</param>
    /// <param name="line">An empty line.</param>
    public static void Write(StoredRecord stored, TimeZoneInfo zone, StringBuilder line)
    {
        var record = stored.Record;
        line.Append(stored.Id);
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
        line.Append(CultureInfo.InvariantCulture, $",{record.Duration.TotalSeconds:0.000}");
        CsvField.Append(line, StoredForms.Word(record.Outcome));
        line.Append(',').Append(record.ResponseCode);
        line.Append(',').Append(record.Cause);
        CsvField.Append(line, StoredForms.Word(record.ReleasedBy));
        CsvField.Append(line, StoredForms.Streams(record.Streams));
        CsvField.Append(line, record.Correlation);
        CsvField.Append(line, record.Branch);
        CsvField.Append(line, record.OnBehalfOf);
    }

    /// <summary>The id at the front of a line; 0 when there is none.</summary>
    public static long Id(ReadOnlySpan<byte> line)
    {
        var comma = line.IndexOf((byte)',');
        return comma > 0 && long.TryParse(line[..comma], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
    }

    private static void Append(StringBuilder line, DateTimeOffset? instant, TimeZoneInfo zone)
    {
        line.Append(',');
        if (instant is { } there)
            line.Append(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(there, zone):yyyy-MM-dd'T'HH:mm:ss.fffzzz}");
    }
}
