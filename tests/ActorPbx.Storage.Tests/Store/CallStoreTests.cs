using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Records;
using ActorPbx.Storage.Settings;
using ActorPbx.Storage.Store;
using ActorPbx.Storage.Tests.Csv;
using static ActorPbx.Storage.Tests.SampleRecords;

namespace ActorPbx.Storage.Tests.Store;

public sealed class CallStoreTests : IDisposable
{
    private static readonly FindCalls Everything = new(null, null, null, null, 0, 1000);
    private readonly TemporaryDirectory _directory = new();

    private StorageSettings Settings => new() { Directory = _directory.Path };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_crash_between_commit_and_files_is_made_good_at_the_next_start()
    {
        using (var store = Open("first"))
        {
            store.CatchUp();
            store.Write([Finished("a")]);
            store.Export();
            store.Write([Finished("b")]);
        }
        Ids().ShouldBe([1, 2]);
        using var again = Open("second");
        again.CatchUp();
        Ids().ShouldBe([1, 2, 3, 4]);
        again.Write([Finished("c")]);
        again.Export();
        again.CatchUp();
        Ids().ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public void A_crash_after_the_files_doubles_nothing()
    {
        using (var store = Open("first"))
        {
            store.CatchUp();
            for (var i = 0; i < 10; i++)
            {
                store.Write([Finished($"{i}")]);
                store.Export();
            }
        }
        using var again = Open("second");
        again.CatchUp();
        Ids().Count.ShouldBe(20);
    }

    [Fact]
    public void What_is_known_to_be_in_the_files_is_not_looked_for_again()
    {
        using (var store = Open("first"))
        {
            store.CatchUp();
            store.Write([Finished("a")]);
            store.Export();
            store.CatchUp();
        }
        Directory.Delete(Settings.CdrDirectory, recursive: true);
        using var again = Open("second");
        again.CatchUp();
        Directory.Exists(Settings.CdrDirectory).ShouldBeFalse("an operator who moves old files away does not get them again");
    }

    [Fact]
    public void Files_that_fail_stay_behind_and_are_completed_when_they_can_be_written()
    {
        using var store = Open("first");
        store.CatchUp();
        File.WriteAllText(Settings.CdrDirectory, "in the way");
        store.Write([Finished("a")]);
        Should.Throw<IOException>(store.Export);
        store.Write([Finished("b")]);
        store.Export();
        Should.Throw<IOException>(store.CatchUp);
        File.Delete(Settings.CdrDirectory);
        store.CatchUp();
        Ids().ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void Many_records_are_completed_page_by_page()
    {
        using (var store = Open("first"))
            store.Write([.. Enumerable.Range(0, 1300).Select(i => Finished($"{i}"))]);
        using var again = Open("second");
        again.CatchUp();
        Ids().ShouldBe(Enumerable.Range(1, 2600).Select(i => (long)i));
    }

    [Fact]
    public void Interrupted_calls_get_their_record_once()
    {
        using (var store = Open("first"))
            store.Write([SampleRecords.Open("a"), SampleRecords.Open("b"), Finished("b")]);
        for (var start = 0; start < 2; start++)
        {
            using var again = Open($"start {start}");
            again.Interrupted.ShouldBe(start == 0 ? 1 : 0);
            again.Find(Everything).Count(found => found.Record.Outcome == CallOutcome.Interrupted).ShouldBe(1);
        }
    }

    [Fact]
    public void Bindings_alone_do_not_wait_for_the_disk_but_are_brought_there()
    {
        var bindings = new StoreBindings(Shanghai, new ExtensionNumber("100"), [Binding("sip:a", DateTimeOffset.UtcNow.AddHours(1))], 1);
        using (var store = Open("first"))
        {
            store.CatchUp();
            store.Write([bindings]);
            store.WaitedForDisk.ShouldBeFalse();
            store.Write([bindings, Finished("a")]);
            store.WaitedForDisk.ShouldBeTrue();
            store.Export();
            store.CatchUp();
            store.Write([bindings]);
            store.WaitedForDisk.ShouldBeFalse();
            // Only a transaction that puts something into the log flushes it.
            var log = LogLength();
            store.CatchUp();
            store.WaitedForDisk.ShouldBeTrue();
            LogLength().ShouldBeGreaterThan(log);
            log = LogLength();
            store.CatchUp();
            LogLength().ShouldBe(log);
        }
        using var again = Open("second");
        again.Load(Shanghai, DateTimeOffset.UnixEpoch).Single().Bindings.Single().Contact.ShouldBe("sip:a");
    }

    [Fact]
    public void A_question_is_no_write()
    {
        using var store = Open("first");
        Should.Throw<ArgumentException>(() => store.Write([Everything]));
    }

    private CallStore Open(string run) => CallStore.Open(Settings, run, TimeProvider.System);

    private long LogLength() => new FileInfo(Directory.GetFiles(_directory.Path, "*-wal", SearchOption.AllDirectories).Single()).Length;

    private List<long> Ids() => CsvText.Ids(Settings.CdrDirectory);
}
