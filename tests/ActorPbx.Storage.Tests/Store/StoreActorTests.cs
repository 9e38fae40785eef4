using System.Collections.Immutable;
using System.Diagnostics;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Records;
using ActorPbx.Storage.Settings;
using ActorPbx.Storage.Sqlite;
using ActorPbx.Storage.Store;
using ActorPbx.Storage.Tests.Csv;
using Microsoft.Data.Sqlite;
using static ActorPbx.Storage.Tests.SampleRecords;

namespace ActorPbx.Storage.Tests.Store;

public sealed class StoreActorTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly FindCalls Everything = new(null, null, null, null, 0, 1000);
    private readonly TemporaryDirectory _directory = new();

    public StoreActorTests()
        : base(StoreActor.DispatcherSettings)
    {
    }

    [Fact]
    public void A_finished_call_is_confirmed_and_found()
    {
        var store = Start();
        store.Tell(Finished("a"), TestActor);
        ExpectMsg<CallStored>(Patience).Call.ShouldBe(new CallId("a"));
        Find(store).Select(found => found.Record.Side).ShouldBe([RecordSide.Originating, RecordSide.Terminating]);
    }

    [Fact]
    public void A_burst_is_confirmed_in_order_and_a_question_behind_it_sees_all()
    {
        var store = Start();
        for (var i = 0; i < 300; i++)
            store.Tell(Finished($"{i}"), TestActor);
        store.Tell(Everything, TestActor);
        for (var i = 0; i < 300; i++)
            ExpectMsg<CallStored>(Patience).Call.Value.ShouldBe($"{i}");
        ExpectMsg<CallsFound>(Patience).Records.Length.ShouldBe(600);
    }

    [Fact]
    public void Between_two_commits_is_time_for_others_to_join()
    {
        var store = Start();
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < 20; i++)
        {
            store.Tell(Finished($"{i}"), TestActor);
            ExpectMsg<CallStored>(Patience);
        }
        Stopwatch.GetElapsedTime(began).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(19 * 24));
    }

    [Fact]
    public void A_document_is_found_by_whoever_asks_after_it_was_saved()
    {
        var store = Start();
        store.Tell(new SaveDocument("directory", "[]"), TestActor);
        store.Tell(new LoadDocument("directory"), TestActor);
        ExpectMsg<DocumentLoaded>(Patience).ShouldBe(new DocumentLoaded("directory", "[]"));
        store.Tell(new LoadDocument("other"), TestActor);
        ExpectMsg<DocumentLoaded>(Patience).Content.ShouldBeNull();
    }

    [Fact]
    public void A_repeated_write_is_confirmed_again_and_kept_once()
    {
        var store = Start();
        store.Tell(Finished("a"), TestActor);
        store.Tell(Finished("a"), TestActor);
        ExpectMsg<CallStored>(Patience);
        ExpectMsg<CallStored>(Patience);
        Find(store).Length.ShouldBe(2);
        CsvIds().Count.ShouldBe(2);
    }

    [Fact]
    public void Registrations_survive_a_restart()
    {
        var store = Start();
        store.Tell(new StoreBindings(Shanghai, new ExtensionNumber("100"), [Binding("sip:100@a", Time.GetUtcNow().AddHours(1))], 9), TestActor);
        ExpectMsg<BindingsStored>(Patience).ShouldBe(new BindingsStored(Shanghai, new ExtensionNumber("100"), 9));
        Stop(store);

        var again = Start();
        again.Tell(new LoadBindings(Shanghai), TestActor);
        ExpectMsg<BindingsLoaded>(Patience).Numbers.Single().Bindings.Single().Contact.ShouldBe("sip:100@a");
        again.Tell(new LoadBindings(Berlin), TestActor);
        ExpectMsg<BindingsLoaded>(Patience).Numbers.ShouldBeEmpty();
    }

    [Fact]
    public void A_call_left_open_is_interrupted_at_the_next_start_and_a_finished_one_is_not()
    {
        var store = Start();
        store.Tell(SampleRecords.Open("left"), TestActor);
        store.Tell(SampleRecords.Open("done"), TestActor);
        store.Tell(Finished("done"), TestActor);
        ExpectMsg<CallStored>(Patience);
        Stop(store);

        var again = Start();
        var left = Find(again).Single(found => found.Record.Outcome == CallOutcome.Interrupted);
        left.Record.Call.Value.ShouldBe("left");
        CsvIds().Count.ShouldBe(3);
        Stop(again);
        Find(Start()).Length.ShouldBe(3);
    }

    [Fact]
    public void A_restart_of_the_actor_alone_interrupts_no_call()
    {
        var props = StoreActor.For(Settings, Time);
        var store = Sys.ActorOf(props);
        store.Tell(SampleRecords.Open("alive"), TestActor);
        Find(store).ShouldBeEmpty();
        Stop(store);
        Find(Sys.ActorOf(props)).ShouldBeEmpty();
    }

    [Fact]
    public void What_waits_when_the_store_stops_is_still_written()
    {
        var store = Start();
        for (var i = 0; i < 50; i++)
            store.Tell(Finished($"{i}"), TestActor);
        store.Tell(PoisonPill.Instance);
        for (var i = 0; i < 50; i++)
            ExpectMsg<CallStored>(Patience);
        Watch(store);
        ExpectTerminated(store, Patience);
        CsvIds().Count.ShouldBe(100);
    }

    [Fact]
    public void A_lock_of_another_program_is_waited_for_then_refused_and_then_forgotten()
    {
        var store = Start();
        Find(store).ShouldBeEmpty();
        using (var other = new SqliteConnection($"Data Source={Settings.DatabasePath};Pooling=false"))
        {
            other.Open();
            Schema.Execute(other, "BEGIN IMMEDIATE");
            store.Tell(Finished("a"), TestActor);
            store.Tell(new StoreBindings(Shanghai, new ExtensionNumber("100"), [], 3), TestActor);
            ExpectMsg<CallNotStored>(Patience).Reason.ShouldContain("locked");
            ExpectMsg<BindingsNotStored>(Patience).Version.ShouldBe(3);
            Schema.Execute(other, "ROLLBACK");
        }
        store.Tell(Finished("a"), TestActor);
        ExpectMsg<CallStored>(Patience);
    }

    [Fact]
    public void A_file_that_is_no_database_is_said_and_once_it_is_moved_away_the_store_works()
    {
        Directory.CreateDirectory(Settings.Directory);
        File.WriteAllText(Settings.DatabasePath, new string('x', 5000));
        var store = Start();
        store.Tell(Finished("a"), TestActor);
        ExpectMsg<CallNotStored>(Patience).Reason.ShouldContain("no SQLite database");
        store.Tell(Everything, TestActor);
        ExpectMsg<CallsFound>(Patience).Records.ShouldBeEmpty();

        File.Move(Settings.DatabasePath, _directory.File("away.db"));
        // An attempt that had opened the old file in that moment may still refuse.
        AwaitAssert(
            () =>
            {
                store.Tell(Finished("a"), TestActor);
                ExpectMsg<StoreEvent>(Patience).ShouldBeOfType<CallStored>();
            },
            Patience);
    }

    [Fact]
    public void The_queue_is_bounded_while_the_database_cannot_be_used()
    {
        Directory.CreateDirectory(Settings.Directory);
        File.WriteAllText(Settings.DatabasePath, new string('x', 5000));
        var store = Start(Settings with { QueueLimit = 10, Attempts = 2 });
        for (var i = 0; i < 100; i++)
            store.Tell(Finished($"{i}"), TestActor);
        var refusals = Enumerable.Range(0, 100).Select(_ => ExpectMsg<CallNotStored>(Patience).Reason).ToList();
        refusals.Count(reason => reason.Contains("wait already")).ShouldBeGreaterThanOrEqualTo(70);
    }

    [Fact]
    public void A_record_that_cannot_be_stored_does_not_harm_the_others_of_its_batch()
    {
        var store = Start();
        for (var i = 0; i < 10; i++)
            store.Tell(Finished($"{i}", Record($"{i}") with { Caller = i == 5 ? null! : "100" }), TestActor);
        var answers = Enumerable.Range(0, 10).Select(_ => ExpectMsg<StoreEvent>(Patience)).ToList();
        answers.OfType<CallNotStored>().Single().Call.Value.ShouldBe("5");
        Find(store).Length.ShouldBe(9);
        CsvIds().Count.ShouldBe(9);
    }

    [Fact]
    public void Daily_files_that_could_not_be_written_are_completed_later()
    {
        Directory.CreateDirectory(Settings.Directory);
        File.WriteAllText(Settings.CdrDirectory, "a file where the directory should be");
        var store = Start();
        store.Tell(Finished("a"), TestActor);
        ExpectMsg<CallStored>(Patience);
        File.Delete(Settings.CdrDirectory);
        store.Tell(Finished("b"), TestActor);
        ExpectMsg<CallStored>(Patience);
        AwaitAssert(() => CsvIds().ShouldBe([1, 2, 3, 4]), Patience);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _directory.Dispose();
    }

    private static TimeProvider Time => TimeProvider.System;

    private StorageSettings Settings => new()
    {
        Directory = _directory.File("data"),
        LockTimeout = TimeSpan.FromMilliseconds(200),
        RetryInterval = TimeSpan.FromMilliseconds(100),
    };

    private IActorRef Start(StorageSettings? settings = null) => Sys.ActorOf(StoreActor.For(settings ?? Settings, Time));

    private void Stop(IActorRef store)
    {
        Watch(store);
        Sys.Stop(store);
        ExpectTerminated(store, Patience);
    }

    private ImmutableArray<StoredRecord> Find(IActorRef store)
    {
        store.Tell(Everything, TestActor);
        return ExpectMsg<CallsFound>(Patience).Records;
    }

    private List<long> CsvIds() => Directory.Exists(Settings.CdrDirectory) ? CsvText.Ids(Settings.CdrDirectory) : [];
}
