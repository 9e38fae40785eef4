using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Records;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Calls;

public class SessionTimerCallTests : TestKit
{
    private const string Timer = "Supported: timer\r\n";

    private readonly SipEdge _sip = new();
    private readonly DialogOwners _dialogs = new();
    private readonly TestProbe _extensions;
    private readonly TestProbe _store;

    public SessionTimerCallTests() => (_extensions, _store) = (CreateTestProbe(), CreateTestProbe());

    [Fact]
    public void Each_leg_is_offered_a_session_timer_of_its_own()
    {
        var (invite, device) = Ring(new CallSettings(), "Supported: timer\r\nSession-Expires: 600\r\nMin-SE: 120\r\n");
        Header(device.Request, HeaderName.Supported).ShouldBe("timer");
        Header(device.Request, HeaderName.SessionExpires).ShouldBe("1800");

        device.Reply(200, body: SipEdge.Offer);
        var answer = invite.Next(200);
        Header(answer, HeaderName.SessionExpires).ShouldBe("600;refresher=uac");
        Header(answer, HeaderName.Require).ShouldBe("timer");
    }

    [Fact]
    public void A_caller_that_knows_no_session_timers_gets_none_and_none_are_offered_when_they_are_off()
    {
        var (invite, device) = Ring(new CallSettings { SessionTimers = false }, "");
        device.Request.Headers.Contains(HeaderName.SessionExpires).ShouldBeFalse();
        device.Reply(200, body: SipEdge.Offer);
        var answer = invite.Next(200);
        answer.Headers.Contains(HeaderName.SessionExpires).ShouldBeFalse();
        answer.Headers.Contains(HeaderName.Require).ShouldBeFalse();
    }

    [Fact]
    public void A_caller_that_wants_too_short_a_session_is_told_the_shortest()
    {
        var calls = Calls(new CallSettings(), out var domain);
        var invite = Caller(calls, domain, Timer + "Session-Expires: 60\r\n");
        Header(invite.Next(422), HeaderName.MinSE).ShouldBe("90");
        calls.Tell(new CountCalls(), _store.Ref);
        _store.ExpectMsg<CallCount>().Calls.ShouldBe(0);
    }

    [Fact]
    public void A_device_that_wants_a_longer_session_is_invited_again_with_one()
    {
        var (invite, first) = Ring(new CallSettings(), "");
        first.Reply(422, extra: (HeaderName.MinSE, "3600"));
        var second = _sip.Next(SipMethod.Invite);
        (second.Request.CallId, second.Request.FromTag, second.Request.CSeq.Number).ShouldBe((first.Request.CallId, first.Request.FromTag, 2u));
        Header(second.Request, HeaderName.SessionExpires).ShouldBe("3600");
        Header(second.Request, HeaderName.MinSE).ShouldBe("3600");

        second.Reply(200, body: SipEdge.Offer);
        invite.Next(200);
        second.Acks.Take().CSeq.Number.ShouldBe(2u);
    }

    [Fact]
    public void A_device_that_asks_for_no_more_than_it_was_offered_is_not_invited_again()
    {
        var (invite, device) = Ring(new CallSettings(), "");
        device.Reply(422, extra: (HeaderName.MinSE, "1800"));
        invite.Next(422);
    }

    [Fact]
    public void A_device_that_leaves_it_to_us_is_refreshed_by_update_and_its_481_ends_the_call()
    {
        var (invite, device) = Ring(Short, "");
        Answer(invite, device, (HeaderName.SessionExpires, "8;refresher=uac"), (HeaderName.Allow, "INVITE, ACK, UPDATE"));
        var update = _sip.Next(SipMethod.Update);
        Header(update.Request, HeaderName.SessionExpires).ShouldBe("8;refresher=uac");
        update.Request.Body.IsEmpty.ShouldBeTrue();

        update.Reply(481);
        ShouldEndByTimer();
    }

    [Fact]
    public void A_device_whose_connection_broke_is_refreshed_again_and_keeps_its_call()
    {
        var (invite, device) = Ring(Short, "");
        // Between the second try and the end of patience lie 1.7 s: on a busy machine a timer may be late by some of them.
        Answer(invite, device, (HeaderName.SessionExpires, "16;refresher=uac"), (HeaderName.Allow, "INVITE, ACK, UPDATE"));
        var lost = _sip.Next(SipMethod.Update);
        lost.User.OnTransportError(lost, "reset");
        var again = _sip.Next(SipMethod.Update);
        again.Request.CSeq.Number.ShouldBe(lost.Request.CSeq.Number + 1);
        again.User.OnTimeout(again);
        ShouldEndByTimer();
    }

    [Fact]
    public void A_device_without_update_is_refreshed_by_the_description_that_it_had()
    {
        var (invite, device) = Ring(Short, "");
        Answer(invite, device, (HeaderName.SessionExpires, "8;refresher=uac"));
        var refresh = _sip.Next(SipMethod.Invite);
        refresh.Request.Body.Span.SequenceEqual(device.Request.Body.Span).ShouldBeTrue();
        refresh.Request.ContentType.ShouldBe("application/sdp");
        refresh.Reply(200, body: SipEdge.Offer, extra: (HeaderName.SessionExpires, "8;refresher=uac"));
        refresh.Acks.Take().CSeq.Number.ShouldBe(refresh.Request.CSeq.Number);
        invite.Responses.Count.ShouldBe(0);
        _sip.Next(SipMethod.Invite).Request.CSeq.Number.ShouldBe(refresh.Request.CSeq.Number + 1);
    }

    [Fact]
    public void A_caller_that_does_not_refresh_its_session_is_given_up()
    {
        var (invite, device) = Ring(Short, Timer);
        var answer = Answer(invite, device);
        Header(answer, HeaderName.SessionExpires).ShouldBe("4;refresher=uac");
        ShouldEndByTimer();
    }

    [Fact]
    public void An_update_that_says_nothing_new_is_answered_here_and_keeps_the_session_alive()
    {
        var (invite, device) = Ring(new CallSettings(), Timer);
        var answer = Answer(invite, device);
        var update = Ask(SipEdge.InDialog(invite.Request, answer, SipMethod.Update, 2, Timer + "Session-Expires: 1800;refresher=uac\r\n"));
        var alive = update.Next(200);
        Header(alive, HeaderName.SessionExpires).ShouldBe("1800;refresher=uac");
        alive.Contact.ShouldNotBeNull();
        Header(Ask(SipEdge.InDialog(invite.Request, answer, SipMethod.Update, 3, Timer + "Session-Expires: 30\r\n")).Next(422), HeaderName.MinSE).ShouldBe("90");
        Ask(SipEdge.InDialog(invite.Request, answer, SipMethod.Info, 4)).Next(200);
        _sip.Sent.Count.ShouldBe(0);
    }

    // Shorter than any configuration may have it, so that a test need not wait for minutes.
    private static CallSettings Short => new() { SessionInterval = TimeSpan.FromSeconds(4), MinSessionInterval = TimeSpan.FromSeconds(4) };

    private static string? Header(SipMessage message, HeaderName name) => message.Headers.Get(name);

    private void ShouldEndByTimer()
    {
        _sip.Next(SipMethod.Bye);
        _sip.Next(SipMethod.Bye);
        _store.ExpectMsg<StoreCall>().Records.ShouldAllBe(record => record.Outcome == CallOutcome.Answered && record.Cause == Cause.TimerExpiry.Value);
    }

    private SipResponse Answer(AskedRequest invite, SentRequest device, params (HeaderName, string)[] extra)
    {
        device.Reply(200, body: SipEdge.Offer, extra: extra);
        var answer = invite.Next(200);
        invite.User!.OnAck(invite, SipEdge.InDialog(invite.Request, answer, SipMethod.Ack, 1));
        return answer;
    }

    private (AskedRequest Invite, SentRequest Device) Ring(CallSettings settings, string extra)
    {
        var calls = Calls(settings, out var domain);
        var invite = Caller(calls, domain, extra);
        _store.ExpectMsg<OpenCall>();
        var admit = _extensions.ExpectMsg<AdmitOutgoing>();
        _extensions.Reply(new OutgoingAdmitted(admit.Call, RelayMedia: false));
        _extensions.ExpectMsg<Page>();
        var binding = new Binding(
            "sip:101@192.0.2.200:5060", "", "r", 1, 1000, DateTimeOffset.MaxValue, DateTimeOffset.MinValue,
            "udp", new TransportAddress("192.0.2.200", 5060), BehindNat: false, Connection: 0, UserAgent: "");
        _extensions.Reply(new Paged(admit.Call, [new PagedDevice(binding, null)], TimeSpan.FromSeconds(30), RelayMedia: false));
        return (invite, _sip.Next(SipMethod.Invite));
    }

    private AskedRequest Caller(IActorRef calls, DomainProfile domain, string extra)
    {
        var id = new CallId(SipIdsForTests.Next());
        var invite = new AskedRequest(SipEdge.Invite(extra: extra), SipEdge.CallerFlow);
        var port = new LegPort(calls, id, LegId.Caller, default);
        invite.User = port;
        calls.Tell(new NewCall(id, invite, port, domain, new CallOrigin.Extension(domain.Find("100")!), "101"));
        return invite;
    }

    private IActorRef Calls(CallSettings calls, out DomainProfile domain)
    {
        var settings = new PbxSettings
        {
            Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add("pbx.test", new DomainSettings
            {
                Calls = calls,
                Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty.Add("100-109", new ExtensionSettings { Password = "x" }),
            }),
        };
        var profile = domain = new DirectoryBuilder(settings, "/").Build().Find("pbx.test")!;
        var services = new CallServices(
            _sip, _dialogs, _extensions.Ref, Sys.DeadLetters, _store.Ref, Sys.DeadLetters, TimeProvider.System, "node", Logging.GetLogger(Sys, "calls"), 100, new CallRouting(profile, null));
        return Sys.ActorOf(Props.Create(() => new CallsActor(services)));
    }

    private AskedRequest Ask(SipRequest request)
    {
        var owner = _dialogs.Find(request.ToTag!)!;
        var asked = new AskedRequest(request, SipEdge.CallerFlow);
        var port = new LegPort(owner.Call, owner.Id, owner.Leg, new ExchangeId((int)request.CSeq.Number));
        asked.User = port;
        owner.Call.Tell(new RequestCame(port, owner.Peer, request.ToTag!, asked));
        return asked;
    }
}
