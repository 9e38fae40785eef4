using System.Globalization;
using System.Text;
using System.Text.Json;
using ActorPbx.Node.Control;
using ActorPbx.Storage.Csv;

namespace ActorPbx.Node.Cli.Output;

/// <summary>Comma-separated values (RFC 4180), with the columns of the daily files in the data directory.</summary>
internal sealed class CallRecordCsv : ICallRecordPrinter
{
    private const string Heading =
        "id,call,side,domain,node,caller,called,peer,started,ringing,answered,ended,duration,outcome,response,cause,released-by,streams,correlation,branch,on-behalf-of";

    private readonly TextWriter _text;

    public CallRecordCsv(TextWriter text)
    {
        _text = text;
        _text.WriteLine(Heading);
    }

    public void Add(CallRecordRow record)
    {
        var line = new StringBuilder();
        foreach (var cell in (string[])[
            Number(record.Id), record.Call, record.Side, record.Domain, record.Node, record.Caller, record.Called, record.Peer,
            Time(record.StartedAt), Time(record.RingingAt), Time(record.AnsweredAt), Time(record.EndedAt),
            record.DurationSeconds.ToString("0.000", CultureInfo.InvariantCulture), record.Outcome,
            Number(record.ResponseCode), Number(record.Cause), record.ReleasedBy, Streams(record), record.Correlation, record.Branch, record.OnBehalfOf])
        {
            CsvField.Append(line, cell);
        }

        _text.WriteLine(line);
        _text.Flush();
    }

    public void End()
    {
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset? time) => time?.ToLocalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture) ?? "";

    private static string Streams(CallRecordRow record) =>
        record.Streams.IsDefaultOrEmpty ? "" : JsonSerializer.Serialize(record.Streams, CliJson.Default.ImmutableArrayStreamRow);
}
