using System.Collections.Concurrent;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Links;

namespace ActorPbx.Pbx.Tests.Links;

public class LinkActorTests : TestKit
{
    private readonly ScriptedPings _pings = new();
    private readonly LinkOptions _options = TestMembers.Options("berlin-1", "berlin", NodeRoles.Local) with
    {
        PingInterval = TimeSpan.FromMilliseconds(20),
        PingTimeout = TimeSpan.FromMilliseconds(200),
        MaxBackOff = TimeSpan.FromMilliseconds(40),
    };

    [Fact]
    public void A_link_is_good_while_it_answers_and_down_while_it_does_not_and_good_again_by_itself()
    {
        var peer = TestMembers.Peer(TestMembers.Trunk("t1"));
        _pings.Status = 200;
        Sys.ActorOf(Props.Create(() => new LinkActor(peer, _options, _pings)));
        AwaitAssert(() => peer.Pulse.Health.ShouldBe(LinkHealth.Good), TimeSpan.FromSeconds(15));
        _pings.Status = 0;
        AwaitAssert(() => peer.Pulse.Health.ShouldBe(LinkHealth.Down), TimeSpan.FromSeconds(15));
        _pings.Disconnected.ShouldContain(peer.Host);
        _pings.Status = 200;
        AwaitAssert(() => peer.Pulse.Health.ShouldBe(LinkHealth.Good), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void A_ping_that_nobody_answers_is_missed_when_its_time_is_over()
    {
        var peer = TestMembers.Peer(TestMembers.Trunk("t1"));
        _pings.Status = -1;
        Sys.ActorOf(Props.Create(() => new LinkActor(peer, _options, _pings)));
        AwaitAssert(() => peer.Pulse.Health.ShouldBe(LinkHealth.Down), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void A_first_miss_cuts_nothing_off_and_gives_the_next_ping_more_time()
    {
        var first = LinkPulse.Unknown.Missed();
        (first.Health, first.Missed().Health).ShouldBe((LinkHealth.Suspect, LinkHealth.Down));
        LinkPulse.Unknown.Patience(_options, TimeSpan.Zero).ShouldBe(_options.PingTimeout);
        first.Patience(_options, TimeSpan.Zero).ShouldBe(2 * _options.PingTimeout);
        first.Missed().Missed().Missed().Patience(_options, TimeSpan.FromMilliseconds(600)).ShouldBe((4 * _options.PingTimeout) + TimeSpan.FromMilliseconds(1200));

        var peer = TestMembers.Peer(TestMembers.Trunk("t1"));
        _pings.Status = -1;
        var options = _options with { MaxBackOff = TimeSpan.FromHours(1), PingTimeout = TimeSpan.FromMilliseconds(1) };
        Sys.ActorOf(Props.Create(() => new LinkActor(peer, options, _pings)));
        AwaitAssert(() => _pings.MissesAtDisconnection.ShouldNotBeEmpty(), TimeSpan.FromSeconds(15));
        _pings.MissesAtDisconnection.First().ShouldBe(2);
    }

    [Fact]
    public void A_link_tells_how_long_its_answers_take()
    {
        var peer = TestMembers.Peer(TestMembers.Trunk("t1"));
        peer.RoundTrip.ShouldBe(TimeSpan.Zero);
        peer.Took(TimeSpan.FromMilliseconds(600));
        peer.RoundTrip.ShouldBe(TimeSpan.FromMilliseconds(600));
        peer.Took(TimeSpan.FromMilliseconds(1000));
        peer.RoundTrip.ShouldBe(TimeSpan.FromMilliseconds(700));
        for (var late = 0; late < 20; late++)
        {
            peer.Took(TimeSpan.FromSeconds(20)); // a line that gets slower with every answer
        }

        peer.RoundTrip.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void What_was_sent_before_an_answered_ping_has_arrived()
    {
        var peer = TestMembers.Peer(TestMembers.Trunk("t1"));
        var sentAt = Environment.TickCount64;
        peer.ArrivalOf(sentAt).ShouldBe(Arrival.Unknown);
        _pings.Status = 200;
        Sys.ActorOf(Props.Create(() => new LinkActor(peer, _options, _pings)));
        AwaitAssert(() => peer.ArrivalOf(sentAt).ShouldBe(Arrival.Proven), TimeSpan.FromSeconds(15));
        _pings.Status = 0;
        AwaitAssert(() => peer.ArrivalOf(Environment.TickCount64).ShouldBe(Arrival.Doubtful), TimeSpan.FromSeconds(15));
        peer.ArrivalOf(sentAt).ShouldBe(Arrival.Proven);
    }

    [Fact]
    public void Whoever_waits_for_a_sign_has_the_link_pinged()
    {
        var peer = TestMembers.Peer(TestMembers.Trunk("t1"));
        _pings.Status = 200;
        var options = _options with { PingInterval = TimeSpan.FromHours(1), MaxBackOff = TimeSpan.FromHours(1) };
        Sys.ActorOf(Props.Create(() => new LinkActor(peer, options, _pings)));
        AwaitAssert(() => peer.Pulse.Health.ShouldBe(LinkHealth.Good), TimeSpan.FromSeconds(15));
        var sentAt = Environment.TickCount64;
        AwaitAssert(
            () =>
            {
                peer.Pinger.Tell(new PingNow());
                peer.ArrivalOf(sentAt).ShouldBe(Arrival.Proven);
            },
            TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void A_node_that_is_reachable_again_is_pinged_at_once_also_when_a_ping_from_before_has_yet_to_fail()
    {
        var peer = TestMembers.Peer(TestMembers.Trunk("t1"));
        _pings.Status = 0;
        var options = _options with { PingInterval = TimeSpan.FromHours(1), PingTimeout = TimeSpan.FromHours(1), MaxBackOff = TimeSpan.FromHours(1) };
        _pings.Status = -1;
        var link = Sys.ActorOf(Props.Create(() => new LinkActor(peer, options, _pings)));
        AwaitAssert(() => _pings.Sent.ShouldBe(1), TimeSpan.FromSeconds(15));
        link.Tell(new PingEnded(1, 0));
        AwaitAssert(() => _pings.Sent.ShouldBe(2), TimeSpan.FromSeconds(15));
        link.Tell(new PingNow());
        _pings.Status = 200;
        link.Tell(new PingEnded(2, 0));
        AwaitAssert(() => peer.Pulse.Health.ShouldBe(LinkHealth.Good), TimeSpan.FromSeconds(15));
        _pings.Sent.ShouldBe(3);
    }

    [Fact]
    public void A_branch_pings_the_t_mss_nodes_and_no_other_branch()
    {
        var links = new NodeLinks(_options);
        _pings.Status = 200;
        var cluster = CreateTestProbe();
        var actor = Sys.ActorOf(Props.Create(() => new LinksActor(links, _pings, cluster.Ref)), "links");
        cluster.ExpectMsg<SubscribeToCluster>();
        var trunk = TestMembers.Trunk("t1");
        actor.Tell(new CurrentClusterState(trunk, [trunk, TestMembers.Local("lagos-1", "lagos", new LinkAddress("tls", "10.0.0.7", 5061))], [], ""));
        AwaitAssert(
            () =>
            {
                actor.Tell(new DescribeLinks(), TestActor);
                var view = ExpectMsg<LinksDescribed>().Links.ShouldHaveSingleItem();
                (view.Node.Value, view.Health).ShouldBe(("t1", LinkHealth.Good));
            },
            TimeSpan.FromSeconds(15));
        actor.Tell(new ClusterEvent.MemberRemoved(trunk, MemberStatus.Up));
        actor.Tell(new DescribeLinks(), TestActor);
        ExpectMsg<LinksDescribed>().Links.ShouldBeEmpty();
        actor.Tell(new ClusterEvent.MemberUp(trunk with { Incarnation = 2 }));
        actor.Tell(new DescribeLinks(), TestActor);
        ExpectMsg<LinksDescribed>().Links.ShouldHaveSingleItem();
    }

    /// <summary>Pings that end as the test says: 0 for no way, −1 for silence.</summary>
    private sealed class ScriptedPings : ILinkPings
    {
        private volatile int _status;
        private int _sent;

        public int Status
        {
            set => _status = value;
        }

        public int Sent => Volatile.Read(ref _sent);

        public ConcurrentQueue<string> Disconnected { get; } = [];

        public void Send(LinkPeer peer, long round, IActorRef answerTo)
        {
            Interlocked.Increment(ref _sent);
            if (_status >= 0)
            {
                answerTo.Tell(new PingEnded(round, _status), ActorRefs.NoSender);
            }
        }

        public ConcurrentQueue<int> MissesAtDisconnection { get; } = [];

        public void Disconnect(LinkPeer peer)
        {
            MissesAtDisconnection.Enqueue(peer.Pulse.Misses);
            Disconnected.Enqueue(peer.Host);
        }
    }
}
