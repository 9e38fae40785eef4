using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Trunks;

namespace ActorPbx.Domain.Tests.Attacks;

/// <summary>Toll fraud: what a stolen password can call, how much and how fast.</summary>
public class TollFraudTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly OutsideRights s_rights = new(3, 5, 8, OutsideReach.Default);

    [Theory]
    [InlineData("030123456", TollRefusal.None)]
    [InlineData("+882161234", TollRefusal.Premium)]
    [InlineData("0900123456", TollRefusal.Premium)]
    [InlineData("+37281234", TollRefusal.International)]
    [InlineData("0037281234", TollRefusal.International)]
    [InlineData("112", TollRefusal.None)]
    [InlineData("000", TollRefusal.None)]
    [InlineData("0001", TollRefusal.International)]
    public void Abroad_and_premium_numbers_are_refused_unless_they_are_allowed(string number, TollRefusal refusal)
    {
        TollGuard.Judge(OutsideReach.Default, Plain(number)).ShouldBe(refusal);
        TollGuard.Judge(new OutsideReach(true, true, [], []), Plain(number)).ShouldBe(TollRefusal.None);
    }

    [Theory]
    [InlineData("+44201234", TollRefusal.None)]
    [InlineData("+449091234", TollRefusal.Destination)]
    [InlineData("+4490901", TollRefusal.None)]
    [InlineData("+33123", TollRefusal.International)]
    [InlineData("0301", TollRefusal.Destination)]
    public void Of_an_extensions_own_lists_the_longer_prefix_decides_before_the_kind_of_number(string number, TollRefusal refusal) =>
        TollGuard.Judge(new OutsideReach(false, false, ["+44", "+449090"], ["+44909", "030"]), Plain(number)).ShouldBe(refusal);

    [Theory]
    [InlineData("9030", "4930", "as it was dialled")]
    [InlineData("030", "4930", "as it was asked for")]
    [InlineData("+4930", "4930", "as the trunk is given it")]
    public void An_extensions_own_list_holds_in_whatever_form_the_number_is_known(string refused, string other, string form)
    {
        var number = OutsideNumber.Of(new TrunkRoute("carrier", "9", 2, "+49"), "903012", "+493012", NumberKinds.Default);
        number.BeginsWith([refused]).ShouldBe(refused.Length, form);
        number.BeginsWith([other, "030123"]).ShouldBe(-1);
        TollGuard.Judge(new OutsideReach(true, true, [], [refused]), number).ShouldBe(TollRefusal.Destination, form);
    }

    [Theory]
    [InlineData("0", "", "0030123456", TollKind.Ordinary)]
    [InlineData("0", "", "0004420123", TollKind.International)]
    [InlineData("0", "", "00900123", TollKind.Premium)]
    [InlineData("0", "+49", "030123456", TollKind.Ordinary)]
    [InlineData("00", "+49", "00900123", TollKind.International)]
    [InlineData("00", "+", "004420123", TollKind.International)]
    [InlineData("00", "", "004420123", TollKind.International)]
    [InlineData("000", "", "0004420123", TollKind.International)]
    [InlineData("", "", "+4420123", TollKind.International)]
    [InlineData("9", "", "9112", TollKind.Emergency)]
    public void No_dial_plan_hides_what_kind_of_number_is_called(string prefix, string prepend, string dialled, TollKind kind)
    {
        var route = new TrunkRoute("carrier", prefix, prefix.Length, prepend);
        OutsideNumber.Of(route, dialled, route.Outward(dialled), NumberKinds.Default).Kind.ShouldBe(kind);
    }

    [Theory]
    [InlineData(0, "9+37281234")]
    [InlineData(0, "90037281234")]
    [InlineData(2, "9+37281234")]
    [InlineData(3, "90037281234")]
    public void A_trunk_that_keeps_its_prefix_or_takes_more_digits_off_hides_nothing_either(int strip, string dialled)
    {
        var route = new TrunkRoute("carrier", "9", strip, "");
        OutsideNumber.Of(route, dialled, route.Outward(dialled), NumberKinds.Default).Kind.ShouldBe(TollKind.International);
    }

    [Fact]
    public void So_many_at_once_so_many_a_minute_and_so_many_a_day()
    {
        var calls = OutsideCalls.None;
        Begin(1, 0, TollRefusal.None);
        Begin(2, 0, TollRefusal.None);
        Begin(3, 0, TollRefusal.None);
        Begin(4, 0, TollRefusal.AtOnce);
        End(1);
        End(2);
        Begin(5, 1, TollRefusal.None);
        Begin(6, 2, TollRefusal.None);
        End(3);
        Begin(7, 3, TollRefusal.PerMinute);
        Begin(7, 60, TollRefusal.None);
        EndAll();
        Begin(8, 60, TollRefusal.None);
        Begin(9, 60, TollRefusal.None);
        EndAll();
        Begin(10, 3600, TollRefusal.PerDay);
        Begin(10, 12 * 3600, TollRefusal.None);

        void Begin(int call, int seconds, TollRefusal expected) =>
            TollGuard.Count(ref calls, s_rights, isEmergency: false, new CallId($"{call}"), s_noon.AddSeconds(seconds)).ShouldBe(expected, $"call {call}");

        void End(int call) => calls = calls with { Living = calls.Living.Remove(new CallId($"{call}")) };

        void EndAll() => calls = calls with { Living = [] };
    }

    [Fact]
    public void An_emergency_call_passes_whatever_was_called_before()
    {
        var calls = OutsideCalls.None;
        var none = new OutsideRights(0, 0, 0, OutsideReach.Default);
        TollGuard.Count(ref calls, none, isEmergency: false, new CallId("a"), s_noon).ShouldBe(TollRefusal.AtOnce);
        TollGuard.Count(ref calls, none, isEmergency: true, new CallId("b"), s_noon).ShouldBe(TollRefusal.None);
        calls.Living.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_call_that_seeks_another_way_is_counted_once()
    {
        var calls = OutsideCalls.None;
        for (var i = 0; i < 20; i++)
        {
            TollGuard.Count(ref calls, s_rights, isEmergency: false, new CallId("a"), s_noon).ShouldBe(TollRefusal.None);
        }

        calls.OfDay.ShouldBe(1);
    }

    [Fact]
    public void What_was_called_before_a_restart_is_called_still_today_and_forgotten_tomorrow()
    {
        var today = DateOnly.FromDateTime(s_noon.UtcDateTime);
        var rights = OutsideRights.Default with { MaxPerDay = 3 };
        var calls = TollGuard.WithEarlier(OutsideCalls.None, today, 2);
        TollGuard.Count(ref calls, rights, false, new CallId("a"), s_noon).ShouldBe(TollRefusal.None);
        TollGuard.Count(ref calls, rights, false, new CallId("b"), s_noon).ShouldBe(TollRefusal.PerDay);
        TollGuard.Count(ref calls, rights, false, new CallId("b"), s_noon.AddDays(1)).ShouldBe(TollRefusal.None);

        TollGuard.WithEarlier(calls, today, 5).ShouldBe(calls, "of yesterday nothing is taken");
        TollGuard.WithEarlier(calls, today.AddDays(1), 5).OfDay.ShouldBe(6, "calls that were quicker than the count");
    }

    [Fact]
    public void Flooding_keeps_no_more_than_a_minutes_calls_in_mind()
    {
        var calls = OutsideCalls.None;
        var generous = new OutsideRights(1_000_000, 1_000_000, 1_000_000, OutsideReach.Default);
        for (var i = 0; i < 1000; i++)
        {
            TollGuard.Count(ref calls, generous, isEmergency: false, new CallId($"{i}"), s_noon.AddSeconds(i));
        }

        calls.Recent.Count().ShouldBe(60);
    }

    private static OutsideNumber Plain(string number) => OutsideNumber.Of(null, number, number, NumberKinds.Default);
}
