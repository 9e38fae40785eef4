using System.Net;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Sip.Authentication;

namespace ActorPbx.Pbx.Tests.Gateway;

/// <summary>Challenges of one node answered at another.</summary>
public class NonceKeysActorTests : TestKit
{
    private const string Realm = "pbx.test";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private static readonly Origin s_headquarters = new(BranchName.Headquarters, new NodeName("t1"));
    private readonly NonceIssuer _ofHeadquarters = NonceIssuer.WithRandomKey(TimeSpan.FromMinutes(5));
    private readonly NonceIssuer _ofShanghai = NonceIssuer.WithRandomKey(TimeSpan.FromMinutes(5));
    private readonly NonceIssuer _ofBerlin = NonceIssuer.WithRandomKey(TimeSpan.FromMinutes(5));

    [Fact]
    public void Every_node_takes_the_nonces_of_every_other_once_headquarters_told_its_key()
    {
        var told = Told(out var hub);
        var (shanghai, berlin) = (Node(_ofShanghai), Node(_ofBerlin));
        Answered(_ofShanghai, _ofBerlin).ShouldBe(DigestResult.Stale);

        shanghai.Tell(told);
        berlin.Tell(told);
        AwaitAssert(() => Answered(_ofShanghai, _ofBerlin).ShouldBe(DigestResult.Accepted), s_patience);
        AwaitAssert(() => Answered(_ofBerlin, _ofHeadquarters).ShouldBe(DigestResult.Accepted), s_patience);
        AwaitAssert(() => Answered(_ofHeadquarters, _ofShanghai).ShouldBe(DigestResult.Accepted), s_patience);
        Sys.Stop(hub);
    }

    [Fact]
    public void A_key_that_is_none_changes_nothing()
    {
        var told = Told(out _);
        var shanghai = Node(_ofShanghai);
        foreach (var key in new[] { "", "no base64!", "AAAA", new string('A', 4000) })
        {
            shanghai.Tell(told with { Message = new NonceKeyTold(key) });
        }

        shanghai.Tell(told);
        AwaitAssert(() => Answered(_ofHeadquarters, _ofShanghai).ShouldBe(DigestResult.Accepted), s_patience);
    }

    private Published Told(out IActorRef hub)
    {
        var cluster = CreateTestProbe();
        var (nonces, bus) = (_ofHeadquarters, cluster.Ref);
        hub = Sys.ActorOf(Props.Create(() => new NonceKeysActor(nonces, bus, true, TimeProvider.System)));
        cluster.ExpectMsg<Subscribe>(s_patience).Pattern.ShouldBe("hq.*.nonce-key");
        cluster.ExpectMsg<SubscribeToCluster>(s_patience);
        hub.Tell(new ClusterEvent.BusRestored());
        var publish = cluster.ExpectMsg<Publish>(s_patience);
        return new Published(s_headquarters, publish.Subject, publish.Message);
    }

    private IActorRef Node(NonceIssuer nonces)
    {
        var bus = CreateTestProbe().Ref;
        return Sys.ActorOf(Props.Create(() => new NonceKeysActor(nonces, bus, false, TimeProvider.System)));
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
