using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Roaming;

namespace ActorPbx.Domain.Tests.Roaming;

public class RoamingLogicTests
{
    private static readonly GuestPlace Berlin = new(new("berlin"), new("berlin-1"), 10);
    private static readonly GuestPlace Lagos = new(new("lagos"), new("lagos-1"), 20);

    [Fact]
    public void A_number_rings_where_it_registered_last()
    {
        Whereabouts.Home.Current.ShouldBeNull();
        Both(several: false).Current.ShouldBe(Lagos);
        Both(several: true).Current.ShouldBe(Lagos);
    }

    [Fact]
    public void One_device_means_that_a_later_registration_ends_the_earlier()
    {
        var state = Both(several: false);
        state.VerdictOf(Berlin).ShouldBe(GuestVerdict.Ended);
        state.VerdictOf(Lagos).ShouldBe(GuestVerdict.Rings);
        RoamingLogic.Heard(state, Berlin, several: false).ShouldBe(state, "it was heard before");
        RoamingLogic.Heard(state, Berlin with { Serial = 30 }, several: false).Current!.Branch.ShouldBe(Berlin.Branch);

        var home = RoamingLogic.RegisteredAtHome(state, several: false);
        home.Current.ShouldBeNull();
        home.VerdictOf(Lagos).ShouldBe(GuestVerdict.Ended);
    }

    [Fact]
    public void With_several_devices_the_earlier_ones_wait_and_ring_again()
    {
        var state = Both(several: true);
        state.VerdictOf(Berlin).ShouldBe(GuestVerdict.Waits);
        RoamingLogic.Gone(state, Lagos).Current.ShouldBe(Berlin);

        var home = RoamingLogic.RegisteredAtHome(state, several: true);
        home.Current.ShouldBeNull();
        home.VerdictOf(Lagos).ShouldBe(GuestVerdict.Waits);
        RoamingLogic.Heard(home, Lagos, several: true).ShouldBe(home, "a refresh there takes nothing from home");
        RoamingLogic.Gone(home, Berlin).Current.ShouldBeNull();
        RoamingLogic.LeftHome(RoamingLogic.Gone(home, Berlin)).Current.ShouldBe(Lagos);
        RoamingLogic.Heard(home, Lagos with { Serial = 21 }, several: true).Current!.Serial.ShouldBe(21);
    }

    [Fact]
    public void The_last_place_gone_brings_the_number_home() =>
        RoamingLogic.Gone(RoamingLogic.Heard(Whereabouts.Home, Berlin, several: false), Berlin).Current.ShouldBeNull();

    [Theory]
    [InlineData(5, null, GuestKnowledge.Good)]
    [InlineData(11, null, GuestKnowledge.Stale)]
    [InlineData(11, 0.1, GuestKnowledge.Good)]
    [InlineData(11, 1.0, GuestKnowledge.Stale)]
    [InlineData(7 * 24 * 60, null, GuestKnowledge.Stale)]
    [InlineData((7 * 24 * 60) + 1, 0.1, GuestKnowledge.Void)]
    [InlineData(-1, null, GuestKnowledge.Stale)]
    public void A_guests_home_is_asked_when_what_it_told_grows_old(double age, double? missed, GuestKnowledge knowledge)
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var trust = new GuestTrust(TimeSpan.FromMinutes(10), TimeSpan.FromDays(7), TimeSpan.FromSeconds(30));
        GuestFreshness.Of(trust, now - TimeSpan.FromMinutes(age), missed is { } ago ? now - TimeSpan.FromMinutes(ago) : null, now).ShouldBe(knowledge);
    }

    private static Whereabouts Both(bool several) =>
        RoamingLogic.Heard(RoamingLogic.Heard(Whereabouts.Home, Berlin, several), Lagos, several);
}
