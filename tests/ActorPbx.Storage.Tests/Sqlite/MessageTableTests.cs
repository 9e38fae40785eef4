using System.Collections.Immutable;
using ActorPbx.Domain.Messages;
using ActorPbx.Pbx.Records;
using ActorPbx.Storage.Settings;
using ActorPbx.Storage.Sqlite;
using ActorPbx.Storage.Store;
using static ActorPbx.Storage.Tests.SampleRecords;

namespace ActorPbx.Storage.Tests.Sqlite;

public sealed class MessageTableTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TemporaryDirectory _directory = new();

    public MessageTableTests()
        : base(StoreActor.DispatcherSettings)
    {
    }

    [Fact]
    public void Messages_come_back_as_they_were_the_oldest_first_and_only_of_their_domain()
    {
        using (var database = Open())
        {
            database.InTransaction(open =>
            {
                open.Messages.Add(Message("b", sentAt: 2));
                open.Messages.Add(Message("a", sentAt: 3) with { Device = new("<urn:uuid:1>", "mark") });
                open.Messages.Add(Message("c", sentAt: 1) with { Domain = new("other.test") });
                open.Messages.Add(Message("b", sentAt: 9));
            });
        }

        using var after = Open();
        var loaded = after.Messages.Load(new("pbx.test"), Noon);
        loaded.Select(message => message.Id).ShouldBe(["b", "a"]);
        (loaded[0] with { Body = [] }).ShouldBe(Message("b", sentAt: 2) with { Body = [] });
        loaded[0].Body.ShouldBe([0, 1, 255]);
        loaded[1].Device.ShouldBe(new("<urn:uuid:1>", "mark"));
    }

    [Fact]
    public void What_was_removed_or_is_too_old_is_gone()
    {
        using var database = Open();
        database.InTransaction(open =>
        {
            open.Messages.Add(Message("a", sentAt: 1));
            open.Messages.Add(Message("old", sentAt: 2) with { ExpiresAt = Noon });
            open.Messages.Add(Message("b", sentAt: 3));
            open.Messages.Remove("a");
        });
        database.Messages.Load(new("pbx.test"), Noon).Select(message => message.Id).ShouldBe(["b"]);
        database.Messages.Load(new("pbx.test"), Noon.AddSeconds(-1)).Length.ShouldBe(2);
        database.InTransaction(open => open.Messages.Forget(Noon));
        database.Messages.Load(new("pbx.test"), Noon.AddSeconds(-1)).Length.ShouldBe(1);
    }

    [Fact]
    public void Of_a_message_that_was_taken_the_name_stays_as_long_as_it_may_be_brought_again()
    {
        using (var database = Open())
        {
            database.InTransaction(open => open.Messages.Add(Message("a", sentAt: 1)));
            database.InTransaction(open => open.Messages.Take("a"));
        }

        using var after = Open();
        after.Messages.Load(new("pbx.test"), Noon).ShouldBeEmpty();
        after.Messages.LoadTaken(new("pbx.test"), Noon).ShouldBe([new TakenMessage("a", Noon.AddDays(1))]);
        after.Messages.LoadTaken(new("other.test"), Noon).ShouldBeEmpty();
        after.Messages.LoadTaken(new("pbx.test"), Noon.AddDays(1)).ShouldBeEmpty();
        after.InTransaction(open => open.Messages.Remove("a"));
        after.Messages.LoadTaken(new("pbx.test"), Noon).ShouldBeEmpty();
    }

    [Fact]
    public void The_store_confirms_a_message_and_gives_it_to_whoever_asks()
    {
        var store = Sys.ActorOf(StoreActor.For(new StorageSettings { Directory = _directory.Path }, TimeProvider.System));
        var message = Message("a", sentAt: 1) with { ExpiresAt = DateTimeOffset.UtcNow.AddDays(1) };
        store.Tell(new StoreMessage(message), TestActor);
        ExpectMsg<MessageStored>(Patience).Id.ShouldBe("a");
        store.Tell(new LoadMessages(new("pbx.test")), TestActor);
        ExpectMsg<MessagesLoaded>(Patience).Messages.ShouldHaveSingleItem().From.ShouldBe(message.From);
        store.Tell(new ForgetMessage("a"), TestActor);
        store.Tell(new LoadMessages(new("pbx.test")), TestActor);
        ExpectMsg<MessagesLoaded>(Patience).Messages.ShouldBeEmpty();
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _directory.Dispose();
    }

    private CallDatabase Open() => CallDatabase.Open(Path.Combine(_directory.Path, "actorpbx.db"), TimeSpan.FromSeconds(2), "run");

    private static StoredMessage Message(string id, int sentAt) => new(
        id, new("pbx.test"), new("101"), "\"Anna\" <sip:100@pbx.test>", "text/plain", ImmutableArray.Create<byte>(0, 1, 255), Noon.AddSeconds(sentAt), Noon.AddDays(1));
}
