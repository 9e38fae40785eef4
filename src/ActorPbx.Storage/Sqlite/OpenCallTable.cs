using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Records;
using Microsoft.Data.Sqlite;

namespace ActorPbx.Storage.Sqlite;

/// <summary>The calls that live now; what an earlier run of the node left behind was interrupted.</summary>
public sealed class OpenCallTable : IDisposable
{
    /// <summary>Q.850 cause 41, temporary failure.</summary>
    private const int TemporaryFailure = 41;

    private readonly string _run;
    private readonly Statement _insert;
    private readonly Statement _delete;
    private readonly Statement _leftOver;

    /// <param name="connection">The open database.</param>
    /// <param name="run">Names this run of the node, so that its own calls are not taken for left over ones.</param>
    internal OpenCallTable(SqliteConnection connection, string run)
    {
        _run = run;
        _insert = new Statement(
            connection,
            "INSERT INTO open_calls (call, run, domain, node, caller, called, started_at, side, correlation, branch) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING",
            10);
        _delete = new Statement(connection, "DELETE FROM open_calls WHERE call = ?1", 1);
        _leftOver = new Statement(connection, "SELECT call, domain, node, caller, called, started_at, side, correlation, branch FROM open_calls WHERE run <> ?1", 1);
    }

    /// <summary>Notes a call.</summary>
    public void Add(OpenCall call) => _insert.Execute(
        call.Call.Value, _run, call.Domain.Value, call.Node, call.Caller, call.Called, StoredForms.Instant(call.StartedAt), StoredForms.Word(call.Side),
        call.Correlation, call.Branch);

    /// <summary>Removes a call's note.</summary>
    public void Remove(CallId call) => _delete.Execute(call.Value);

    /// <summary>The calls of earlier runs as records of the halves that were noted; when they really ended nobody knows, so they end now.</summary>
    public ImmutableArray<CallRecord> Interrupted(DateTimeOffset now)
    {
        using var reader = _leftOver.Query(_run);
        var found = ImmutableArray.CreateBuilder<CallRecord>();
        while (reader.Read())
        {
            found.Add(new CallRecord(
                new CallId(reader.GetString(0)),
                StoredForms.Side(reader.GetString(6)),
                new DomainName(reader.GetString(1)),
                reader.GetString(2),
                reader.GetString(3),
                reader.GetString(4),
                Peer: "",
                StoredForms.Instant(reader.GetInt64(5)),
                RingingAt: null,
                AnsweredAt: null,
                now,
                CallOutcome.Interrupted,
                ResponseCode: 0,
                TemporaryFailure,
                ReleasedBy.Exchange,
                [],
                reader.GetString(7),
                reader.GetString(8)));
        }
        return found.ToImmutable();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _delete.Dispose();
        _leftOver.Dispose();
    }
}
