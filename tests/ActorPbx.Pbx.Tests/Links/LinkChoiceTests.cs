using System.Collections.Immutable;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Links;

namespace ActorPbx.Pbx.Tests.Links;

public class LinkChoiceTests
{
    private static readonly LinkStanding s_good = new("t1.hq.demo.invalid", LinkHealth.Good, true, true, 0);

    [Fact]
    public void Health_comes_before_load_and_what_pings_say_before_what_the_cluster_hears()
    {
        LinkStanding[] expected =
        [
            s_good with { IsReachable = false, Cpu = 0.9 },
            s_good with { Health = LinkHealth.Unknown },
            s_good with { Health = LinkHealth.Suspect },
            s_good with { Health = LinkHealth.Unknown, IsReachable = false },
            s_good with { Health = LinkHealth.Down },
        ];
        expected.Select(LinkChoice.ClassOf).ShouldBe([0, 1, 2, 3, 4]);
    }

    [Fact]
    public void Calls_spread_in_proportion_to_what_is_free()
    {
        var idle = s_good with { Cpu = 0 };
        var busy = s_good with { Host = "t2.hq.demo.invalid", Cpu = 0.75 };
        var toIdle = Enumerable.Range(0, 10_000).Count(call => LinkChoice.Draw(idle, $"call-{call}") < LinkChoice.Draw(busy, $"call-{call}"));
        toIdle.ShouldBeInRange(7_800, 8_200);
    }

    [Fact]
    public void The_same_call_gets_the_same_order() => Order("x").ShouldBe(Order("x"));

    [Fact]
    public void A_node_that_drains_or_leaves_or_has_no_address_takes_no_call()
    {
        var draining = Peer("t1", load: NodeLoad.None with { Draining = true });
        var leaving = Peer("t2", status: MemberStatus.Leaving);
        var silent = Peer("t3", links: 0);
        var well = Peer("t4");
        LinkChoice.Order([draining, leaving, silent, well], "x").ShouldBe([well]);
        LinkChoice.Order([draining], "x").ShouldBeEmpty();
        LinkChoice.Order([well], "x").ShouldBe([well]);
        LinkChoice.Order([], "x").ShouldBeEmpty();
    }

    [Fact]
    public void A_node_that_left_a_request_without_answer_comes_behind_the_others()
    {
        var (first, second) = (Peer("t1"), Peer("t2"));
        first.SuspectSilence();
        for (var call = 0; call < 50; call++)
        {
            LinkChoice.Order([first, second], $"{call}").ShouldBe([second, first]);
        }
    }

    [Fact]
    public void Pings_that_are_missed_back_off_up_to_a_bound_and_one_answer_makes_the_link_good()
    {
        var options = TestMembers.Options("a", "alice", default);
        var pulse = LinkPulse.Unknown.Missed();
        pulse.Health.ShouldBe(LinkHealth.Suspect);
        var pauses = new List<double>();
        for (var miss = 0; miss < 12; miss++)
        {
            pauses.Add(pulse.Pause(options, 1).TotalMilliseconds);
            pulse = pulse.Missed();
        }

        pulse.Health.ShouldBe(LinkHealth.Down);
        pauses.Take(6).ShouldBe([250, 500, 1_000, 2_000, 4_000, 4_000]);
        pulse.Pause(options, 0).TotalMilliseconds.ShouldBe(3_000);
        pulse.Answered().ShouldBe(new LinkPulse(LinkHealth.Good, 0));
    }

    [Fact]
    public void A_link_takes_no_more_calls_than_it_may_and_takes_them_again_when_others_end()
    {
        var calls = new LinkCalls(maxIn: 50, maxOut: 0);
        var taken = 0;
        Parallel.For(0, 200, _ =>
        {
            if (calls.TryBegin(LinkDirection.In))
            {
                Interlocked.Increment(ref taken);
            }
        });
        (taken, calls.In, calls.Out).ShouldBe((50, 50, 0));
        calls.End(LinkDirection.In);
        calls.TryBegin(LinkDirection.In).ShouldBeTrue();
        calls.TryBegin(LinkDirection.In).ShouldBeFalse();
        Enumerable.Range(0, 100).All(_ => calls.TryBegin(LinkDirection.Out)).ShouldBeTrue();
    }

    private static ImmutableArray<string> Order(string call) =>
        [.. LinkChoice.Order([Peer("t1"), Peer("t2"), Peer("t3")], call).Select(peer => peer.Host)];

    private static LinkPeer Peer(string name, MemberStatus status = MemberStatus.Up, NodeLoad? load = null, int links = 1) =>
        TestMembers.Peer(TestMembers.Trunk(name, links) with { Status = status, Load = load ?? NodeLoad.None });
}
