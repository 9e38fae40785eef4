using System.Net;
using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Protection;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Pbx.Tests.Attacks;

/// <summary>An exchange that is made to forget by a crash: bans and counts of the day go on where they were.</summary>
public class ForgottenGuardTests : TestKit
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private static readonly DomainName s_domain = new("pbx.test");
    private static readonly IPAddress s_one = IPAddress.Parse("203.0.113.1"), s_two = IPAddress.Parse("2001:db8:1:2::77");
    private readonly HandClock _clock = new();
    private readonly List<StoreCommand> _kept = [];

    [Fact]
    public void A_ban_goes_on_after_a_restart_and_the_next_one_is_longer()
    {
        var before = List(10);
        before.Add(s_one, "test");
        before.Add(s_two, "test");
        var kept = _kept.Cast<KeepBan>().Select(command => command.Ban).ToArray();
        kept.ShouldBe(before.All, ignoreOrder: true);

        _clock.Pass(TimeSpan.FromSeconds(30));
        var after = List(10);
        foreach (var ban in kept)
        {
            after.Restore(ban);
        }

        after.All.ShouldBe(before.All);
        after.Holds(SourceKey.Of(s_one)).ShouldBeTrue();
        after.Holds(SourceKey.Of(IPAddress.Parse("2001:db8:1:2::1"))).ShouldBeTrue();
        _clock.Pass(TimeSpan.FromSeconds(31));
        after.All.ShouldBeEmpty();
        after.Add(s_one, "test")!.Times.ShouldBe(2);
    }

    [Fact]
    public void What_is_over_unreadable_or_too_much_is_not_taken_up()
    {
        var now = _clock.GetUtcNow();
        var list = List(2);
        list.Restore(new Ban("203.0.113.9", "over", now.AddMinutes(-9), now, 1));
        list.Restore(new Ban("no address", "broken", now, now.AddMinutes(9), 1));
        list.All.ShouldBeEmpty();
        foreach (var minutes in new[] { 5, 1, 3 })
        {
            list.Restore(new Ban($"203.0.113.{minutes}", "test", now, now.AddMinutes(minutes), 1));
        }

        list.All.Select(ban => ban.Source).ShouldBe(["203.0.113.3", "203.0.113.5"]);
        var none = List(0);
        none.Restore(new Ban("203.0.113.5", "test", now, now.AddMinutes(5), 1));
        none.All.ShouldBeEmpty();
    }

    [Fact]
    public void The_store_forgets_each_ban_that_ends()
    {
        var list = List(1);
        list.Add(s_one, "test");
        list.Add(s_two, "pushes the first out");
        list.Clear(s_two);
        list.Add(s_one, "ends by itself");
        _clock.Pass(TimeSpan.FromHours(1));
        list.Holds(SourceKey.Of(s_one)).ShouldBeFalse();
        _kept.OfType<ForgetBan>().Select(command => command.Source).ShouldBe(["203.0.113.1", "2001:db8:1:2::/64", "203.0.113.1"]);
    }

    [Fact]
    public void The_calls_of_the_day_are_counted_on_after_a_restart()
    {
        var rights = OutsideRights.Default with { MaxPerDay = 2 };
        var (number, before) = (new ExtensionNumber("100"), new TollLedger(_clock, _kept.Add));
        before.TryBegin(s_domain, number, rights, false, new CallId("a")).ShouldBe(TollRefusal.None);
        before.TryBegin(s_domain, number, rights, false, new CallId("a")).ShouldBe(TollRefusal.None);
        before.TryBegin(s_domain, number, rights, false, new CallId("b")).ShouldBe(TollRefusal.None);
        before.TryBegin(s_domain, number, rights, false, new CallId("c")).ShouldBe(TollRefusal.PerDay);
        _kept.Cast<KeepOutsideCount>().Select(command => command.Count.Calls).ShouldBe([1, 2]);

        var after = new TollLedger(_clock, _kept.Add);
        after.Restore(_kept.Cast<KeepOutsideCount>().Last().Count);
        after.TryBegin(s_domain, number, rights, false, new CallId("d")).ShouldBe(TollRefusal.PerDay);
        after.TryBegin(s_domain, new ExtensionNumber("101"), rights, false, new CallId("e")).ShouldBe(TollRefusal.None);
    }

    [Fact]
    public void A_count_that_comes_after_the_first_call_is_kept_with_it()
    {
        var (number, ledger) = (new ExtensionNumber("100"), new TollLedger(_clock, _kept.Add));
        ledger.TryBegin(s_domain, number, OutsideRights.Default, false, new CallId("a"));
        ledger.Restore(new OutsideCount(s_domain, number, DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime), 5));
        _kept.Cast<KeepOutsideCount>().Last().Count.Calls.ShouldBe(6);
    }

    [Fact]
    public void A_node_that_starts_asks_the_store_and_goes_on_by_what_it_says()
    {
        var (store, list, ledger) = (CreateTestProbe(), List(10), new TollLedger(_clock));
        var (door, number) = (store.Ref, new ExtensionNumber("100"));
        Sys.ActorOf(Props.Create(() => new RememberedActor(list, ledger, door)));
        store.ExpectMsg<LoadProtection>(s_patience);
        var now = _clock.GetUtcNow();
        store.Reply(new ProtectionLoaded(
            [new Ban("203.0.113.1", "test", now, now.AddMinutes(5), 3)], [new OutsideCount(s_domain, number, DateOnly.FromDateTime(now.UtcDateTime), 200)]));
        AwaitAssert(() => list.Holds(SourceKey.Of(s_one)).ShouldBeTrue(), s_patience);
        // The counts come first, so that by now they are there.
        ledger.TryBegin(s_domain, number, OutsideRights.Default, false, new CallId("a")).ShouldBe(TollRefusal.PerDay);
    }

    private BanList List(int capacity) => new(TimeSpan.FromMinutes(1), TimeSpan.FromDays(1), capacity, _clock, _kept.Add);
}
