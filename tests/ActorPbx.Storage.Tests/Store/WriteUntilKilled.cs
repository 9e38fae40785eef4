using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Records;
using ActorPbx.Storage.Settings;
using ActorPbx.Storage.Store;

namespace ActorPbx.Storage.Tests.Store;

/// <summary>The test assembly as a program of its own: stores calls and tells each that was confirmed, until it is killed.</summary>
public static class WriteUntilKilled
{
    private const int CallsAtATime = 20;

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [var directory, var name])
            return 64;
        using var system = ActorSystem.Create("writer", ConfigurationFactory.ParseString(StoreActor.DispatcherSettings));
        var store = system.ActorOf(StoreActor.For(new StorageSettings { Directory = directory }, TimeProvider.System), "store");
        await Task.WhenAll(Enumerable.Range(0, CallsAtATime).Select(lane => Write(store, $"{name}-{lane}")));
        return 0;
    }

    private static async Task Write(IActorRef store, string lane)
    {
        for (var i = 0; ; i++)
        {
            var call = $"{lane}-{i}";
            store.Tell(SampleRecords.Open(call));
            var answer = await store.Ask<StoreEvent>(SampleRecords.Finished(call), TimeSpan.FromSeconds(30));
            if (answer is not CallStored { Call: CallId stored })
                throw new InvalidOperationException($"not stored: {answer}");
            Console.Out.WriteLine(stored.Value);
            store.Tell(SampleRecords.Open($"{call}-left"));
        }
    }
}
