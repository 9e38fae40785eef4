using System.Collections.Immutable;
using System.Text;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Media;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Provisionals;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Calls;

/// <summary>A domain's calls with probes at their edges: the caller and the device are moved by the test, message by message.</summary>
public abstract class CallBench : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private int _exchanges;

    private protected CallBench() => (Extensions, Store, Media) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());

    private protected SipEdge Sip { get; } = new();

    private protected DialogOwners Dialogs { get; } = new();

    /// <summary>The calls of the domain; nobody before the first one.</summary>
    private protected IActorRef Calls { get; private set; } = ActorRefs.Nobody;

    private protected TestProbe Extensions { get; }

    private protected TestProbe Store { get; }

    private protected TestProbe Media { get; }

    private protected static string Body(SipMessage message) => Encoding.UTF8.GetString(message.Body.Span);

    private protected static string? Header(SipMessage message, HeaderName name) => message.Headers.Get(name);

    /// <summary>The caller's INVITE has reached the device.</summary>
    private protected (AskedRequest Invite, SentRequest Device) Offer(CallSettings? calls = null, ExtensionSettings? extension = null, string extra = "", string? body = SipEdge.Offer, bool relay = false, ReliableProvisional called = ReliableProvisional.Supported)
    {
        var invite = Enter(calls ?? new CallSettings(), extension ?? new ExtensionSettings(), extra, body, out var device);
        Store.ExpectMsg<OpenCall>(Patience);
        var admit = Extensions.ExpectMsg<AdmitOutgoing>(Patience);
        Extensions.Reply(new OutgoingAdmitted(admit.Call, relay));
        Extensions.ExpectMsg<Page>(Patience);
        Extensions.Reply(new Paged(admit.Call, [device with { Reliable = called }], TimeSpan.FromSeconds(30), RelayMedia: false));
        if (relay)
        {
            var open = Media.ExpectMsg<OpenRelay>(Patience);
            Media.Reply(new RelayOpened(open.Relay, [.. Enumerable.Range(0, open.Streams).Select(Ports)]));
        }

        return (invite, Sip.Next(SipMethod.Invite));
    }

    /// <summary>The device answers, and the caller acknowledges.</summary>
    private protected static SipResponse Answer(AskedRequest invite, SentRequest device, params (HeaderName, string)[] extra)
    {
        device.Reply(200, body: SipEdge.Offer, extra: extra);
        var answer = invite.Next(200);
        invite.User!.OnAck(invite, SipEdge.InDialog(invite.Request, answer, SipMethod.Ack, 1));
        return answer;
    }

    /// <summary>A peer sends a request in one of its dialogues.</summary>
    private protected AskedRequest Ask(SipRequest request, SipFlow? flow = null)
    {
        var owner = Dialogs.Find(request.ToTag!)!;
        var asked = new AskedRequest(request, flow ?? SipEdge.CallerFlow);
        var port = new LegPort(owner.Call, owner.Id, owner.Leg, new ExchangeId(++_exchanges));
        asked.User = port;
        owner.Call.Tell(new RequestCame(port, owner.Peer, request.ToTag!, asked));
        return asked;
    }

    /// <summary>The caller's INVITE as the calls of a domain get it.</summary>
    private protected AskedRequest Enter(CallSettings calls, ExtensionSettings extension, string extra, string? body, out PagedDevice called)
    {
        var settings = new PbxSettings
        {
            Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add("pbx.test", new DomainSettings
            {
                Calls = calls,
                Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty.Add("100-109", extension with { Password = "x" }),
            }),
        };
        var domain = new DirectoryBuilder(settings, "/").Build().Find("pbx.test")!;
        var services = new CallServices(
            Sip, Dialogs, Extensions.Ref, Sys.DeadLetters, Store.Ref, Media.Ref, TimeProvider.System, "node", Logging.GetLogger(Sys, "calls"), 100, new CallRouting(domain, null));
        Calls = Sys.ActorOf(Props.Create(() => new CallsActor(services)));
        called = new PagedDevice(Device, null);
        var id = new CallId(SipIdsForTests.Next());
        var invite = new AskedRequest(SipEdge.Invite(extra: extra, body: body), SipEdge.CallerFlow);
        var port = new LegPort(Calls, id, LegId.Caller, default);
        invite.User = port;
        Calls.Tell(new NewCall(id, invite, port, domain, new CallOrigin.Extension(domain.Find("100")!), "101"));
        return invite;
    }

    private static Binding Device => new(
        "sip:101@192.0.2.200:5060", "", "r", 1, 1000, DateTimeOffset.MaxValue, DateTimeOffset.MinValue,
        "udp", new TransportAddress("192.0.2.200", 5060), BehindNat: false, Connection: 0, UserAgent: "");

    private protected static RelayPorts Ports(int stream) =>
        new(new TransportAddress("192.0.2.10", 20000 + 4 * stream), new TransportAddress("192.0.2.10", 20002 + 4 * stream));
}
