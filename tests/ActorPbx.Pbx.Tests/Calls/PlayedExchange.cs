using System.Collections.Immutable;
using System.Text;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Trunks;
using ActorPbx.Sip.Identity;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Calls;

/// <summary>The calls of a domain with 100 to 109 and two trunks, "friend" for 8… and "carrier" for 9…; who is around them is played by the test.</summary>
internal sealed class PlayedExchange
{
    private readonly IActorRef _calls;
    private int _exchanges;

    public PlayedExchange(TestKit kit, ExtensionSettings? extension = null)
    {
        (Extensions, Trunks, Store, Media) = (kit.CreateTestProbe(), kit.CreateTestProbe(), kit.CreateTestProbe(), kit.CreateTestProbe());
        var settings = new PbxSettings
        {
            Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add("pbx.test", new DomainSettings
            {
                Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty.Add("100-109", (extension ?? new()) with { Password = "x", DisplayName = "Phone {number}" }),
                Trunks = ImmutableDictionary<string, TrunkSettings>.Empty
                    .Add("friend", new TrunkSettings { Addresses = ["sip:198.51.100.8"], Prefix = "8", TrustIdentity = true, MayTransfer = true })
                    .Add("carrier", new TrunkSettings { Addresses = ["sip:198.51.100.9"], Prefix = "9" }),
            }),
        };
        var directory = new DirectoryBuilder(settings, "/").Build();
        Domain = directory.Find("pbx.test")!;
        var services = Services = new CallServices(
            Sip, Dialogs, Extensions.Ref, Trunks.Ref, Store.Ref, Media.Ref, TimeProvider.System, "node", Logging.GetLogger(kit.Sys, "calls"), 100, new CallRouting(Domain, null, null, directory));
        _calls = kit.Sys.ActorOf(Props.Create(() => new CallsActor(services)));
    }

    public SipEdge Sip { get; } = new();

    public DialogOwners Dialogs { get; } = new();

    public TestProbe Extensions { get; }

    public TestProbe Trunks { get; }

    public TestProbe Store { get; }

    public TestProbe Media { get; }

    public DomainProfile Domain { get; }

    public CallServices Services { get; }

    /// <summary>The call that began last.</summary>
    public AskedRequest LastCall { get; private set; } = null!;

    /// <summary>The device that was asked for last.</summary>
    public DeviceWanted LastWanted { get; private set; }

    public TrunkProfile Trunk(string name) => Domain.Trunks.Single(trunk => trunk.Name == name);

    /// <summary>100 calls a number.</summary>
    public AskedRequest Call(string called, string extra = "", Privacy privacy = Privacy.None) =>
        Begin(SipEdge.Invite(to: called, extra: extra), new CallOrigin.Extension(Domain.Find("100")!) { Privacy = privacy }, called);

    /// <summary>An INVITE is let in.</summary>
    public AskedRequest Begin(SipRequest request, CallOrigin caller, string called)
    {
        LastCall = LetIn(request, caller, called);
        Store.ExpectMsg<OpenCall>();
        return LastCall;
    }

    /// <summary>An INVITE of a number that shall not make a call is let in.</summary>
    public AskedRequest Ask(SipRequest invite, string number) => LetIn(invite, new CallOrigin.Extension(Domain.Find(number)!), "100");

    /// <summary>An INVITE of somebody who shall not make a call is let in.</summary>
    public AskedRequest Ask(SipRequest invite, CallOrigin by) => LetIn(invite, by, "100");

    /// <summary>A number may make the call.</summary>
    public AdmitOutgoing Admit(string number, bool relay = false)
    {
        var admit = Extensions.FishForMessage<AdmitOutgoing>(_ => true);
        admit.Number.ShouldBe(new ExtensionNumber(number));
        Extensions.Reply(new OutgoingAdmitted(admit.Call, relay));
        return admit;
    }

    /// <summary>A number has left the call that it sent on.</summary>
    public void Left(string number) => Extensions.FishForMessage<LeaveCall>(_ => true).Number.ShouldBe(new ExtensionNumber(number));

    /// <summary>A number is paged, and its phone invited.</summary>
    public SentRequest Page(string number)
    {
        var page = Extensions.FishForMessage<Page>(_ => true);
        page.Number.ShouldBe(new ExtensionNumber(number));
        LastWanted = page.Wanted;
        Extensions.Reply(new Paged(page.Call, [new PagedDevice(Binding(number), null)], TimeSpan.FromSeconds(30), RelayMedia: false));
        return Sip.Next(SipMethod.Invite);
    }

    /// <summary>A trunk takes the call.</summary>
    public SentRequest Leave(string trunk)
    {
        var reserve = Trunks.ExpectMsg<ReserveTrunk>();
        reserve.Trunk.ShouldBe(trunk);
        var profile = Trunk(trunk);
        var peer = new TrunkPeer(0, profile.Addresses[0]) { Target = new SipTarget(SipTransport.Udp, System.Net.IPEndPoint.Parse($"{profile.Addresses[0].Host}:5060")) };
        Trunks.Reply(LegTarget.Trunk.Found(reserve, peer, profile));
        return Sip.Next(SipMethod.Invite);
    }

    /// <summary>A request inside a dialog comes in.</summary>
    public AskedRequest Ask(SipRequest request) => Ask(request, Dialogs.Find(request.ToTag!)!);

    /// <summary>A request inside a dialog comes in, and finds who owned it then.</summary>
    public AskedRequest Ask(SipRequest request, DialogOwner owner)
    {
        var asked = new AskedRequest(request, SipEdge.CallerFlow);
        var port = new LegPort(owner.Call, owner.Id, owner.Leg, new ExchangeId(++_exchanges));
        asked.User = port;
        owner.Call.Tell(new RequestCame(port, owner.Peer, request.ToTag!, asked));
        return asked;
    }

    public static string Body(SipMessage message) => Encoding.UTF8.GetString(message.Body.Span);

    private AskedRequest LetIn(SipRequest request, CallOrigin caller, string called)
    {
        var id = new CallId(SipIdsForTests.Next());
        var invite = new AskedRequest(request, SipEdge.CallerFlow);
        var port = new LegPort(_calls, id, LegId.Caller, default);
        invite.User = port;
        _calls.Tell(new NewCall(id, invite, port, Domain, caller, called));
        return invite;
    }

    public static Binding Binding(string number) => new(
        $"sip:{number}@192.0.2.200:5060", "", "r", 1, 1000, DateTimeOffset.MaxValue, DateTimeOffset.MinValue,
        "udp", new TransportAddress("192.0.2.200", 5060), BehindNat: false, Connection: 0, UserAgent: "");
}
