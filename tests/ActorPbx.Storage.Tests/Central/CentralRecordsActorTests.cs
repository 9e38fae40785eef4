using System.Collections.Immutable;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Records;
using ActorPbx.Storage.Central;
using ActorPbx.Storage.Sqlite;
using ActorPbx.Storage.Store;
using static ActorPbx.Storage.Tests.SampleRecords;

namespace ActorPbx.Storage.Tests.Central;

public sealed class CentralRecordsActorTests : TestKit
{
    private static readonly Origin Berlin = new(new("berlin"), new("node-1"));
    private readonly FlakyRecords _records = new();
    private readonly TestProbe _cluster;
    private readonly IActorRef _central;

    public CentralRecordsActorTests()
        : base(StoreActor.DispatcherSettings)
    {
        _cluster = CreateTestProbe();
        var records = _records;
        _central = Sys.ActorOf(CentralRecordsActor.For(_cluster.Ref, () => records));
        _cluster.ExpectMsg<Consume>().Queue.ShouldBe("records");
    }

    [Fact]
    public void A_delivery_is_settled_after_its_commit()
    {
        Deliver(1, Record("a"));
        _cluster.ExpectMsg<Settle>().Tag.ShouldBe(1ul);
        _records.Kept.Keys.ShouldBe(["a"]);
    }

    [Fact]
    public void What_comes_twice_is_kept_once_and_settled_both_times()
    {
        Deliver(1, Record("a"));
        _cluster.ExpectMsg<Settle>();
        Deliver(2, Record("a"));
        _cluster.ExpectMsg<Settle>().Tag.ShouldBe(2ul);
        _records.Kept.Count.ShouldBe(1);
        _central.Tell(new DescribeCentralRecords(), TestActor);
        ExpectMsg<CentralRecordsView>().ShouldBe(new CentralRecordsView(1, 1, ""));
    }

    [Fact]
    public void Nothing_is_settled_while_the_table_cannot_be_used_and_all_of_it_afterwards()
    {
        _records.Broken = true;
        Deliver(1, Record("a"));
        Deliver(2, Record("b"));
        AwaitAssert(() =>
        {
            _central.Tell(new DescribeCentralRecords(), TestActor);
            ExpectMsg<CentralRecordsView>().Fault.ShouldBe("broken");
        });
        _cluster.HasMessages.ShouldBeFalse();
        _records.Broken = false;
        _cluster.FishForMessage<Settle>(settle => settle.Tag == 2, TimeSpan.FromSeconds(20));
        _records.Kept.Keys.ShouldBe(["a", "b"], ignoreOrder: true);
    }

    [Fact]
    public void A_record_bears_the_name_of_the_node_that_sent_it()
    {
        Deliver(1, Record("a") with { Node = "another" });
        _cluster.ExpectMsg<Settle>();
        _records.Kept["a"].Node.ShouldBe("node-1");
    }

    [Fact]
    public void A_record_of_a_call_that_stayed_at_its_node_gets_the_branch_and_a_name()
    {
        Deliver(1, Record("a") with { Branch = "", Correlation = "" }, Record("b") with { Branch = "lagos", Correlation = "corr-b" });
        _cluster.ExpectMsg<Settle>();
        (_records.Kept["a"].Branch, _records.Kept["a"].Correlation).ShouldBe(("berlin", "a"));
        (_records.Kept["b"].Branch, _records.Kept["b"].Correlation).ShouldBe(("lagos", "corr-b"));
    }

    [Fact]
    public void What_is_no_record_is_settled_so_that_it_blocks_nothing()
    {
        _central.Tell(new Delivered("records", 7, Berlin, "k", new Pbx.Numbers.AskNumbers()), TestActor);
        _cluster.ExpectMsg<Settle>().Tag.ShouldBe(7ul);
    }

    private void Deliver(ulong tag, params ImmutableArray<CallRecord> records) =>
        _central.Tell(new Delivered("records", tag, Berlin, $"{tag}", new RecordsSent([.. records.Select(RecordForms.Of)])), TestActor);

    // A table that can be broken: what a full or absent database does is said by the contract's tests.
    private sealed class FlakyRecords : ICentralRecords
    {
        public volatile bool Broken;

        public Dictionary<string, CallRecord> Kept { get; } = [];

        public int Add(IReadOnlyCollection<CallRecord> records) =>
            Broken ? throw new StorageException("broken") : records.Count(record => Kept.TryAdd(record.Call.Value, record));

        public ImmutableArray<StoredRecord> Find(FindCentralCalls search) => [];

        public void Dispose()
        {
        }
    }
}
