using System.Collections.Immutable;
using System.Data;
using System.Net.Sockets;
using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Records;
using ActorPbx.Storage.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace ActorPbx.Storage.Central;

/// <summary>The central table in PostgreSQL. Makes its table at the first use; the connection is made anew after a fault.</summary>
public sealed class PostgresCentralRecords : ICentralRecords
{
    private const string Columns =
        "call, side, domain, node, caller, called, peer, started_at, ringing_at, answered_at, ended_at, outcome, response, cause, released_by, streams, correlation, branch, on_behalf_of";

    private const string Table = """
        CREATE TABLE IF NOT EXISTS call_records (
            id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            call        text NOT NULL,
            side        text NOT NULL,
            domain      text NOT NULL,
            node        text NOT NULL,
            caller      text NOT NULL,
            called      text NOT NULL,
            peer        text NOT NULL,
            started_at  timestamptz NOT NULL,
            ringing_at  timestamptz,
            answered_at timestamptz,
            ended_at    timestamptz NOT NULL,
            outcome     text NOT NULL,
            response    integer NOT NULL,
            cause       integer NOT NULL,
            released_by text NOT NULL,
            streams     text NOT NULL,
            correlation text NOT NULL,
            branch      text NOT NULL,
            UNIQUE (call, side)
        );
        ALTER TABLE call_records ADD COLUMN IF NOT EXISTS on_behalf_of text NOT NULL DEFAULT '';
        CREATE INDEX IF NOT EXISTS call_records_by_end ON call_records (ended_at);
        CREATE INDEX IF NOT EXISTS call_records_by_correlation ON call_records (correlation);
        CREATE INDEX IF NOT EXISTS call_records_by_branch ON call_records (branch, id);
        """;

    private readonly NpgsqlDataSource _source;
    private bool _made;

    /// <param name="connection">Npgsql's connection string, such as "Host=db;Database=actorpbx;Username=actorpbx;Password=…".</param>
    public PostgresCentralRecords(string connection) => _source = NpgsqlDataSource.Create(connection);

    public int Add(IReadOnlyCollection<CallRecord> records) => Use(connection =>
    {
        using var transaction = connection.BeginTransaction();
        using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var record in records)
            batch.BatchCommands.Add(Insert(record));
        var added = batch.ExecuteNonQuery();
        transaction.Commit();
        return added;
    });

    public ImmutableArray<StoredRecord> Find(FindCentralCalls search) => Use(connection =>
    {
        using var command = new NpgsqlCommand(Query(search.Search), connection);
        Add(command, search.Search.Domain?.Value);
        Add(command, search.Search.Number);
        Add(command, NpgsqlDbType.TimestampTz, search.Search.Since?.UtcDateTime);
        Add(command, NpgsqlDbType.TimestampTz, search.Search.Until?.UtcDateTime);
        Add(command, NpgsqlDbType.Bigint, search.Search.RunsForward ? search.Search.AfterId : search.Search.BeforeId);
        Add(command, search.Branch);
        Add(command, search.Correlation);
        Add(command, NpgsqlDbType.Integer, Math.Clamp(search.Search.Limit, 0, FindCalls.LargestPage));
        using var reader = command.ExecuteReader();
        var found = ImmutableArray.CreateBuilder<StoredRecord>();
        while (reader.Read())
            found.Add(new StoredRecord(reader.GetInt64(0), Read(reader)));
        return found.ToImmutable();
    });

    public void Dispose() => _source.Dispose();

    private static string Query(FindCalls search)
    {
        const string Filter = """
            ($1 IS NULL OR domain = $1) AND ($2 IS NULL OR caller = $2 OR called = $2) AND ($3 IS NULL OR ended_at >= $3) AND ($4 IS NULL OR ended_at < $4)
            AND ($6 IS NULL OR branch = $6) AND ($7 IS NULL OR correlation = $7)
            """;
        return search.RunsForward
            ? $"SELECT id, {Columns} FROM call_records WHERE id > $5 AND {Filter} ORDER BY id LIMIT $8"
            : $"SELECT * FROM (SELECT id, {Columns} FROM call_records WHERE ($5 = 0 OR id < $5) AND {Filter} ORDER BY id DESC LIMIT $8) newest ORDER BY id";
    }

    private static NpgsqlBatchCommand Insert(CallRecord record)
    {
        var command = new NpgsqlBatchCommand(
            $"INSERT INTO call_records ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) ON CONFLICT DO NOTHING");
        foreach (var value in Values(record))
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }

    private static object?[] Values(CallRecord record) =>
    [
        record.Call.Value, StoredForms.Word(record.Side), record.Domain.Value, record.Node, record.Caller, record.Called, record.Peer,
        record.StartedAt.UtcDateTime, record.RingingAt?.UtcDateTime, record.AnsweredAt?.UtcDateTime, record.EndedAt.UtcDateTime,
        StoredForms.Word(record.Outcome), record.ResponseCode, record.Cause, StoredForms.Word(record.ReleasedBy), StoredForms.Streams(record.Streams),
        record.Correlation, record.Branch, record.OnBehalfOf,
    ];

    private static CallRecord Read(NpgsqlDataReader reader) => new(
        new CallId(reader.GetString(1)), StoredForms.Side(reader.GetString(2)), new DomainName(reader.GetString(3)),
        reader.GetString(4), reader.GetString(5), reader.GetString(6), reader.GetString(7),
        Instant(reader, 8)!.Value, Instant(reader, 9), Instant(reader, 10), Instant(reader, 11)!.Value,
        StoredForms.Outcome(reader.GetString(12)), reader.GetInt32(13), reader.GetInt32(14), StoredForms.Releaser(reader.GetString(15)),
        StoredForms.Streams(reader.GetString(16)), reader.GetString(17), reader.GetString(18), reader.GetString(19));

    private static DateTimeOffset? Instant(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : new DateTimeOffset(DateTime.SpecifyKind(reader.GetDateTime(column), DateTimeKind.Utc));

    private static void Add(NpgsqlCommand command, string? text) => Add(command, NpgsqlDbType.Text, text);

    private static void Add(NpgsqlCommand command, NpgsqlDbType type, object? value) =>
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });

    private T Use<T>(Func<NpgsqlConnection, T> work)
    {
        try
        {
            using var connection = _source.OpenConnection();
            if (!_made)
            {
                using var make = new NpgsqlCommand(Table, connection);
                make.ExecuteNonQuery();
                _made = true;
            }

            return work(connection);
        }
        catch (Exception fault) when (fault is NpgsqlException or SocketException or TimeoutException or DataException)
        {
            // The connection string, and so the password, is in none of these texts.
            throw new StorageException($"The database of all branches' records cannot be used: {fault.Message}", fault);
        }
    }
}
