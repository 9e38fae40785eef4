using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Records;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ActorPbx.Storage.Sqlite;

/// <summary>The call records, in the order in which they were stored.</summary>
public sealed class RecordTable : IDisposable
{
    private const string Columns =
        "id, call, side, domain, node, caller, called, peer, started_at, ringing_at, answered_at, ended_at, outcome, response, cause, released_by, streams, correlation, branch, on_behalf_of";

    private const string Filter =
        "(?1 IS NULL OR domain = ?1) AND (?2 IS NULL OR caller = ?2 OR called = ?2) AND (?3 IS NULL OR ended_at >= ?3) AND (?4 IS NULL OR ended_at < ?4) "
        + "AND (?7 IS NULL OR branch = ?7) AND (?8 IS NULL OR correlation = ?8)";

    private readonly SqliteConnection _connection;
    private readonly Statement _insert;
    private readonly Statement _forward;
    private readonly Statement _newest;
    private readonly Statement _last;

    internal RecordTable(SqliteConnection connection)
    {
        _connection = connection;
        _insert = new Statement(
            connection,
            """
            INSERT INTO records (call, side, domain, node, caller, called, peer, started_at, ringing_at, answered_at, ended_at, outcome, response, cause, released_by, streams,
                correlation, branch, on_behalf_of)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19) ON CONFLICT (call, side) DO NOTHING
            """,
            19);
        _forward = new Statement(connection, $"SELECT {Columns} FROM records WHERE id > ?5 AND {Filter} ORDER BY id LIMIT ?6", 8);
        _newest = new Statement(
            connection, $"SELECT * FROM (SELECT {Columns} FROM records WHERE (?5 = 0 OR id < ?5) AND {Filter} ORDER BY id DESC LIMIT ?6) ORDER BY id", 8);
        _last = new Statement(connection, "SELECT coalesce(max(id), 0) FROM records", 0);
    }

    /// <summary>Adds a record and answers its number; 0 when this half of the call is there already, so that a write may safely be repeated.</summary>
    public long Add(CallRecord record)
    {
        var added = _insert.Execute(
            record.Call.Value,
            StoredForms.Word(record.Side),
            record.Domain.Value,
            record.Node,
            record.Caller,
            record.Called,
            record.Peer,
            StoredForms.Instant(record.StartedAt),
            Instant(record.RingingAt),
            Instant(record.AnsweredAt),
            StoredForms.Instant(record.EndedAt),
            StoredForms.Word(record.Outcome),
            record.ResponseCode,
            record.Cause,
            StoredForms.Word(record.ReleasedBy),
            StoredForms.Streams(record.Streams),
            record.Correlation,
            record.Branch,
            record.OnBehalfOf);
        return added == 0 ? 0 : raw.sqlite3_last_insert_rowid(_connection.Handle);
    }

    /// <summary>What a search finds, in the order in which it was stored: from a number forward, or the newest before one.</summary>
    /// <param name="search">What is looked for.</param>
    /// <param name="branch">Only this branch, or all.</param>
    /// <param name="correlation">Only the call of this name, or all.</param>
    public ImmutableArray<StoredRecord> Find(FindCalls search, string? branch = null, string? correlation = null)
    {
        var statement = search.RunsForward ? _forward : _newest;
        return Read(statement, search, Math.Clamp(search.Limit, 0, FindCalls.LargestPage), branch, correlation);
    }

    /// <summary>The number of the newest record; 0 when there is none.</summary>
    public long Newest
    {
        get
        {
            using var reader = _last.Query();
            return reader.Read() ? reader.GetInt64(0) : 0;
        }
    }

    /// <summary>The records that follow a number, the first included even when that is 0.</summary>
    public ImmutableArray<StoredRecord> After(long id, int limit) => Read(_forward, new FindCalls(null, null, null, null, id, limit, Forward: true), limit);

    public void Dispose()
    {
        _insert.Dispose();
        _forward.Dispose();
        _newest.Dispose();
        _last.Dispose();
    }

    private static ImmutableArray<StoredRecord> Read(Statement statement, FindCalls search, int limit, string? branch = null, string? correlation = null)
    {
        using var reader = statement.Query(
            search.Domain?.Value, search.Number, Instant(search.Since), Instant(search.Until), search.RunsForward ? search.AfterId : search.BeforeId, limit, branch, correlation);
        var found = ImmutableArray.CreateBuilder<StoredRecord>();
        while (reader.Read())
            found.Add(new StoredRecord(reader.GetInt64(0), Record(reader)));
        return found.ToImmutable();
    }

    private static CallRecord Record(SqliteDataReader reader) => new(
        new CallId(reader.GetString(1)),
        StoredForms.Side(reader.GetString(2)),
        new DomainName(reader.GetString(3)),
        reader.GetString(4),
        reader.GetString(5),
        reader.GetString(6),
        reader.GetString(7),
        StoredForms.Instant(reader.GetInt64(8)),
        reader.IsDBNull(9) ? null : StoredForms.Instant(reader.GetInt64(9)),
        reader.IsDBNull(10) ? null : StoredForms.Instant(reader.GetInt64(10)),
        StoredForms.Instant(reader.GetInt64(11)),
        StoredForms.Outcome(reader.GetString(12)),
        reader.GetInt32(13),
        reader.GetInt32(14),
        StoredForms.Releaser(reader.GetString(15)),
        StoredForms.Streams(reader.GetString(16)),
        reader.GetString(17),
        reader.GetString(18),
        reader.GetString(19));

    private static object? Instant(DateTimeOffset? instant) => instant is { } there ? StoredForms.Instant(there) : null;
}
