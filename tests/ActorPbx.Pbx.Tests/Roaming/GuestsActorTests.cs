using System.Collections.Immutable;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Roaming;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Numbers;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Roaming;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Tests.Roaming;

/// <summary>What a visited branch asks, remembers and does, with the bus, the gateway and the clock in the test's hands.</summary>
public class GuestsActorTests : TestKit
{
    private const string Domain = "pbx.test";
    private static readonly Origin s_one = new(new("shanghai"), new("shanghai-1")), s_two = new(new("shanghai"), new("shanghai-2"));
    private readonly TestProbe _cluster;
    private readonly TestProbe _extensions;
    private readonly TestProbe _store;
    private readonly OpenDoor _door = new();
    private readonly HandClock _clock = new();
    private readonly IActorRef _guests;

    public GuestsActorTests()
    {
        (_cluster, _extensions, _store) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        var board = new NumberBoard();
        var (nobody, silent) = (new Origin(new("berlin"), new("berlin-1")), CreateTestProbe().Ref);
        var directory = Sys.ActorOf(Props.Create(() => new DirectoryActor(new DirectoryParts(silent, silent, nobody, 1, false, OwnNumbers.None, null, board, TimeProvider.System))));
        directory.Tell(new Published(new Origin(new("hq"), new("t1")), DirectoryActor.DirectorySubject, new DirectoryUpdated([Owns(s_one), Owns(s_two)], [])));
        AwaitCondition(() => board.Plan.NodesOf(s_one.Branch).Length == 2, TimeSpan.FromSeconds(30));

        var settings = new PbxSettings { Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add(Domain, new DomainSettings()) };
        var parts = new GuestsParts(
            new DirectoryBuilder(settings, "/").Build().Find(Domain)!, _extensions.Ref, _store.Ref, new GuestBook(nobody.Branch, board), _door, _clock);
        _guests = Sys.ActorOf(Props.Create(() => new GuestsActor(parts)));
        _store.ExpectMsg<LoadDocument>();
        _guests.Tell(new DocumentLoaded("guests-" + Domain, null));
        _guests.Tell(new RoamingJoined(_cluster.Ref, silent));
        _cluster.ExpectMsg<Serve>();
        _cluster.ExpectMsg<SubscribeToCluster>();
    }

    [Fact]
    public void A_number_is_asked_for_once_however_many_requests_wait_for_it()
    {
        var requests = new[] { Knock("1001"), Knock("1001"), Knock("1001") };
        Tell(_cluster.ExpectMsg<AskNode>(), Profile("1001"));
        requests.ShouldAllBe(request => request.Next(200) != null);
        _extensions.ExpectMsg<AdmitGuest>().Profile.Home.ShouldBe(s_one.Branch);
        _store.ExpectMsg<SaveDocument>().ToString().ShouldNotContain("0011");
        Knock("1001").Next(200);
    }

    [Fact]
    public void Every_node_of_the_home_is_asked_until_one_knows_the_number()
    {
        var request = Knock("1001");
        var first = _cluster.ExpectMsg<AskNode>();
        _guests.Tell(new NotAnswered(first.Token, "away"));
        var second = _cluster.ExpectMsg<AskNode>();
        new[] { first.Node, second.Node }.ShouldBe([s_one.Node, s_two.Node]);
        Tell(second, Profile("1001"));
        request.Next(200);
    }

    [Fact]
    public void A_number_that_its_home_does_not_know_is_refused_like_a_wrong_password_and_not_asked_for_again_at_once()
    {
        _door.Refuses = true;
        var request = Knock("1999");
        Tell(_cluster.ExpectMsg<AskNode>(), null);
        Tell(_cluster.ExpectMsg<AskNode>(), null);
        request.Next(401);
        Knock("1999").Next(401);
        _clock.Advance(TimeSpan.FromSeconds(61));
        Knock("1999");
        _cluster.ExpectMsg<AskNode>();
    }

    [Fact]
    public void Strangers_make_no_more_questions_than_may_be_and_guests_are_asked_about_all_the_same()
    {
        Welcome("1001");
        _clock.Advance(TimeSpan.FromMinutes(11));
        var requests = Enumerable.Range(1100, 100).Select(number => Knock($"{number}")).ToArray();
        for (var i = 0; i < 20; i++)
        {
            _cluster.ExpectMsg<AskNode>();
        }

        requests[^1].Next(503).Headers.Contains(HeaderName.RetryAfter).ShouldBeTrue();
        Knock("1001");
        ((AskGuest)_cluster.ExpectMsg<AskNode>().Message).Number.ShouldBe("1001");
    }

    [Fact]
    public void What_is_stale_is_asked_for_anew_and_used_while_the_home_is_away_but_not_for_ever()
    {
        Welcome("1001");
        _clock.Advance(TimeSpan.FromMinutes(11));
        var request = Knock("1001");
        Miss();
        request.Next(200);
        Knock("1001").Next(200);
        _clock.Advance(TimeSpan.FromSeconds(31));
        request = Knock("1001");
        Miss();
        request.Next(200);
        _clock.Advance(TimeSpan.FromDays(8));
        request = Knock("1001");
        Miss();
        request.Next(503);

        void Miss()
        {
            _guests.Tell(new NotAnswered(_cluster.ExpectMsg<AskNode>().Token, "away"));
            _guests.Tell(new NotAnswered(_cluster.ExpectMsg<AskNode>().Token, "away"));
        }
    }

    [Fact]
    public void A_home_is_obeyed_and_another_branch_is_not()
    {
        Welcome("1001");
        Judge(new Origin(new("lagos"), new("lagos-1")), GuestVerdict.Unknown);
        Knock("1001").Next(200);
        Judge(s_two, GuestVerdict.Unknown);
        _extensions.ExpectMsg<DismissGuest>();
    }

    [Fact]
    public void A_new_password_ends_the_registration_and_a_new_name_does_not()
    {
        Welcome("1001");
        Judge(s_one, GuestVerdict.Rings, "named");
        Tell(_cluster.FishForMessage<AskNode>(_ => true), Profile("1001") with { Version = "named", DisplayName = "Li" });
        _extensions.ExpectMsg<AdmitGuest>().Profile.DisplayName.ShouldBe("Li");
        Judge(s_one, GuestVerdict.Rings, "other");
        Tell(_cluster.FishForMessage<AskNode>(_ => true), Profile("1001") with { Version = "other", Ha1Md5 = "ff112233445566778899aabbccddeeff" });
        _extensions.ExpectMsg<EndRegistration>();
    }

    private void Welcome(string number)
    {
        var request = Knock(number);
        Tell(_cluster.ExpectMsg<AskNode>(), Profile(number));
        request.Next(200);
        _extensions.ExpectMsg<AdmitGuest>();
        _cluster.ExpectMsg<SendToNode>(TimeSpan.FromSeconds(30)).Message.ShouldBeOfType<GuestsStand>();
    }

    private void Judge(Origin from, GuestVerdict verdict, string version = "v") => _guests.Tell(
        new Received(from, "roaming-guests." + Domain, new GuestsJudged(Domain, [new GuestVerdictForm("1001", 0, verdict, version, 0, 0)]), null));

    private void Tell(AskNode ask, GuestProfileForm? profile)
    {
        var number = ((AskGuest)ask.Message).Number;
        _guests.Tell(new Answered(ask.Token, new Origin(ask.Branch, ask.Node), new GuestTold(Domain, number, profile)));
    }

    private AskedRequest Knock(string number)
    {
        var asked = new AskedRequest(SipEdge.Parse(
            $"REGISTER sip:{Domain} SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.100:5060;branch=z9hG4bKa;rport\r\nMax-Forwards: 70\r\nFrom: <sip:{number}@{Domain}>;tag=1\r\n"
            + $"To: <sip:{number}@{Domain}>\r\nCall-ID: c\r\nCSeq: 1 REGISTER\r\nContent-Length: 0\r\n\r\n"), SipEdge.CallerFlow);
        _guests.Tell(new GuestKnocked(new ExtensionNumber(number), new WaitingRequest(asked)));
        return asked;
    }

    private static GuestProfileForm Profile(string number) =>
        new(number, "v", Domain, "00112233445566778899aabbccddeeff", "", "", 1, 1, false, 60, 60, 7200, 3600, false, 1);

    private static NodeNumbersForm Owns(Origin node) => new(node.Branch.Value, node.Node.Value, 1, 1, [new BlockForm(Domain, "1000", "1999", 0)], [], []);

    private sealed class HandClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan time) => _now += time;
    }

    private sealed class OpenDoor : IGuestDoor
    {
        public bool Refuses { get; set; }

        public bool Prove(ServerTransaction transaction)
        {
            if (Refuses)
            {
                transaction.Respond(SipResponse.For(transaction.Request, 401));
            }

            return !Refuses;
        }

        public void Enter(ServerTransaction transaction) => transaction.Respond(SipResponse.For(transaction.Request, 200));
    }
}
