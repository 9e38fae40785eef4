using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Pbx.Tests.Records;

public class RecordsOutboxActorTests : TestKit
{
    private readonly TestProbe _cluster;
    private readonly TestProbe _store;
    private readonly IActorRef _outbox;
    private readonly OutboxFigures _figures = new();

    public RecordsOutboxActorTests()
    {
        (_cluster, _store) = (CreateTestProbe(), CreateTestProbe());
        var (cluster, store) = (_cluster.Ref, _store.Ref);
        _outbox = Sys.ActorOf(Props.Create(() => new RecordsOutboxActor(cluster, store, new NodeName("berlin-1"), _figures)));
        _cluster.ExpectMsg<SubscribeToCluster>();
        _store.ExpectMsg<LoadDocument>();
        _outbox.Tell(new DocumentLoaded(RecordsOutboxActor.MarkDocument, "41"));
    }

    [Fact]
    public void It_goes_on_behind_its_mark()
    {
        var search = _store.ExpectMsg<FindCalls>();
        (search.AfterId, search.Forward).ShouldBe((41, true));
    }

    [Fact]
    public void The_mark_moves_when_the_broker_has_the_records_and_not_before()
    {
        Found(42, 43);
        var parcel = _cluster.ExpectMsg<Enqueue>();
        (parcel.Queue, parcel.Key).ShouldBe(("records", "berlin-1:42-43"));
        ((RecordsSent)parcel.Message).Records.Length.ShouldBe(2);
        _store.HasMessages.ShouldBeFalse();
        _figures.Waiting.ShouldBe(100);
        _outbox.Tell(new Enqueued(parcel.Queue, parcel.Key));
        _store.ExpectMsg<SaveDocument>().Content.ShouldBe("43");
        _store.ExpectMsg<FindCalls>().AfterId.ShouldBe(43);
    }

    [Fact]
    public void What_the_broker_refused_is_sent_again_when_the_bus_is_back()
    {
        Found(42);
        var parcel = _cluster.ExpectMsg<Enqueue>();
        _outbox.Tell(new NotEnqueued(parcel.Queue, parcel.Key, "no bus"));
        _outbox.Tell(new ClusterEvent.BusRestored());
        Found(42);
        _cluster.ExpectMsg<Enqueue>().Key.ShouldBe(parcel.Key);
    }

    [Fact]
    public void A_confirmation_of_another_parcel_moves_nothing()
    {
        Found(42);
        _cluster.ExpectMsg<Enqueue>();
        _outbox.Tell(new Enqueued("records", "berlin-1:1-41"));
        _outbox.Tell(new DescribeOutbox());
        ExpectMsg<OutboxView>().Mark.ShouldBe(41);
    }

    [Fact]
    public void A_record_survives_the_wire()
    {
        var record = Record(1) with { RingingAt = null, Streams = [new StreamCounters(0, RelaySide.Called, 1, 2, 3, 0.25, 4)], Correlation = "c", Branch = "b" };
        var read = RecordForms.Read(RecordForms.Of(record));
        (read with { Streams = [] }).ShouldBe(record with { Streams = [] });
        read.Streams.ShouldBe(record.Streams);
    }

    private void Found(params long[] ids)
    {
        _store.ExpectMsg<FindCalls>();
        _outbox.Tell(new CallsFound([.. ids.Select(id => new StoredRecord(id, Record(id)))], Newest: 141));
    }

    private static CallRecord Record(long id) => new(
        new CallId($"c{id}"), RecordSide.Originating, new DomainName("company"), "berlin-1", "4001", "1001", "192.0.2.1:5060",
        DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch,
        CallOutcome.Answered, 200, 16, ReleasedBy.Caller, ImmutableArray<StreamCounters>.Empty);
}
