using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Records;
using ActorPbx.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using static ActorPbx.Storage.Tests.SampleRecords;

namespace ActorPbx.Storage.Tests.Sqlite;

/// <summary>What the tables got later: documents, and records of a call that crosses nodes.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string DatabasePath => Path.Combine(_directory.Path, "actorpbx.db");

    [Fact]
    public void A_database_of_the_first_format_keeps_its_records()
    {
        using (var database = Open())
            database.InTransaction(open => open.Records.Add(Record("a")));
        using (var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=false"))
        {
            connection.Open();
            Schema.Execute(connection, """
                ALTER TABLE records DROP COLUMN on_behalf_of; ALTER TABLE records DROP COLUMN correlation; ALTER TABLE records DROP COLUMN branch;
                ALTER TABLE open_calls DROP COLUMN side; ALTER TABLE open_calls DROP COLUMN correlation; ALTER TABLE open_calls DROP COLUMN branch;
                ALTER TABLE bindings DROP COLUMN reg_id; ALTER TABLE bindings DROP COLUMN path;
                DROP TABLE documents; DROP TABLE messages; DROP TABLE outside_counts; DROP TABLE bans; PRAGMA user_version = 1
                """);
        }

        using var migrated = Open();
        var record = migrated.Records.Find(new FindCalls(null, null, null, null, 0, 10)).ShouldHaveSingleItem().Record;
        (record.Call, record.Correlation, record.Branch, record.OnBehalfOf).ShouldBe((new CallId("a"), "", "", ""));
    }

    [Fact]
    public void A_record_keeps_the_name_of_the_whole_call_and_its_branch()
    {
        using var database = Open();
        database.InTransaction(open => open.Records.Add(Record("a")));
        var record = database.Records.Find(new FindCalls(null, null, null, null, 0, 10)).ShouldHaveSingleItem().Record;
        (record.Correlation, record.Branch, record.OnBehalfOf).ShouldBe(("corr-a", "shanghai", "102"));
    }

    [Fact]
    public void An_interrupted_call_is_recorded_as_the_half_that_was_ours()
    {
        using (var database = Open("first run"))
            database.InTransaction(open => open.OpenCalls.Add(SampleRecords.Open("a") with { Side = RecordSide.Terminating, Correlation = "whole", Branch = "berlin" }));
        using var after = Open("second run");
        var record = after.OpenCalls.Interrupted(Noon).ShouldHaveSingleItem();
        (record.Side, record.Correlation, record.Branch).ShouldBe((RecordSide.Terminating, "whole", "berlin"));
    }

    [Fact]
    public void A_document_replaces_the_one_before_and_outlives_a_restart()
    {
        using (var database = Open())
        {
            database.InTransaction(open => open.Documents.Put("directory", "old"));
            database.InTransaction(open => open.Documents.Put("directory", "new"));
        }

        using var after = Open();
        after.Documents.Get("directory").ShouldBe("new");
        after.Documents.Get("other").ShouldBeNull();
    }

    private CallDatabase Open(string run = "run") => CallDatabase.Open(DatabasePath, TimeSpan.FromSeconds(2), run);
}
