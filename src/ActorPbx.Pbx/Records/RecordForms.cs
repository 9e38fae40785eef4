using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Pbx.Records;

/// <summary>Counters of one direction of a media stream on the wire.</summary>
public sealed record StreamForm(int Stream, RelaySide From, long Packets, long Bytes, long Lost, double Jitter, long Rejected);

/// <summary>A call record on the wire; instants in microseconds since 1970 (UTC).</summary>
public sealed record RecordForm(
    string Call, RecordSide Side, string Domain, string Node, string Caller, string Called, string Peer,
    long StartedAt, long? RingingAt, long? AnsweredAt, long EndedAt,
    string Outcome, int Response, int Cause, ReleasedBy ReleasedBy, ImmutableArray<StreamForm> Streams, string Correlation, string Branch, string OnBehalfOf = "");

/// <summary>A node to headquarters, through the durable queue <c>records</c>: call records in the order in which they were stored.</summary>
public sealed record RecordsSent(ImmutableArray<RecordForm> Records) : ClusterMessage
{
    /// <summary>Name of the durable queue.</summary>
    public const string Queue = "records";
}

/// <summary>Between call records and their form on the wire.</summary>
public static class RecordForms
{
    /// <summary>The form of a record.</summary>
    public static RecordForm Of(CallRecord record) => new(
        record.Call.Value, record.Side, record.Domain.Value, record.Node, record.Caller, record.Called, record.Peer,
        Microseconds(record.StartedAt), Microseconds(record.RingingAt), Microseconds(record.AnsweredAt), Microseconds(record.EndedAt),
        record.Outcome.ToString(), record.ResponseCode, record.Cause, record.ReleasedBy,
        record.Streams.IsDefaultOrEmpty ? [] : [.. record.Streams.Select(Of)], record.Correlation, record.Branch, record.OnBehalfOf);

    /// <summary>The record of a form.</summary>
    public static CallRecord Read(RecordForm form) => new(
        new CallId(form.Call), form.Side, new DomainName(form.Domain), form.Node, form.Caller, form.Called, form.Peer,
        Instant(form.StartedAt), Instant(form.RingingAt), Instant(form.AnsweredAt), Instant(form.EndedAt),
        Outcome(form.Outcome), form.Response, form.Cause, form.ReleasedBy,
        form.Streams.IsDefaultOrEmpty ? [] : [.. form.Streams.Select(Read)], form.Correlation ?? "", form.Branch ?? "", form.OnBehalfOf ?? "");

    // A word that a newer node knows and this one does not is no answered call.
    private static CallOutcome Outcome(string word) => Enum.TryParse<CallOutcome>(word, out var outcome) && Enum.IsDefined(outcome) ? outcome : CallOutcome.Failed;

    private static StreamForm Of(StreamCounters stream) =>
        new(stream.Stream, stream.From, stream.Packets, stream.Bytes, stream.Lost, stream.JitterMilliseconds, stream.Rejected);

    private static StreamCounters Read(StreamForm form) =>
        new(form.Stream, form.From, form.Packets, form.Bytes, form.Lost, form.Jitter, form.Rejected);

    private static long Microseconds(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static long? Microseconds(DateTimeOffset? instant) => instant is { } there ? Microseconds(there) : null;

    private static DateTimeOffset Instant(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    private static DateTimeOffset? Instant(long? microseconds) => microseconds is { } there ? Instant(there) : null;
}
