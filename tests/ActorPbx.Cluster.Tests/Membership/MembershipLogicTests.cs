using ActorPbx.Cluster.Membership;
using ActorPbx.Cluster.Settings;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster.Tests.Membership;

public sealed class MembershipLogicTests
{
    private static readonly Origin Berlin = new(new BranchName("berlin"), new NodeName("b1"));
    private static readonly ClusterSettings Settings = new();
    private readonly MembershipLogic _logic = new(Settings);
    private readonly List<ClusterEvent> _events = [];
    private MembershipState _state;
    private TimeSpan _now = TimeSpan.FromHours(1);
    private long _sequence;

    public MembershipLogicTests()
    {
        _state = _logic.Begin(new NodeIdentity(BranchName.Headquarters, new NodeName("t1"), 1, NodeRoles.Trunk, [], "1"));
        Take(_logic.BusUp(_state, _now));
        _events.Clear();
    }

    [Fact]
    public void A_node_that_beats_stays_up()
    {
        Live(TimeSpan.FromMinutes(5), () => Heard());
        _events.Select(Name).ShouldBe(["MemberUp"]);
    }

    [Fact]
    public void A_silent_node_is_unreachable_once_and_reachable_when_it_is_heard()
    {
        Heard();
        Live(TimeSpan.FromMinutes(1), () => { });
        _events.Select(Name).ShouldBe(["MemberUp", "UnreachableMember"]);
        Heard();
        Live(TimeSpan.FromMinutes(1), () => Heard());
        _events.Select(Name).ShouldBe(["MemberUp", "UnreachableMember", "ReachableMember"]);
    }

    [Fact]
    public void A_node_that_is_unreachable_for_very_long_is_removed_and_welcome_again()
    {
        Heard();
        Live(TimeSpan.FromMinutes(1), () => { });
        _now += Settings.RemoveAfter;
        Live(TimeSpan.FromSeconds(1), () => { });
        _events.Select(Name).ShouldBe(["MemberUp", "UnreachableMember", "MemberRemoved"]);
        Heard();
        _events.Select(Name).Last().ShouldBe("MemberUp");
    }

    [Fact]
    public void A_node_that_says_farewell_is_removed_at_once_and_what_it_said_before_means_nothing_more()
    {
        Heard();
        Heard(status: MemberStatus.Leaving);
        var late = Beat(1, ++_sequence, MemberStatus.Leaving);
        Heard(status: MemberStatus.Removed);
        Take(_logic.Heard(_state, Berlin, late, _now));
        Take(_logic.Heard(_state, Berlin, late with { Sequence = 1000 }, _now));
        _events.Select(Name).ShouldBe(["MemberUp", "MemberLeft", "MemberRemoved"]);
        _events.OfType<ClusterEvent.MemberRemoved>().Single().Previous.ShouldBe(MemberStatus.Leaving);
        _state.Others.ShouldBeEmpty();
    }

    [Fact]
    public void A_leaving_node_that_falls_silent_has_left()
    {
        Heard();
        Heard(status: MemberStatus.Leaving);
        Live(TimeSpan.FromSeconds(3), () => { });
        _events.Select(Name).ShouldBe(["MemberUp", "MemberLeft", "MemberRemoved"]);
    }

    [Fact]
    public void A_new_incarnation_ends_the_old_one_whose_late_heartbeats_are_ignored()
    {
        Heard(incarnation: 5);
        Heard(incarnation: 6);
        Heard(incarnation: 5);
        Heard(incarnation: 6);
        _events.Select(Name).ShouldBe(["MemberUp", "MemberRemoved", "MemberUp"]);
        _events.OfType<ClusterEvent.MemberRemoved>().Single().Member.Incarnation.ShouldBe(5);
        _state.Others[Berlin].Member.Incarnation.ShouldBe(6);
    }

    [Fact]
    public void A_heartbeat_that_comes_twice_or_too_late_changes_nothing()
    {
        Heard();
        var old = Beat(1, ++_sequence, MemberStatus.Up);
        Heard(load: new NodeLoad(7, 0, 0, 0, false));
        Take(_logic.Heard(_state, Berlin, old, _now));
        _state.Others[Berlin].Member.Load.Calls.ShouldBe(7);
        _events.Select(Name).ShouldBe(["MemberUp", "MemberChanged"]);
    }

    [Fact]
    public void A_joining_node_is_no_member_before_it_is_up()
    {
        Heard(status: MemberStatus.Joining);
        _events.ShouldBeEmpty();
        Heard();
        _events.Select(Name).ShouldBe(["MemberUp"]);
    }

    [Fact]
    public void While_the_bus_is_lost_nobody_is_judged_and_afterwards_all_get_time()
    {
        Heard();
        Take(MembershipLogic.BusDown(_state, "cable"));
        Take(MembershipLogic.BusDown(_state, "cable"));
        Live(TimeSpan.FromHours(3), () => { }, TimeSpan.FromSeconds(10), echo: false);
        Take(_logic.BusUp(_state, _now));
        Live(Settings.Heartbeat.RestoreGrace, () => { });
        _events.Select(Name).ShouldBe(["MemberUp", "BusLost", "BusRestored"]);
        Live(TimeSpan.FromSeconds(3), () => { });
        _events.Select(Name).Last().ShouldBe("UnreachableMember");
    }

    [Fact]
    public void Whoever_does_not_hear_itself_has_lost_the_bus_and_blames_nobody()
    {
        Heard();
        Live(TimeSpan.FromMinutes(1), () => Heard());
        Live(TimeSpan.FromMinutes(1), () => { }, echo: false);
        _events.Select(Name).ShouldBe(["MemberUp", "BusLost"]);
        Live(TimeSpan.FromMinutes(1), () => Heard());
        _events.Select(Name).ShouldBe(["MemberUp", "BusLost", "BusRestored"]);
    }

    [Fact]
    public void A_node_unreachable_before_the_bus_was_lost_is_not_removed_for_the_time_without()
    {
        Heard();
        Live(TimeSpan.FromMinutes(1), () => { });
        Take(MembershipLogic.BusDown(_state, "cable"));
        _now += Settings.RemoveAfter * 2;
        Take(_logic.BusUp(_state, _now));
        Live(TimeSpan.FromMinutes(1), () => { });
        _events.Select(Name).ShouldBe(["MemberUp", "UnreachableMember", "BusLost", "BusRestored"]);
    }

    [Fact]
    public void Incarnations_rise_even_when_the_clock_is_set_back()
    {
        var path = Path.Combine(Path.GetTempPath(), $"incarnation-{Guid.NewGuid():N}");
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var first = IncarnationFile.Next(path, now);
        first.ShouldBe(now.ToUnixTimeMilliseconds());
        IncarnationFile.Next(path, now.AddYears(-10)).ShouldBe(first + 1);
        File.WriteAllText(path, "damaged");
        IncarnationFile.Next(path, now).ShouldBe(first);
        File.Delete(path);
    }

    private static string Name(ClusterEvent happened) => happened.GetType().Name;

    private static Heartbeat Beat(long incarnation, long sequence, MemberStatus status, NodeLoad? load = null) =>
        new(incarnation, sequence, status, NodeRoles.Local, [new LinkAddress("tls", "192.0.2.1", 5061)], "1", load ?? NodeLoad.None);

    private void Heard(long incarnation = 1, MemberStatus status = MemberStatus.Up, NodeLoad? load = null) =>
        Take(_logic.Heard(_state, Berlin, Beat(incarnation, ++_sequence, status, load), _now));

    private void Live(TimeSpan howLong, Action beat, TimeSpan? step = null, bool echo = true)
    {
        for (var end = _now + howLong; _now < end; _now += step ?? Settings.Heartbeat.Interval)
        {
            if (echo)
                Take(_logic.Echoed(_state, _now));
            beat();
            Take(_logic.Judge(_state, _now));
        }
    }

    private void Take(MembershipStep step)
    {
        _state = step.State;
        _events.AddRange(step.Events);
    }
}
