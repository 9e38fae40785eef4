using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Records;
using ActorPbx.Node.Control;
using ActorPbx.Node.Running;
using ActorPbx.Pbx.Records;
using ActorPbx.Storage.Sqlite;

namespace ActorPbx.Node.Tests.Control;

public sealed class CallRecordPagesTests : TestKit
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task More_records_than_one_answer_carries_come_in_their_order()
    {
        using var directory = new TemporaryDirectory();
        using var database = CallDatabase.Open(directory.File("calls.db"), TimeSpan.FromSeconds(10), "run");
        const int Stored = (2 * FindCalls.LargestPage) + 500;
        database.InTransaction(opened =>
        {
            for (var i = 0; i < Stored; i++)
            {
                opened.Records.Add(Record(i));
            }
        });
        var store = Sys.ActorOf(Props.Create(() => new SearchedStore(database)));
        var operations = new PbxOperations(
            new OperatedNode(ActorRefs.Nobody, store, null!, null!, Cluster: null, Central: null, Bans: null!), () => TimeSpan.FromSeconds(1), TimeProvider.System);

        (await Calls(operations, Stored + 1)).ShouldBe(Enumerable.Range(0, Stored));
        (await Calls(operations, 2300)).ShouldBe(Enumerable.Range(Stored - 2300, 2300));
        (await Calls(operations, FindCalls.LargestPage)).ShouldBe(Enumerable.Range(Stored - FindCalls.LargestPage, FindCalls.LargestPage));
    }

    private static async Task<List<int>> Calls(PbxOperations operations, int limit)
    {
        var found = new List<int>();
        await foreach (var row in operations.CallRecordsAsync(new CallRecordsRequest(Limit: limit), CancellationToken.None))
        {
            found.Add(int.Parse(row.Call, null));
        }

        return found;
    }

    private static CallRecord Record(int call) => new(
        new CallId($"{call}"), RecordSide.Originating, new DomainName("pbx.local"), "node", "100", "101", "198.51.100.7:5060",
        Noon, null, null, Noon, CallOutcome.NoAnswer, 408, 19, ReleasedBy.Exchange, []);

    private sealed class SearchedStore : ReceiveActor
    {
        public SearchedStore(CallDatabase database) => Receive<FindCalls>(search => Sender.Tell(new CallsFound(database.Records.Find(search))));
    }
}
