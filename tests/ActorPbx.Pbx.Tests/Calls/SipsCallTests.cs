using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Calls;

/// <summary>Calls to sips: addresses, which use TLS on every hop or are not made (RFC 3261 §26.2.2, RFC 5630).</summary>
public class SipsCallTests : TestKit
{
    private readonly SipEdge _sip = new();
    private readonly TestProbe _extensions;
    private readonly TestProbe _store;
    private readonly IActorRef _calls;
    private readonly DomainProfile _domain;

    public SipsCallTests()
    {
        (_extensions, _store) = (CreateTestProbe(), CreateTestProbe());
        var settings = new PbxSettings
        {
            Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add("pbx.test", new DomainSettings
            {
                Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty.Add("100-109", new ExtensionSettings { Password = "x" }),
            }),
        };
        _domain = new DirectoryBuilder(settings, "/").Build().Find("pbx.test")!;
        var services = new CallServices(
            _sip, new DialogOwners(), _extensions.Ref, Sys.DeadLetters, _store.Ref, Sys.DeadLetters, TimeProvider.System, "node", Logging.GetLogger(Sys, "calls"), 100, new CallRouting(_domain, null));
        _calls = Sys.ActorOf(Props.Create(() => new CallsActor(services)));
    }

    [Fact]
    public void A_phone_without_a_sips_contact_is_not_rung_and_the_caller_hears_why()
    {
        var invite = Call("sips", Device("sip:101@192.0.2.200:5061;transport=tls", "tls"));
        invite.Next(480).Headers.Get(HeaderName.Warning)!.ShouldStartWith("380 ");
        _sip.Sent.ShouldBeEmpty();
    }

    [Fact]
    public void Of_several_phones_those_with_sips_contacts_ring_and_both_legs_have_such_contacts_of_ours()
    {
        var invite = Call("sips", Device("sip:101@192.0.2.200", "udp"), Device("sips:101@192.0.2.201", "tls"));
        var device = _sip.Next(SipMethod.Invite);
        _sip.Sent.ShouldBeEmpty();
        device.Request.RequestUri.ToString().ShouldBe("sips:101@192.0.2.201");
        device.Target.Transport.ShouldBe(SipTransport.Tls);
        device.Request.Contact!.Uri.IsSecure.ShouldBeTrue();
        device.Reply(180);
        invite.Next(180).Contact!.Uri.IsSecure.ShouldBeTrue();
    }

    [Fact]
    public void A_plain_call_rings_a_phone_with_a_sips_contact_over_tls_and_the_callers_leg_stays_plain()
    {
        var invite = Call("sip", Device("sips:101@192.0.2.201;transport=udp", "tls"));
        var device = _sip.Next(SipMethod.Invite);
        device.Target.Transport.ShouldBe(SipTransport.Tls);
        device.Request.Contact!.Uri.IsSecure.ShouldBeTrue();
        device.Reply(180);
        invite.Next(180).Contact!.Uri.IsSecure.ShouldBeFalse();
    }

    [Fact]
    public void Inside_a_secure_dialog_no_contact_of_the_peer_leads_out_of_tls()
    {
        var invite = Call("sips", Device("sips:101@192.0.2.201", "tls"));
        var device = _sip.Next(SipMethod.Invite);
        var plain = SipResponse.For(device.Request, 200, null, "device");
        plain.Headers.Add(HeaderName.Contact, "<sip:101@192.0.2.200;transport=udp>");
        device.User.OnResponse(device, plain);
        var answer = invite.Next(200);
        invite.User!.OnAck(invite, SipEdge.InDialog(invite.Request, answer, SipMethod.Ack, 1));
        _calls.Tell(new HangUpCall(null));
        SentRequest bye;
        do
        {
            bye = _sip.Next(SipMethod.Bye);
        }
        while (bye.Request.RequestUri.Host != "192.0.2.200");

        (bye.Target.Transport, bye.Target.EndPoint.ToString()).ShouldBe((SipTransport.Tls, "192.0.2.201:5061"));
    }

    private static Binding Device(string contact, string transport) => new(
        contact, "", "r", 1, 1000, DateTimeOffset.MaxValue, DateTimeOffset.MinValue, transport, new TransportAddress(SipUri.Parse(contact).Host, 5060), BehindNat: false, Connection: 0, UserAgent: "");

    private AskedRequest Call(string scheme, params Binding[] devices)
    {
        var id = new CallId(SipIdsForTests.Next());
        var request = SipEdge.Invite();
        request.RequestUri = SipUri.Parse($"{scheme}:101@pbx.test");
        var flow = new SipFlow(SipTransport.Tls, SipEdge.CallerFlow.Local, SipEdge.CallerFlow.Remote, 1) { SentBy = "192.0.2.10:5061" };
        var invite = new AskedRequest(request, flow);
        var port = new LegPort(_calls, id, LegId.Caller, default);
        invite.User = port;
        _calls.Tell(new NewCall(id, invite, port, _domain, new CallOrigin.Extension(_domain.Find("100")!), "101"));
        _store.ExpectMsg<OpenCall>();
        _extensions.ExpectMsg<AdmitOutgoing>();
        _extensions.Reply(new OutgoingAdmitted(id, false));
        _extensions.ExpectMsg<Page>();
        _extensions.Reply(new Paged(id, [.. devices.Select(device => new PagedDevice(device, null))], TimeSpan.FromSeconds(30), RelayMedia: false));
        return invite;
    }
}
