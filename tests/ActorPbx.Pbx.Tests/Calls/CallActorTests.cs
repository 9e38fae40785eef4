using System.Collections.Immutable;
using System.Text;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Records;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Media;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Calls;

public class CallActorTests : TestKit
{
    private readonly SipEdge _sip = new();
    private readonly DialogOwners _dialogs = new();
    private readonly TestProbe _extensions;
    private readonly TestProbe _store;
    private readonly TestProbe _media;
    private readonly IActorRef _calls;
    private readonly DomainProfile _domain;

    public CallActorTests()
    {
        (_extensions, _store, _media) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        var settings = new PbxSettings
        {
            Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add("pbx.test", new DomainSettings
            {
                Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty.Add("100-109", new ExtensionSettings { Password = "x" }),
            }),
        };
        _domain = new DirectoryBuilder(settings, "/").Build().Find("pbx.test")!;
        var services = new CallServices(_sip, _dialogs, _extensions.Ref, Sys.DeadLetters, _store.Ref, _media.Ref, TimeProvider.System, "node", Logging.GetLogger(Sys, "calls"), 100, new CallRouting(_domain, null));
        _calls = Sys.ActorOf(Props.Create(() => new CallsActor(services)));
    }

    [Fact]
    public void A_call_is_set_up_answered_and_ended_and_the_bye_is_answered_when_its_records_are_stored()
    {
        var (invite, device) = Ring();
        device.Reply(200, body: SipEdge.Offer);
        var answer = invite.Next(200);
        device.Acks.TryTake(out _, TimeSpan.FromSeconds(15)).ShouldBeTrue();
        invite.User!.OnAck(invite, SipEdge.InDialog(invite.Request, answer, SipMethod.Ack, 1));

        var bye = Ask(SipEdge.InDialog(invite.Request, answer, SipMethod.Bye, 2));
        _sip.Next(SipMethod.Bye).Request.RequestUri.ToString().ShouldBe("sip:101@192.0.2.200:5060");
        var stored = _store.ExpectMsg<StoreCall>();
        stored.Records.Select(record => record.Side).ShouldBe([RecordSide.Originating, RecordSide.Terminating]);
        bye.Responses.Count.ShouldBe(0);
        device.IsAbandoned.ShouldBeFalse();

        var call = _store.LastSender;
        Watch(call);
        call.Tell(new CallStored(stored.Call), _store.Ref);
        bye.Next(200);
        ExpectTerminated(call);
        _dialogs.Count.ShouldBe(0);
        device.IsAbandoned.ShouldBeTrue();
    }

    [Fact]
    public void Nothing_of_the_callers_leg_shows_on_the_devices()
    {
        var (_, device) = Ring();
        var text = Encoding.UTF8.GetString(Sip.Parsing.SipWriter.ToArray(device.Request));
        foreach (var secret in new[] { "secret-call-id", "hidden@", "secret-phone", "boss", "z9hG4bK1;", "tag=phone", "o=phone" })
        {
            text.ShouldNotContain(secret);
        }

        device.Request.MaxForwards.ShouldBe(69);
    }

    [Fact]
    public void Cancel_stops_the_device_and_gives_the_caller_487()
    {
        var (invite, device) = Ring();
        invite.User!.OnCancel(invite, invite.Request);
        invite.Next(487);
        device.Cancelled.Wait(TimeSpan.FromSeconds(15)).ShouldBeTrue();
        _store.ExpectMsg<StoreCall>().Records[0].Outcome.ShouldBe(CallOutcome.Abandoned);
    }

    [Fact]
    public void A_call_that_breaks_is_released_with_500_and_a_record()
    {
        var (invite, device) = Ring();
        EventFilter.Exception<ActorKilledException>().ExpectOne(() => _store.LastSender.Tell(Kill.Instance));
        invite.Next(500);
        device.Cancelled.Wait(TimeSpan.FromSeconds(15)).ShouldBeTrue();
        _store.ExpectMsg<StoreCall>().Records[0].Outcome.ShouldBe(CallOutcome.Failed);
    }

    [Fact]
    public void A_relayed_call_shows_each_side_the_relays_ports_and_aims_it_where_the_sides_are()
    {
        var invite = Begin(relay: true);
        var open = _media.ExpectMsg<OpenRelay>();
        open.Streams.ShouldBe(1);
        var ports = new RelayPorts(new TransportAddress("192.0.2.10", 20000), new TransportAddress("192.0.2.10", 20002));
        _media.Reply(new RelayOpened(open.Relay, [ports]));
        var device = _sip.Next(SipMethod.Invite);
        Body(device.Request).ShouldContain("m=audio 20002 ");
        Body(device.Request).ShouldNotContain("192.0.2.100");
        _media.ExpectMsg<AimRelay>().Rtp.ShouldBe(new TransportAddress("192.0.2.100", 4000));

        device.Reply(200, body: SipEdge.Offer.Replace("192.0.2.100", "192.0.2.200").Replace("4000", "6000"));
        Body(invite.Next(200)).ShouldContain("m=audio 20000 ");
        _media.ExpectMsg<AimRelay>(aim => aim.Side == RelaySide.Called && aim.Rtp.Port == 6000 && aim.Rtcp.Port == 6001);
    }

    [Fact]
    public void An_update_with_an_offer_passes_both_ways_before_and_after_the_answer()
    {
        var (invite, device) = Ring();
        device.Reply(183, body: SipEdge.Offer);
        var early = Ask(OfferInDialog.OfCaller(invite.Request, invite.Next(183), SipMethod.Update, 2));
        _sip.Next(SipMethod.Update).Reply(200, body: SipEdge.Offer);
        Body(early.Next(200)).ShouldContain("m=audio");
        var earlyBack = Ask(OfferInDialog.OfDevice(device, SipMethod.Update, 1));
        _sip.Next(SipMethod.Update).Reply(488);
        earlyBack.Next(488);

        device.Reply(200, body: SipEdge.Offer);
        var answer = invite.Next(200);
        invite.User!.OnAck(invite, SipEdge.InDialog(invite.Request, answer, SipMethod.Ack, 1));
        var confirmed = Ask(OfferInDialog.OfCaller(invite.Request, answer, SipMethod.Update, 3));
        var passed = _sip.Next(SipMethod.Update);
        var crossing = Ask(OfferInDialog.OfDevice(device, SipMethod.Update, 2), exchange: 2);
        crossing.Next(491);
        passed.Reply(200, body: SipEdge.Offer);
        confirmed.Next(200).Contact.ShouldNotBeNull();
        var back = Ask(OfferInDialog.OfDevice(device, SipMethod.Update, 3));
        _sip.Next(SipMethod.Update).Reply(491);
        back.Next(491);
    }

    private static string Body(SipMessage message) => Encoding.UTF8.GetString(message.Body.Span);

    private (AskedRequest Invite, SentRequest Device) Ring()
    {
        var invite = Begin(relay: false);
        var device = _sip.Next(SipMethod.Invite);
        device.Reply(180);
        invite.Next(180);
        return (invite, device);
    }

    private AskedRequest Begin(bool relay)
    {
        var id = new CallId(SipIdsForTests.Next());
        var invite = new AskedRequest(SipEdge.Invite(), SipEdge.CallerFlow);
        var port = new LegPort(_calls, id, LegId.Caller, default);
        invite.User = port;
        _calls.Tell(new NewCall(id, invite, port, _domain, new CallOrigin.Extension(_domain.Find("100")!), "101"));
        _store.ExpectMsg<OpenCall>();
        _extensions.ExpectMsg<AdmitOutgoing>();
        _extensions.Reply(new OutgoingAdmitted(id, relay));
        _extensions.ExpectMsg<Page>().Number.ShouldBe(new ExtensionNumber("101"));
        var binding = new Binding(
            "sip:101@192.0.2.200:5060", "", "r", 1, 1000, DateTimeOffset.MaxValue, DateTimeOffset.MinValue,
            "udp", new TransportAddress("192.0.2.200", 5060), BehindNat: false, Connection: 0, UserAgent: "");
        _extensions.Reply(new Paged(id, [new PagedDevice(binding, null)], TimeSpan.FromSeconds(30), RelayMedia: false));
        return invite;
    }

    private AskedRequest Ask(SipRequest request, int exchange = 1)
    {
        var owner = _dialogs.Find(request.ToTag!)!;
        var asked = new AskedRequest(request, SipEdge.CallerFlow);
        var port = new LegPort(owner.Call, owner.Id, owner.Leg, new ExchangeId(exchange));
        asked.User = port;
        owner.Call.Tell(new RequestCame(port, owner.Peer, request.ToTag!, asked));
        return asked;
    }
}

internal static class SipIdsForTests
{
    private static int s_next;

    public static string Next() => $"call-{Interlocked.Increment(ref s_next)}";
}
