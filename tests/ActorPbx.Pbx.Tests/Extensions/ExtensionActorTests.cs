using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Calls;

namespace ActorPbx.Pbx.Tests.Extensions;

public class ExtensionActorTests : TestKit
{
    private static readonly ExtensionNumber Number = new("100");
    private readonly TestProbe _store;
    private readonly IActorRef _extensions;

    public ExtensionActorTests()
    {
        _store = CreateTestProbe();
        var domain = new DomainSettings
        {
            Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty
                .Add("100", new ExtensionSettings { Password = "x", MaxCalls = 1 })
                .Add("101", new ExtensionSettings { Password = "x", SeveralDevices = true, MaxDevices = 2 }),
        };
        var directory = new DirectoryBuilder(new PbxSettings { Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add("pbx.test", domain) }, "/").Build();
        var (profile, store) = (directory.Find("pbx.test")!, _store.Ref);
        _extensions = Sys.ActorOf(Props.Create(() => new ExtensionsActor(profile, store, TimeProvider.System)));
    }

    [Fact]
    public void A_register_is_answered_when_its_binding_is_on_disk()
    {
        var asked = Register("100", "<sip:100@192.0.2.100:5060>");
        var stored = _store.ExpectMsg<StoreBindings>();
        asked.Responses.Count.ShouldBe(0);
        _store.Reply(new BindingsStored(stored.Domain, stored.Number, stored.Version));
        asked.Next(200).Headers.Get(Sip.Messages.HeaderName.Contact)!.ShouldStartWith("<sip:100@192.0.2.100:5060>;expires=");
    }

    [Fact]
    public void One_device_more_than_allowed_gets_403_with_the_number_to_change()
    {
        Stored(Register("101", "<sip:a@192.0.2.1>", "a"));
        Stored(Register("101", "<sip:b@192.0.2.1>", "b"));
        var refused = Register("101", "<sip:c@192.0.2.1>", "c").Next(403);
        refused.Headers.Get(Sip.Messages.HeaderName.Warning)!.ShouldContain("2 devices");
    }

    [Fact]
    public void A_number_at_its_limit_is_busy_until_the_call_ends()
    {
        Stored(Register("100", "<sip:100@192.0.2.100:5060>"));
        var call = CreateTestProbe();
        _extensions.Tell(new Page(Number, new CallId("a")), call.Ref);
        call.ExpectMsg<Paged>().Devices.ShouldHaveSingleItem().Binding.Contact.ShouldBe("sip:100@192.0.2.100:5060");
        _extensions.Tell(new Page(Number, new CallId("b")), call.Ref);
        call.ExpectMsg<PageFailed>().Reason.ShouldBe(Unavailability.Busy);
        _extensions.Tell(new AdmitOutgoing(Number, new CallId("b")), call.Ref);
        call.ExpectMsg<OutgoingRefused>();
        _extensions.Tell(new ReleaseCall(Number, new CallId("a")), call.Ref);
        _extensions.Tell(new AdmitOutgoing(Number, new CallId("b")), call.Ref);
        call.ExpectMsg<OutgoingAdmitted>();
    }

    [Fact]
    public void Who_sends_its_only_call_on_may_and_none_beside_it()
    {
        Stored(Register("100", "<sip:100@192.0.2.100:5060>"));
        var call = CreateTestProbe();
        _extensions.Tell(new Page(Number, new CallId("a")), call.Ref);
        call.ExpectMsg<Paged>();
        _extensions.Tell(new AdmitOutgoing(Number, new CallId("a"), "102", InPlace: true), call.Ref);
        call.ExpectMsg<OutgoingAdmitted>();
        _extensions.Tell(new AdmitOutgoing(Number, new CallId("b"), "102", InPlace: true), call.Ref);
        call.ExpectMsg<OutgoingRefused>();
    }

    [Fact]
    public void A_call_that_dies_frees_its_place()
    {
        var call = Sys.ActorOf(Props.Create(() => new Silent()), "dying");
        _extensions.Tell(new AdmitOutgoing(Number, new CallId("dying")), call);
        Sys.Stop(call);
        AwaitAssert(() =>
        {
            _extensions.Tell(new AdmitOutgoing(Number, new CallId("next")), TestActor);
            ExpectMsg<OutgoingAdmitted>(TimeSpan.FromMilliseconds(200));
        });
    }

    [Fact]
    public void Unknown_unregistered_and_restored_numbers_are_told_apart()
    {
        _extensions.Tell(new Page(new ExtensionNumber("999"), new CallId("a")), TestActor);
        ExpectMsg<PageFailed>().Reason.ShouldBe(Unavailability.Unknown);
        _extensions.Tell(new Page(Number, new CallId("a")), TestActor);
        ExpectMsg<PageFailed>().Reason.ShouldBe(Unavailability.Unregistered);
        var binding = new Binding("sip:x@192.0.2.1", "", "c", 1, 1000, DateTimeOffset.UtcNow.AddHours(1), DateTimeOffset.UtcNow, "udp", new("192.0.2.1", 5060), false, 0, "");
        _extensions.Tell(new BindingsLoaded(new("pbx.test"), [new NumberBindings(Number, [binding])]), TestActor);
        _extensions.Tell(new Page(Number, new CallId("a")), TestActor);
        ExpectMsg<Paged>();
    }

    [Fact]
    public void Lists_show_who_is_registered()
    {
        Stored(Register("100", "<sip:100@192.0.2.100:5060>"));
        var views = Listed();
        views.Select(view => view.Number).ShouldBe(["100", "101"]);
        views[0].Devices.ShouldHaveSingleItem().Source.ShouldBe("192.0.2.100:5060");
        views[1].Devices.ShouldBeEmpty();
    }

    [Fact]
    public void Lists_show_each_device_that_comes_and_goes()
    {
        Stored(Register("101", "<sip:a@192.0.2.1>", "a"));
        Listed()[1].Devices.ShouldHaveSingleItem();
        Stored(Register("101", "<sip:b@192.0.2.1>", "b"));
        Listed()[1].Devices.Count().ShouldBe(2);
        Stored(Register("101", "<sip:b@192.0.2.1>;expires=0", "b", 2));
        Listed()[1].Devices.ShouldHaveSingleItem();
    }

    // The 200 of a REGISTER waits for the store's word, which the number's actor answers after it has told its parent.
    private ImmutableArray<ExtensionView> Listed()
    {
        _extensions.Tell(new ListExtensions(null, null), TestActor);
        return [.. ExpectMsg<ExtensionList>().Extensions];
    }

    private void Stored(AskedRequest asked)
    {
        var stored = _store.ExpectMsg<StoreBindings>();
        _store.Reply(new BindingsStored(stored.Domain, stored.Number, stored.Version));
        asked.Next(200);
    }

    private AskedRequest Register(string number, string contact, string callId = "c", int sequence = 1)
    {
        var request = SipEdge.Parse(
            $"REGISTER sip:pbx.test SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.100:5060;branch=z9hG4bKa;rport\r\nMax-Forwards: 70\r\nFrom: <sip:{number}@pbx.test>;tag=1\r\n"
            + $"To: <sip:{number}@pbx.test>\r\nCall-ID: {callId}\r\nCSeq: {sequence} REGISTER\r\nContact: {contact}\r\nExpires: 600\r\nContent-Length: 0\r\n\r\n");
        var asked = new AskedRequest(request, SipEdge.CallerFlow);
        _extensions.Tell(new Register(new ExtensionNumber(number), asked), ActorRefs.NoSender);
        return asked;
    }

    private sealed class Silent : ReceiveActor
    {
        public Silent() => ReceiveAny(_ => { });
    }
}
