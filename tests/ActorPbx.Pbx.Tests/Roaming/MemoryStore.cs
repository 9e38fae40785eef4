using System.Collections.Concurrent;
using System.Collections.Immutable;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Pbx.Tests.Roaming;

/// <summary>What a node's disk holds: it outlives the node.</summary>
internal sealed class MemoryStore
{
    public ConcurrentDictionary<string, string> Documents { get; } = new();

    public ConcurrentDictionary<ExtensionNumber, NumberBindings> Bindings { get; } = new();

    public ConcurrentDictionary<string, StoredMessage> Messages { get; } = new();

    /// <summary>Names of messages that were taken.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> Taken { get; } = new();

    public BlockingCollection<CallRecord> Records { get; } = [];

    public void Forget(string message)
    {
        Messages.TryRemove(message, out _);
        Taken.TryRemove(message, out _);
    }

    public void Take(string message)
    {
        if (Messages.TryRemove(message, out var taken))
        {
            Taken[message] = taken.ExpiresAt;
        }
    }

    public CallRecord NextRecord()
    {
        Records.TryTake(out var record, TimeSpan.FromSeconds(30)).ShouldBeTrue("no record in time");
        return record!;
    }
}

/// <summary>The one door to it.</summary>
internal sealed class MemoryStoreActor : ReceiveActor
{
    public MemoryStoreActor(MemoryStore store)
    {
        Receive<LoadBindings>(load => Sender.Tell(new BindingsLoaded(load.Domain, [.. store.Bindings.Values])));
        Receive<StoreBindings>(save =>
        {
            store.Bindings[save.Number] = new NumberBindings(save.Number, save.Bindings);
            Sender.Tell(new BindingsStored(save.Domain, save.Number, save.Version));
        });
        Receive<LoadDocument>(load => Sender.Tell(new DocumentLoaded(load.Name, store.Documents.GetValueOrDefault(load.Name))));
        Receive<SaveDocument>(save => store.Documents[save.Name] = save.Content);
        Receive<StoreCall>(call =>
        {
            foreach (var record in call.Records)
            {
                store.Records.Add(record);
            }

            Sender.Tell(new CallStored(call.Call));
        });
        Receive<StoreMessage>(save =>
        {
            store.Messages[save.Message.Id] = save.Message;
            Sender.Tell(new MessageStored(save.Message.Id));
        });
        Receive<ForgetMessage>(forget => store.Forget(forget.Id));
        Receive<NoteTaken>(taken => store.Take(taken.Id));
        Receive<LoadMessages>(load => Sender.Tell(
            new MessagesLoaded(load.Domain, [.. store.Messages.Values.OrderBy(message => message.SentAt)]) { Taken = [.. store.Taken.Select(taken => new TakenMessage(taken.Key, taken.Value))] }));
        ReceiveAny(_ => { });
    }
}
