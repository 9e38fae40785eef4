using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Protection;
using ActorPbx.Pbx.Records;
using ActorPbx.Storage.Settings;
using ActorPbx.Storage.Sqlite;
using ActorPbx.Storage.Store;

namespace ActorPbx.Storage.Tests.Sqlite;

/// <summary>What protects a node and outlives it: bans, and how often extensions called outside.</summary>
public sealed class ProtectionTableTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly DateTimeOffset Noon = new(DateTime.UtcNow.Date.AddHours(12), TimeSpan.Zero);
    private static readonly DateOnly Today = DateOnly.FromDateTime(Noon.UtcDateTime);
    private readonly TemporaryDirectory _directory = new();

    public ProtectionTableTests()
        : base(StoreActor.DispatcherSettings)
    {
    }

    [Fact]
    public void A_count_takes_the_place_of_the_one_before_and_only_those_of_the_day_come_back()
    {
        using (var database = Open())
        {
            database.InTransaction(open =>
            {
                open.OutsideCounts.Put(Count("100", Today.AddDays(-1), 50));
                open.OutsideCounts.Put(Count("100", Today, 3));
                open.OutsideCounts.Put(Count("100", Today, 4));
                open.OutsideCounts.Put(Count("101", Today.AddDays(-1), 9));
                open.OutsideCounts.Put(Count("100", Today, 7) with { Domain = new("other.test") });
            });
        }

        using var after = Open();
        after.OutsideCounts.Load(Today).OrderBy(count => count.Calls).ShouldBe([Count("100", Today, 4), Count("100", Today, 7) with { Domain = new("other.test") }]);
        after.InTransaction(open => open.OutsideCounts.Forget(Today));
        after.OutsideCounts.Load(Today.AddDays(-1)).ShouldBeEmpty();
        after.OutsideCounts.Load(Today).Length.ShouldBe(2);
    }

    [Fact]
    public void Bans_come_back_as_they_were_and_those_that_are_over_do_not()
    {
        var (one, longer) = (Ban("203.0.113.1", 1), Ban("203.0.113.1", 10) with { Times = 2 });
        using var database = Open();
        database.InTransaction(open =>
        {
            open.Bans.Put(one);
            open.Bans.Put(longer);
            open.Bans.Put(Ban("2001:db8::/64", 5));
            open.Bans.Put(Ban("203.0.113.2", 0));
            open.Bans.Put(Ban("203.0.113.3", 7));
            open.Bans.Remove("203.0.113.3");
        });
        database.Bans.Load(Noon).ShouldBe([Ban("2001:db8::/64", 5), longer]);
        database.InTransaction(open => open.Bans.Forget(Noon.AddMinutes(5)));
        database.Bans.Load(Noon.AddDays(-1)).ShouldBe([longer]);
    }

    [Fact]
    public void Whoever_asks_the_store_hears_what_was_kept_before()
    {
        var clock = TimeProvider.System;
        var store = Sys.ActorOf(StoreActor.For(new StorageSettings { Directory = _directory.Path }, clock));
        var (now, today) = (clock.GetUtcNow(), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        store.Tell(new KeepBan(Ban("203.0.113.1", 1) with { Since = now, Until = now.AddHours(1) }));
        store.Tell(new KeepBan(Ban("203.0.113.2", 1) with { Since = now, Until = now.AddHours(1) }));
        store.Tell(new ForgetBan("203.0.113.1"));
        // Around midnight one of the two is of today.
        store.Tell(new KeepOutsideCount(Count("100", today, 3)));
        store.Tell(new KeepOutsideCount(Count("101", today.AddDays(1), 3)));
        store.Tell(new LoadProtection(), TestActor);
        var loaded = ExpectMsg<ProtectionLoaded>(Patience);
        loaded.Bans.ShouldHaveSingleItem().Source.ShouldBe("203.0.113.2");
        loaded.Counts.ShouldHaveSingleItem().Calls.ShouldBe(3);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _directory.Dispose();
    }

    private CallDatabase Open() => CallDatabase.Open(Path.Combine(_directory.Path, "actorpbx.db"), TimeSpan.FromSeconds(2), "run");

    private static OutsideCount Count(string number, DateOnly day, int calls) => new(new("pbx.test"), new(number), day, calls);

    private static Ban Ban(string source, int minutes) => new(source, "test", Noon, Noon.AddMinutes(minutes), 1);
}
