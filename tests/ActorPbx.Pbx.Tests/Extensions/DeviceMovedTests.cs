using System.Collections.Immutable;
using System.Net;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Extensions;

/// <summary>What the calls of a number hear when one of its devices registers over another connection (RFC 5626).</summary>
public class DeviceMovedTests : TestKit
{
    private const string Phone = "+sip.instance=\"<urn:uuid:1>\"";

    private readonly IActorRef _extensions;
    private int _sequence;

    public DeviceMovedTests()
    {
        var store = Sys.ActorOf(Props.Create(() => new Disk()));
        var domain = new DomainSettings
        {
            Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty.Add("100", new ExtensionSettings { Password = "x", SeveralDevices = true }),
        };
        var profile = new DirectoryBuilder(new PbxSettings { Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add("pbx.test", domain) }, "/").Build().Find("pbx.test")!;
        _extensions = Sys.ActorOf(Props.Create(() => new ExtensionsActor(profile, store, TimeProvider.System)));
    }

    [Fact]
    public void A_phone_that_registers_over_a_new_connection_takes_its_calls_along_and_a_refresh_changes_nothing()
    {
        var (before, after) = (Connection(1), Connection(2));
        Register(before, "<sip:100@192.0.2.100:40001;transport=tcp>;" + Phone);
        var call = Call();
        Register(before, "<sip:100@192.0.2.100:40001;transport=tcp>;" + Phone);
        Register(after, "<sip:100@192.0.2.100:40002;transport=tcp>;" + Phone);
        var moved = call.ExpectMsg<DeviceMoved>();
        (moved.From, moved.To, moved.Before.Contact).ShouldBe((before, after, "sip:100@192.0.2.100:40001;transport=tcp"));
        call.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Another_phone_takes_no_call_along()
    {
        Register(Connection(1), "<sip:100@192.0.2.100:40001;transport=tcp>;" + Phone);
        var call = Call();
        Register(Connection(2), "<sip:100@192.0.2.101:40002;transport=tcp>;+sip.instance=\"<urn:uuid:2>\"", "192.0.2.101");
        Register(Connection(3), "<sip:100@192.0.2.102:40003;transport=tcp>", "192.0.2.102");
        call.ExpectNoMsg(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public void What_a_phone_could_not_be_told_it_hears_when_it_is_back_and_no_other_phone_does()
    {
        var sip = new SipEdge();
        Register(Connection(1), "<sip:100@192.0.2.100:40001;transport=tcp>;" + Phone);
        Register(Connection(4), "<sip:100@192.0.2.101:40004;transport=tcp>;+sip.instance=\"<urn:uuid:2>\"", "192.0.2.101");
        for (var call = 1; call <= 9; call++)
        {
            var bye = SipEdge.Parse(
                $"BYE sip:100@192.0.2.100 SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.10:5060;branch=z9hG4bK{call}\r\nMax-Forwards: 70\r\nFrom: <sip:101@pbx.test>;tag=a\r\n"
                + $"To: <sip:100@pbx.test>;tag=b\r\nCall-ID: call-{call}\r\nCSeq: 2 BYE\r\nContent-Length: 0\r\n\r\n");
            _extensions.Tell(new OweGoodbye(new ExtensionNumber("100"), Connection(1), bye, sip));
        }

        Register(Connection(5), "<sip:100@192.0.2.101:40005;transport=tcp>;+sip.instance=\"<urn:uuid:2>\"", "192.0.2.101");
        Register(Connection(2), "<sip:100@192.0.2.100:40002;transport=tcp>;" + Phone);
        for (var call = 2; call <= 9; call++)
        {
            // Of more than eight the oldest is forgotten.
            var sent = sip.Next(SipMethod.Bye);
            (sent.Request.CallId, sent.Target.PreferredFlow).ShouldBe(($"call-{call}", Connection(2)));
        }

        Register(Connection(3), "<sip:100@192.0.2.100:40003;transport=tcp>;" + Phone);
        sip.Sent.Count.ShouldBe(0);
    }

    [Fact]
    public void Who_waits_for_a_registration_is_told_once_and_who_does_not_any_longer_is_not()
    {
        var (number, waits, left) = (new ExtensionNumber("100"), CreateTestProbe(), CreateTestProbe());
        _extensions.Tell(new AwaitRegistration(number, waits.Ref));
        _extensions.Tell(new AwaitRegistration(number, left.Ref));
        _extensions.Tell(new StopAwaiting(number, left.Ref));
        Register(Connection(1), "<sip:100@192.0.2.100:40001;transport=tcp>;" + Phone);
        waits.ExpectMsg<NumberRegistered>();
        Register(Connection(2), "<sip:100@192.0.2.100:40002;transport=tcp>;" + Phone);
        _extensions.Tell(new RegisteredElsewhere(number));
        _extensions.Tell(new AwaitRegistration(number, waits.Ref));
        _extensions.Tell(new RegisteredElsewhere(number));
        waits.ExpectMsg<NumberRegistered>();
        waits.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        left.ExpectNoMsg(TimeSpan.FromMilliseconds(1));
    }

    private static SipFlow Connection(int id) => new(SipTransport.Tcp, IPEndPoint.Parse("192.0.2.10:5060"), IPEndPoint.Parse($"192.0.2.100:4000{id}"), id);

    private TestProbe Call()
    {
        var call = CreateTestProbe();
        _extensions.Tell(new Page(new ExtensionNumber("100"), new CallId("a")), call.Ref);
        call.ExpectMsg<Paged>();
        return call;
    }

    private void Register(SipFlow flow, string contact, string host = "192.0.2.100")
    {
        var request = SipEdge.Parse(
            $"REGISTER sip:pbx.test SIP/2.0\r\nVia: SIP/2.0/TCP {host}:5060;branch=z9hG4bK{++_sequence};rport\r\nMax-Forwards: 70\r\nFrom: <sip:100@pbx.test>;tag=1\r\n"
            + $"To: <sip:100@pbx.test>\r\nCall-ID: {host}\r\nCSeq: {_sequence} REGISTER\r\nContact: {contact}\r\nExpires: 600\r\nContent-Length: 0\r\n\r\n");
        var asked = new AskedRequest(request, flow);
        _extensions.Tell(new Register(new ExtensionNumber("100"), asked));
        asked.Next(200);
    }

    private sealed class Disk : ReceiveActor
    {
        public Disk() => Receive<StoreBindings>(stored => Sender.Tell(new BindingsStored(stored.Domain, stored.Number, stored.Version)));
    }
}
