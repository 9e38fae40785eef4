using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Records;
using ActorPbx.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using static ActorPbx.Storage.Tests.SampleRecords;

namespace ActorPbx.Storage.Tests.Sqlite;

public sealed class CallDatabaseTests : IDisposable
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromMilliseconds(300);
    private static readonly FindCalls Everything = new(null, null, null, null, 0, 1000);
    private readonly TemporaryDirectory _directory = new();
    private CallDatabase _database;

    public CallDatabaseTests() => _database = Open();

    private string DatabasePath => _directory.File("actorpbx.db");

    public void Dispose()
    {
        _database.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_record_comes_back_as_it_was()
    {
        var record = Record("a") with { RingingAt = null, AnsweredAt = null, Outcome = CallOutcome.UnknownNumber, ReleasedBy = ReleasedBy.Exchange };
        Store(Record("b"), record);
        var found = _database.Records.Find(Everything);
        found.Length.ShouldBe(2);
        found[1].Record.Streams.ShouldBe(record.Streams);
        (found[1].Record with { Streams = [] }).ShouldBe(record with { Streams = [] });
        found[1].Record.Duration.ShouldBe(TimeSpan.Zero);
        found[0].Record.Duration.ShouldBe(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Every_outcome_and_releaser_has_its_word()
    {
        foreach (var outcome in Enum.GetValues<CallOutcome>())
            StoredForms.Outcome(StoredForms.Word(outcome)).ShouldBe(outcome);
        foreach (var releaser in Enum.GetValues<ReleasedBy>())
            StoredForms.Releaser(StoredForms.Word(releaser)).ShouldBe(releaser);
        foreach (var side in Enum.GetValues<RecordSide>())
            StoredForms.Side(StoredForms.Word(side)).ShouldBe(side);
    }

    [Fact]
    public void The_same_half_of_a_call_is_kept_once()
    {
        Store(Record("a"), Record("a"), Record("a", RecordSide.Terminating));
        Store(Record("a"));
        _database.Records.Find(Everything).Length.ShouldBe(2);
    }

    [Fact]
    public void Hostile_text_is_data_and_nothing_else()
    {
        var evil = "'; DROP TABLE records; --\u0000\r\n\"";
        Store(Record("a", caller: evil));
        _database.Records.Find(Everything with { Number = evil })[0].Record.Caller.ShouldBe(evil);
    }

    [Fact]
    public void Nothing_of_a_failed_transaction_stays()
    {
        Should.Throw<InvalidOperationException>(() => _database.InTransaction(database =>
        {
            database.Records.Add(Record("a"));
            throw new InvalidOperationException();
        }));
        _database.Records.Find(Everything).ShouldBeEmpty();
        Store(Record("b"));
        _database.Records.Find(Everything).Length.ShouldBe(1);
    }

    [Fact]
    public void A_search_filters_by_domain_number_and_time()
    {
        Store(
            Record("a", caller: "100", called: "200", ended: Noon),
            Record("b", caller: "200", called: "300", ended: Noon.AddHours(1)),
            Record("c", caller: "200", called: "100", ended: Noon.AddHours(2), domain: Berlin));

        Calls(Everything with { Domain = Berlin }).ShouldBe("c");
        Calls(Everything with { Number = "200" }).ShouldBe("a b c");
        Calls(Everything with { Number = "300" }).ShouldBe("b");
        Calls(Everything with { Since = Noon.AddHours(1) }).ShouldBe("b c");
        Calls(Everything with { Until = Noon.AddHours(1) }).ShouldBe("a");
        Calls(Everything with { Domain = Shanghai, Number = "100" }).ShouldBe("a");
    }

    [Fact]
    public void Without_a_start_the_newest_come_and_with_one_the_next()
    {
        Store([.. Enumerable.Range(1, 10).Select(i => Record($"{i}"))]);
        Calls(Everything with { Limit = 3 }).ShouldBe("8 9 10");
        Calls(Everything with { Limit = 3, BeforeId = _database.Records.Find(Everything with { Limit = 3 })[0].Id }).ShouldBe("5 6 7");
        var after = _database.Records.Find(Everything with { Limit = 3 })[0].Id - 4;
        Calls(Everything with { AfterId = after, Limit = 2 }).ShouldBe("5 6");
        Calls(Everything with { Limit = 0 }).ShouldBe("");
    }

    [Fact]
    public void A_page_has_an_upper_bound()
    {
        Store([.. Enumerable.Range(1, FindCalls.LargestPage + 5).Select(i => Record($"{i}"))]);
        _database.Records.Find(Everything with { Limit = int.MaxValue }).Length.ShouldBe(FindCalls.LargestPage);
    }

    [Fact]
    public void Bindings_are_replaced_as_a_set_and_come_back_without_their_connection()
    {
        Put("100", Binding("sip:100@a"), Binding("sip:100@b"), Binding("sip:100@c"));
        Put("101", Binding("sip:101@a"));
        Put("100", Binding("sip:100@d"));

        var loaded = _database.Bindings.Load(Shanghai, Noon);
        loaded.Select(number => number.Number.Value).ShouldBe(["100", "101"]);
        loaded[0].Bindings.ShouldBe([Binding("sip:100@d") with { Connection = 0 }]);
        _database.Bindings.Load(Berlin, Noon).ShouldBeEmpty();

        Put("100");
        _database.Bindings.Load(Shanghai, Noon).Single().Number.Value.ShouldBe("101");
    }

    [Fact]
    public void Expired_bindings_do_not_come_back()
    {
        Put("100", Binding("sip:a", Noon.AddSeconds(10)), Binding("sip:b", Noon.AddSeconds(20)));
        _database.Bindings.Load(Shanghai, Noon.AddSeconds(10))[0].Bindings.Single().Contact.ShouldBe("sip:b");
        _database.InTransaction(database => database.Bindings.Forget(Noon.AddSeconds(20)));
        _database.Bindings.Load(Shanghai, Noon).ShouldBeEmpty();
    }

    [Fact]
    public void Only_calls_of_an_earlier_run_were_interrupted()
    {
        _database.InTransaction(database => database.OpenCalls.Add(SampleRecords.Open("a")));
        _database.OpenCalls.Interrupted(Noon).ShouldBeEmpty();
        _database.Dispose();
        _database = Open("second run");
        _database.InTransaction(database => database.OpenCalls.Add(SampleRecords.Open("b")));

        var interrupted = _database.OpenCalls.Interrupted(Noon.AddHours(3)).Single();
        (interrupted.Call.Value, interrupted.Outcome, interrupted.Side).ShouldBe(("a", CallOutcome.Interrupted, RecordSide.Originating));
        (interrupted.StartedAt, interrupted.EndedAt).ShouldBe((Noon, Noon.AddHours(3)));
        _database.InTransaction(database => database.OpenCalls.Remove(new CallId("a")));
        _database.OpenCalls.Interrupted(Noon).ShouldBeEmpty();
    }

    [Fact]
    public void Commits_are_synchronous_and_other_programs_may_read_meanwhile()
    {
        Store(Record("a"));
        using var reader = new SqliteConnection($"Data Source={DatabasePath};Mode=ReadOnly;Pooling=false");
        reader.Open();
        Schema.Scalar(reader, "PRAGMA journal_mode").ShouldBe("wal");
        _database.InTransaction(database =>
        {
            database.Records.Add(Record("b"));
            Schema.Scalar(reader, "SELECT count(*) FROM records").ShouldBe(1L);
        });
        Schema.Scalar(reader, "SELECT count(*) FROM records").ShouldBe(2L);
        Schema.Scalar(reader, "SELECT datetime(ended_at / 1000000, 'unixepoch') FROM records LIMIT 1").ShouldBe("2026-03-04 12:00:00");
    }

    [Fact]
    public void A_lock_of_another_program_is_named_and_passes()
    {
        using (var other = new SqliteConnection($"Data Source={DatabasePath};Pooling=false"))
        {
            other.Open();
            Schema.Execute(other, "BEGIN IMMEDIATE");
            Should.Throw<StorageException>(() => Store(Record("a"))).Message.ShouldContain("locked");
            Schema.Execute(other, "ROLLBACK");
        }
        Store(Record("a"));
        _database.Records.Find(Everything).Length.ShouldBe(1);
    }

    [Fact]
    public void A_full_disk_is_named_and_nothing_is_half_written()
    {
        Store(Record("a"));
        _database.LimitPages(12);
        var fault = Should.Throw<StorageException>(() => Store([.. Enumerable.Range(0, 500).Select(i => Record($"full {i}"))]));
        fault.Message.ShouldContain("full");
        _database.Records.Find(Everything).Length.ShouldBe(1);
        _database.LimitPages(1_000_000);
        Store(Record("b"));
        _database.Records.Find(Everything).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("this is no database at all, it is a letter to a friend and long enough to be one")]
    public void A_file_that_is_no_database_is_left_alone_and_named(string content)
    {
        var path = _directory.File("letter.db");
        File.WriteAllText(path, content);
        Should.Throw<StorageException>(() => CallDatabase.Open(path, LockTimeout, "run")).Message.ShouldContain(path);
        File.ReadAllText(path).ShouldBe(content);
    }

    [Fact]
    public void A_damaged_database_is_named()
    {
        Store([.. Enumerable.Range(0, 300).Select(i => Record($"{i}"))]);
        _database.Dispose();
        var octets = File.ReadAllBytes(DatabasePath);
        octets.AsSpan(4096).Fill(0xAB);
        File.WriteAllBytes(DatabasePath, octets);
        var fault = Should.Throw<StorageException>(() =>
        {
            _database = Open();
            Store(Record("b"));
        });
        fault.Message.ShouldContain("damaged");
    }

    [Fact]
    public void A_database_of_a_newer_program_is_refused()
    {
        _database.Dispose();
        using (var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=false"))
        {
            connection.Open();
            Schema.Execute(connection, "PRAGMA user_version = 99");
        }
        Should.Throw<StorageException>(() => Open()).Message.ShouldContain("newer version");
    }

    [Fact]
    public void A_place_that_cannot_be_written_to_is_named() =>
        Should.Throw<StorageException>(() => CallDatabase.Open("/proc/nowhere/actorpbx.db", LockTimeout, "run")).Message.ShouldContain("/proc/nowhere");

    private CallDatabase Open(string run = "first run") => CallDatabase.Open(DatabasePath, LockTimeout, run);

    private void Store(params CallRecord[] records) => _database.InTransaction(database =>
    {
        foreach (var record in records)
            database.Records.Add(record);
    });

    private void Put(string number, params ImmutableArray<ActorPbx.Domain.Registration.Binding> bindings) =>
        _database.InTransaction(database => database.Bindings.Replace(Shanghai, new ExtensionNumber(number), bindings));

    private string Calls(FindCalls search) => string.Join(' ', _database.Records.Find(search).Select(found => found.Record.Call.Value));
}
