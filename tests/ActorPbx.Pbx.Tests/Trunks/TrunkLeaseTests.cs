using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Trunks;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Pbx.Trunks;

namespace ActorPbx.Pbx.Tests.Trunks;

public class TrunkLeaseTests : TestKit
{
    private const string Name = "trunk-pbx-test-carrier";
    private static readonly Origin s_t1 = new(BranchName.Headquarters, new("t1"));
    private static readonly Origin s_t2 = new(BranchName.Headquarters, new("t2"));
    private static readonly TrunkProfile s_trunk = new("carrier", new DomainName("pbx.test"), [], null, new TrunkLimits(1, 1), ClusterLimit: true);
    private readonly Dictionary<NodeName, AskNode> _asked = [];
    private readonly TestProbe _cluster;

    public TrunkLeaseTests() => _cluster = CreateTestProbe();

    [Fact]
    public void A_new_holder_grants_nothing_before_every_t_mss_has_said_what_lives_there()
    {
        var holder = Holder(TimeSpan.FromHours(1));
        Report(holder, s_t1);
        Ask(holder, s_t1, "c1").ShouldBe(new LeaseAnswered(false, AskAgain: true, 7));
        Report(holder, s_t2, "c0");
        Ask(holder, s_t1, "c1").ShouldBe(new LeaseAnswered(false, AskAgain: false, 7));

        Tell(holder, s_t2, new ReturnLease("c0", 1)).Granted.ShouldBeTrue();
        Ask(holder, s_t1, "c1").Granted.ShouldBeTrue();
        Ask(holder, s_t2, "c2").Granted.ShouldBeFalse();
    }

    [Fact]
    public void The_leases_of_a_new_process_or_a_removed_node_come_back()
    {
        var holder = Holder(TimeSpan.FromHours(1));
        Report(holder, s_t1);
        Report(holder, s_t2, "c0");
        holder.Tell(new ClusterEvent.MemberUp(Node(s_t2, 2)));
        Ask(holder, s_t2, "c2", incarnation: 2).Granted.ShouldBeTrue();
        holder.Tell(new ClusterEvent.MemberRemoved(Node(s_t2, 2), MemberStatus.Leaving));
        Ask(holder, s_t1, "c1").Granted.ShouldBeTrue();
    }

    [Fact]
    public void A_node_that_is_unreachable_for_long_is_lost_and_counted_again_when_it_is_heard()
    {
        var holder = Holder(TimeSpan.FromMilliseconds(20));
        Report(holder, s_t1);
        Report(holder, s_t2, "c0");
        holder.Tell(new ClusterEvent.UnreachableMember(Node(s_t2, 1)));
        AwaitCondition(() => Ask(holder, s_t1, "c1").Granted, TimeSpan.FromSeconds(30));

        holder.Tell(new ClusterEvent.ReachableMember(Node(s_t2, 1)));
        Report(holder, s_t2, "c0");
        Tell(holder, s_t1, new ReturnLease("c1", 1));
        Ask(holder, s_t1, "c3").Granted.ShouldBeFalse();
    }

    [Fact]
    public void A_call_from_a_trunk_waits_for_the_holders_word_and_an_older_holders_is_void()
    {
        var trunks = Trunks();
        var call = CreateTestProbe();
        trunks.Tell(new ReserveTrunk("carrier", new CallId("c1"), TrunkDirection.Incoming, ""), call.Ref);
        var asked = Fish<AskSingleton>(_ => true);
        (asked.Singleton, asked.Message).ShouldBe((Name, new AskLease("c1", false, 3)));

        _cluster.Send(_cluster.LastSender, new Received(s_t2, Name, new AskHeldLeases(9), new ReplyAddress(s_t2, "q", 0)));
        var held = Fish<Reply>(_ => true).Message.ShouldBeOfType<HeldLeases>();
        (held.Incarnation, held.Calls.Single()).ShouldBe((3, new HeldLease("c1", false)));
        trunks.Tell(new ListTrunks());
        var view = ExpectMsg<TrunkList>(TimeSpan.FromSeconds(30)).Trunks.ShouldHaveSingleItem();
        (view.Incoming, view.Outgoing, view.Limits).ShouldBe((1, 0, new TrunkLimits(1, 1)));
        view.Count.ShouldBe(new TrunkCountView(s_t2, 9));
        _cluster.Send(_cluster.LastSender, new Answered(asked.Token, s_t1, new LeaseAnswered(true, false, 8)));
        var again = Fish<AskSingleton>(_ => true);
        _cluster.Send(_cluster.LastSender, new Answered(again.Token, s_t2, new LeaseAnswered(true, false, 9)));
        call.ExpectMsg<TrunkAdmitted>(TimeSpan.FromSeconds(30));

        trunks.Tell(new ReleaseTrunk("carrier", new CallId("c1")), call.Ref);
        Fish<AskSingleton>(_ => true).Message.ShouldBe(new ReturnLease("c1", 3));
    }

    [Fact]
    public void A_trunk_whose_holder_keeps_silent_takes_no_call()
    {
        var trunks = Trunks();
        var call = CreateTestProbe();
        trunks.Tell(new ReserveTrunk("carrier", new CallId("c1"), TrunkDirection.Incoming, ""), call.Ref);
        for (var tries = 0; tries < 3; tries++)
        {
            var asked = Fish<AskSingleton>(ask => ask.Message is AskLease);
            _cluster.Send(_cluster.LastSender, new NotAnswered(asked.Token, "no bus"));
        }

        call.ExpectMsg<TrunkRefused>(TimeSpan.FromSeconds(30)).Cause.ShouldBe(Cause.NoCircuit);
        Fish<AskSingleton>(_ => true).Message.ShouldBe(new ReturnLease("c1", 3));
    }

    private IActorRef Holder(TimeSpan lost)
    {
        var (cluster, times) = (_cluster.Ref, new LeaseTimes(TimeSpan.FromMilliseconds(1), lost));
        var holder = Sys.ActorOf(Props.Create(() => new LeaseHolderActor(s_trunk, cluster, times)));
        _cluster.ExpectMsg<SubscribeToCluster>(TimeSpan.FromSeconds(30));
        holder.Tell(new CurrentClusterState(Node(s_t1, 1), [Node(s_t1, 1), Node(s_t2, 1)], [], ""));
        _cluster.ExpectMsg<ContendFor>(TimeSpan.FromSeconds(30)).Singleton.ShouldBe(Name);
        holder.Tell(new SingletonGranted(Name, 7));
        for (var i = 0; i < 2; i++)
        {
            var asked = Fish<AskNode>(_ => true);
            _asked[asked.Node] = asked;
        }

        return holder;
    }

    private T Fish<T>(Predicate<T> fits) => _cluster.FishForMessage(fits, TimeSpan.FromSeconds(30));

    // Answers the holder's question to a node.
    private void Report(IActorRef holder, Origin node, params string[] calls)
    {
        var asked = _asked.Remove(node.Node, out var early) ? early : Fish<AskNode>(_ => true);
        asked.Node.ShouldBe(node.Node);
        asked.Message.ShouldBe(new AskHeldLeases(7));
        holder.Tell(new Answered(asked.Token, node, new HeldLeases(1, [.. calls.Select(call => new HeldLease(call, true))])));
    }

    private LeaseAnswered Ask(IActorRef holder, Origin from, string call, long incarnation = 1) => Tell(holder, from, new AskLease(call, true, incarnation));

    private LeaseAnswered Tell(IActorRef holder, Origin from, ClusterMessage message)
    {
        var address = new ReplyAddress(from, Guid.NewGuid().ToString(), 7);
        holder.Tell(new Received(from, Name, message, address));
        return (LeaseAnswered)Fish<Reply>(reply => reply.To == address).Message;
    }

    private IActorRef Trunks()
    {
        var trunk = new TrunkSettings { Addresses = ["sip:192.0.2.77"], MaxIncoming = 1, MaxOutgoing = 1, ClusterLimit = true };
        var settings = new PbxSettings
        {
            Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add(
                "pbx.test", new DomainSettings { Trunks = ImmutableDictionary<string, TrunkSettings>.Empty.Add("carrier", trunk) }),
        };
        var domain = new DirectoryBuilder(settings, "/").Build().Domains[0];
        var sources = new TrunkSources();
        var trunks = Sys.ActorOf(Props.Create(() => new TrunksActor(domain, new SipEdge(), sources)));
        trunks.Tell(new TrunksJoined(_cluster.Ref));
        Fish<Serve>(_ => true).Service.ShouldBe(Name);
        _cluster.Send(_cluster.LastSender, new CurrentClusterState(Node(s_t1, 3), [], [], ""));
        return trunks;
    }

    private static Member Node(Origin who, long incarnation) =>
        new(who.Node, who.Branch, incarnation, NodeRoles.Trunk, MemberStatus.Up, [], "test", NodeLoad.None);
}
