using System.Net;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Sip.Authentication;

namespace ActorPbx.Pbx.Tests.Gateway;

/// <summary>Challenges of one node answered at another.</summary>
public class NonceKeysActorTests : TestKit
{
    private const string Realm = "pbx.test";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private static readonly Member s_headquarters = Member("hq", "t1");
    private static readonly Member[] s_members = [s_headquarters, Member("hq", "t2"), Member("shanghai", "s1"), Member("shanghai", "s2"), Member("berlin", "b1")];
    private readonly NonceIssuer _ofHub = NonceIssuer.WithRandomKey(TimeSpan.FromMinutes(5));

    [Fact]
    public void All_nodes_take_one_anothers_nonces_once_headquarters_told_them_its_key()
    {
        var told = Told(NonceScope.Cluster);
        told.Values.Distinct().Count().ShouldBe(1, "the teller is told, too");
        OneTakesTheOthers(told["s1"], told["b1"]);
    }

    [Fact]
    public void Or_the_nodes_of_one_branch()
    {
        var told = Told(NonceScope.Branch);
        told["t1"].ShouldBe(told["t2"], "all nodes of headquarters are one branch");
        OneTakesTheOthers(told["s1"], told["s2"]);
    }

    [Fact]
    public void Then_a_branch_is_told_nothing_by_which_it_could_make_nonces_for_another()
    {
        var told = Told(NonceScope.Branch);
        told.Values.Select(key => key.Key).Distinct().Count().ShouldBe(3);
        var (shanghai, berlin) = (Node(out var ofShanghai), Node(out var ofBerlin));
        shanghai.Tell(From("hq", told["s1"]));
        berlin.Tell(From("hq", told["b1"]));
        var thief = new NonceIssuer(Convert.FromBase64String(told["s1"].Key), TimeSpan.FromMinutes(5));
        AwaitAssert(() => Answered(thief, ofShanghai).ShouldBe(DigestResult.Accepted), s_patience);
        Answered(thief, ofBerlin).ShouldBe(DigestResult.Stale);
        Answered(ofShanghai, ofBerlin).ShouldBe(DigestResult.Stale);
    }

    [Fact]
    public void A_key_that_is_none_or_that_another_branch_tells_changes_nothing()
    {
        var told = Told(NonceScope.Branch);
        var shanghai = Node(out var ofShanghai);
        var thief = NonceIssuer.WithRandomKey(TimeSpan.FromMinutes(5));
        shanghai.Tell(From("berlin", new NonceKeyTold(Convert.ToBase64String(thief.KeyFor("shanghai")))));
        foreach (var key in new[] { "", "no base64!", "AAAA", new string('A', 4000) })
        {
            shanghai.Tell(From("hq", new NonceKeyTold(key)));
        }

        shanghai.Tell(From("hq", told["s1"]));
        var right = new NonceIssuer(Convert.FromBase64String(told["s1"].Key), TimeSpan.FromMinutes(5));
        AwaitAssert(() => Answered(right, ofShanghai).ShouldBe(DigestResult.Accepted), s_patience);
        Answered(new NonceIssuer(thief.KeyFor("shanghai"), TimeSpan.FromMinutes(5)), ofShanghai).ShouldBe(DigestResult.Stale);
    }

    [Fact]
    public void A_node_that_comes_later_is_told_at_once()
    {
        var cluster = Hub(NonceScope.Cluster, out var hub);
        hub.Tell(new CurrentClusterState(s_headquarters, [s_headquarters], [], ""));
        cluster.ExpectMsg<SendToNode>(s_patience).Node.Value.ShouldBe("t1");
        hub.Tell(new ClusterEvent.MemberUp(Member("lagos", "l1")));
        cluster.ExpectMsg<SendToNode>(s_patience).Node.Value.ShouldBe("l1");
    }

    private static Member Member(string branch, string node) =>
        new(new NodeName(node), new BranchName(branch), 1, branch == "hq" ? NodeRoles.Trunk : NodeRoles.Local, MemberStatus.Up, [], "test", NodeLoad.None);

    private static Received From(string branch, NonceKeyTold told) => new(new Origin(new BranchName(branch), new NodeName("t1")), NonceKeysActor.Service, told, null);

    // What headquarters tells each of the members, by the name of the node.
    private Dictionary<string, NonceKeyTold> Told(NonceScope scope)
    {
        var cluster = Hub(scope, out var hub);
        hub.Tell(new CurrentClusterState(s_headquarters, [.. s_members], [], ""));
        var sent = s_members.Select(_ => cluster.ExpectMsg<SendToNode>(s_patience)).ToArray();
        sent.ShouldAllBe(each => each.Service == NonceKeysActor.Service && s_members.Single(member => member.Name == each.Node).Branch == each.Branch);
        return sent.ToDictionary(each => each.Node.Value, each => (NonceKeyTold)each.Message);
    }

    private void OneTakesTheOthers(NonceKeyTold toOne, NonceKeyTold toOther)
    {
        var (first, second) = (Node(out var ofFirst), Node(out var ofSecond));
        Answered(ofFirst, ofSecond).ShouldBe(DigestResult.Stale);
        first.Tell(From("hq", toOne));
        second.Tell(From("hq", toOther));
        AwaitAssert(() => Answered(ofFirst, ofSecond).ShouldBe(DigestResult.Accepted), s_patience);
        AwaitAssert(() => Answered(ofSecond, ofFirst).ShouldBe(DigestResult.Accepted), s_patience);
    }

    private TestProbe Hub(NonceScope scope, out IActorRef hub)
    {
        var cluster = CreateTestProbe();
        var (nonces, bus) = (_ofHub, cluster.Ref);
        hub = Sys.ActorOf(Props.Create(() => new NonceKeysActor(nonces, bus, scope, TimeProvider.System)));
        cluster.ExpectMsg<Serve>(s_patience).Service.ShouldBe(NonceKeysActor.Service);
        cluster.ExpectMsg<SubscribeToCluster>(s_patience);
        return cluster;
    }

    private IActorRef Node(out NonceIssuer nonces)
    {
        var (own, bus) = (nonces = NonceIssuer.WithRandomKey(TimeSpan.FromMinutes(5)), CreateTestProbe().Ref);
        return Sys.ActorOf(Props.Create(() => new NonceKeysActor(own, bus, null, TimeProvider.System)));
    }

    private static DigestResult Answered(NonceIssuer challenging, NonceIssuer asked)
    {
        var (source, now) = (IPAddress.Parse("192.0.2.100"), DateTimeOffset.UtcNow);
        var request = SipEdge.Parse(
            "REGISTER sip:pbx.test SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.100:5060;branch=z9hG4bKa;rport\r\nMax-Forwards: 70\r\nFrom: <sip:100@pbx.test>;tag=1\r\n"
            + "To: <sip:100@pbx.test>\r\nCall-ID: c\r\nCSeq: 1 REGISTER\r\nContent-Length: 0\r\n\r\n");
        DigestClient.Authorize(request, new DigestAuthenticator(challenging).Challenge(request, Realm, source, now), "100", "secret").ShouldBeTrue();
        return new DigestVerifier(asked).Verify(
            request, new DigestVerification(Realm, source, user => DigestSecret.FromPassword(user, Realm, "secret"), [Realm]), now);
    }
}
