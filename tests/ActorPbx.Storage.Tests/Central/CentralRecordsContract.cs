using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Records;
using ActorPbx.Storage.Central;
using ActorPbx.Storage.Sqlite;
using Npgsql;
using static ActorPbx.Storage.Tests.SampleRecords;

namespace ActorPbx.Storage.Tests.Central;

/// <summary>What every table of all branches' records keeps.</summary>
public abstract class CentralRecordsContract
{
    protected static readonly FindCalls Everything = new(null, null, null, null, 0, 1000);

    protected abstract ICentralRecords Open();

    [Fact]
    public void Records_come_back_as_they_went_in()
    {
        using var central = Open();
        central.Add([Record("a"), Record("a", RecordSide.Terminating)]).ShouldBe(2);
        var found = Find(central);
        found.ShouldBe([Record("a"), Record("a", RecordSide.Terminating)], new SameRecord());
    }

    [Fact]
    public void A_record_that_comes_again_is_kept_once()
    {
        using var central = Open();
        central.Add([Record("a"), Record("b")]).ShouldBe(2);
        central.Add([Record("b"), Record("b"), Record("c")]).ShouldBe(1);
        Find(central).Select(record => record.Call.Value).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void A_call_is_found_by_its_name_on_all_nodes_and_by_its_branch()
    {
        using var central = Open();
        central.Add([Record("a"), Record("b") with { Correlation = "corr-a", Branch = "berlin" }, Record("c")]);
        Find(central, correlation: "corr-a").Select(record => record.Call.Value).ShouldBe(["a", "b"]);
        Find(central, branch: "berlin").Select(record => record.Call.Value).ShouldBe(["b"]);
    }

    [Fact]
    public void Pages_go_forward_or_show_the_newest()
    {
        using var central = Open();
        central.Add([.. Enumerable.Range(0, 10).Select(i => Record($"{i}"))]);
        var newest = central.Find(new FindCentralCalls(Everything with { Limit = 3 }, null, null));
        newest.Select(stored => stored.Record.Call.Value).ShouldBe(["7", "8", "9"]);
        central.Find(new FindCentralCalls(Everything with { Limit = 2, BeforeId = newest[0].Id }, null, null)).Select(stored => stored.Record.Call.Value).ShouldBe(["5", "6"]);
        central.Find(new FindCentralCalls(Everything with { AfterId = newest[0].Id }, null, null)).Select(stored => stored.Record.Call.Value).ShouldBe(["8", "9"]);
        central.Find(new FindCentralCalls(Everything with { Since = Noon.AddSeconds(1) }, null, null)).ShouldBeEmpty();
        central.Find(new FindCentralCalls(Everything with { Number = "101", Until = Noon.AddSeconds(1) }, null, null)).Length.ShouldBe(10);
    }

    private static List<CallRecord> Find(ICentralRecords central, string? branch = null, string? correlation = null) =>
        [.. central.Find(new FindCentralCalls(Everything, branch, correlation)).Select(stored => stored.Record)];

    private sealed class SameRecord : IEqualityComparer<CallRecord>
    {
        public bool Equals(CallRecord? one, CallRecord? other) =>
            one! with { Streams = [] } == other! with { Streams = [] } && one.Streams.SequenceEqual(other.Streams);

        public int GetHashCode(CallRecord record) => record.Call.GetHashCode();
    }
}

public sealed class SqliteCentralRecordsTests : CentralRecordsContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    protected override ICentralRecords Open() =>
        new SqliteCentralRecords(CallDatabase.Open(Path.Combine(_directory.Path, SqliteCentralRecords.FileName), TimeSpan.FromSeconds(2), "run"));
}

public sealed class PostgresCentralRecordsTests(PostgresServer server) : CentralRecordsContract, IClassFixture<PostgresServer>
{
    [Fact]
    public void A_database_that_goes_away_is_a_fault_that_passes()
    {
        using var central = Open();
        central.Add([Record("a")]);
        server.Stop();
        Should.Throw<StorageException>(() => central.Add([Record("b")]));
        server.Start();
        central.Add([Record("a"), Record("b")]).ShouldBe(1);
    }

    protected override ICentralRecords Open()
    {
        using var connection = new NpgsqlConnection(server.Connection);
        connection.Open();
        using var command = new NpgsqlCommand("DROP TABLE IF EXISTS call_records", connection);
        command.ExecuteNonQuery();
        return new PostgresCentralRecords(server.Connection);
    }
}
