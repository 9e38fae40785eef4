using System.Collections.Immutable;
using System.Text.Json;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Records;

namespace ActorPbx.Storage.Sqlite;

/// <summary>How instants, words and counters look in the database and in the daily files.</summary>
internal static class StoredForms
{
    private static readonly string[] Outcomes =
        ["answered", "busy", "no-answer", "abandoned", "declined", "unreachable", "unknown-number", "refused", "failed", "interrupted", "diverted"];

    private static readonly string[] Releasers = ["caller", "called", "exchange", "operator"];

    /// <summary>Microseconds since 1970.</summary>
    public static long Instant(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The instant of so many microseconds since 1970.</summary>
    public static DateTimeOffset Instant(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>O or T, as the half-call model names them.</summary>
    public static string Word(RecordSide side) => side == RecordSide.Originating ? "O" : "T";

    public static string Word(CallOutcome outcome) => Outcomes[(int)outcome];

    public static string Word(ReleasedBy releasedBy) => Releasers[(int)releasedBy];

    public static RecordSide Side(string word) => word == "O" ? RecordSide.Originating : RecordSide.Terminating;

    public static CallOutcome Outcome(string word) => (CallOutcome)Known(Outcomes, word);

    public static ReleasedBy Releaser(string word) => (ReleasedBy)Known(Releasers, word);

    /// <summary>A JSON array with one object for each direction of each stream, or nothing.</summary>
    public static string Streams(ImmutableArray<StreamCounters> streams) =>
        streams.IsDefaultOrEmpty ? "" : JsonSerializer.Serialize(streams, JsonSerializerOptions.Web);

    public static ImmutableArray<StreamCounters> Streams(string json) =>
        json.Length == 0 ? [] : JsonSerializer.Deserialize<ImmutableArray<StreamCounters>>(json, JsonSerializerOptions.Web);

    private static int Known(string[] words, string word)
    {
        var index = Array.IndexOf(words, word);
        return index >= 0 ? index : throw new StorageException($"The database holds the unknown word \"{word}\".");
    }
}
