using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Node.Control;

/// <summary>Turns what the exchange says into what operators are shown: names and units are the protocol's own, and stay when the exchange's change.</summary>
internal static class Rows
{
    public static ExtensionRow Of(ExtensionView extension) => new(
        extension.Domain, extension.Number, extension.DisplayName, !extension.Devices.IsEmpty, extension.Calls, extension.MaxCalls,
        [.. extension.Devices.Select(d => new DeviceRow(d.Contact, d.Transport, d.Source, d.UserAgent, d.RegisteredAt, d.ExpiresAt))], extension.Home, extension.At);

    public static CallRow Of(CallView call, DateTimeOffset now) => new(
        call.Call, call.Domain, call.Caller, call.Called, call.Phase, call.StartedAt, call.AnsweredAt,
        call.AnsweredAt is { } answered ? Math.Max(0, (now - answered).TotalSeconds) : 0, call.Relayed);

    public static CallRecordRow Of(StoredRecord stored)
    {
        var record = stored.Record;
        return new CallRecordRow(
            stored.Id, record.Call.Value, record.Side == RecordSide.Originating ? "O" : "T", record.Domain.Value, record.Node,
            record.Caller, record.Called, record.Peer, record.StartedAt, record.RingingAt, record.AnsweredAt, record.EndedAt,
            record.Duration.TotalSeconds, Word(record.Outcome), record.ResponseCode, record.Cause, Word(record.ReleasedBy),
            record.Streams.IsDefaultOrEmpty
                ? []
                : [.. record.Streams.Select(s => new StreamRow(s.Stream, Word(s.From), s.Packets, s.Bytes, s.Lost, s.JitterMilliseconds, s.Rejected))],
            record.Correlation, record.Branch, record.OnBehalfOf);
    }

    // NoAnswer → no-answer
    private static string Word<T>(T value) where T : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? "-" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
