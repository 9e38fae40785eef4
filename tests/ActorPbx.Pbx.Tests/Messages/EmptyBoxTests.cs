using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Messages;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Messages;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Messages;

/// <summary>A number's box lives as long as something is in it, and not longer.</summary>
public class EmptyBoxTests : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly ExtensionNumber s_number = new("101");
    private readonly SipEdge _sip = new();
    private readonly TestProbe _extensions, _store, _end;
    private readonly DomainProfile _domain;
    private readonly MessageParts _parts;

    public EmptyBoxTests()
    {
        (_extensions, _store, _end) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        var settings = new DomainSettings { Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty.Add("100-101", new ExtensionSettings { Password = "x" }) };
        _domain = new DirectoryBuilder(new PbxSettings { Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add("pbx.test", settings) }, "/").Build().Find("pbx.test")!;
        _parts = new MessageParts(_domain, _sip, _extensions.Ref, _store.Ref, TimeProvider.System, Logging.GetLogger(Sys, "messages"));
    }

    [Fact]
    public void A_box_ends_with_its_last_message_and_the_next_message_gets_a_new_one()
    {
        var (made, ended) = (new List<TestProbe>(), new List<IActorRef>());
        var boxes = new MessageBoxes(_parts, _ => Made(made), ended.Add);
        boxes.Open(s_number);
        boxes.Open(s_number);
        boxes.Open(new ExtensionNumber("100"));
        made.Count.ShouldBe(2);
        boxes.Settle(s_number);
        ended.ShouldBeEmpty();
        boxes.Settle(s_number);
        ended.ShouldBe([made[0].Ref]);
        boxes.Settle(s_number);
        ended.Count.ShouldBe(1);

        boxes.Open(s_number);
        var message = new DeliverMessage(Message("m1"), IsKept: true);
        boxes.Deliver(message);
        made.Count.ShouldBe(3);
        made[2].ExpectMsg<DeliverMessage>(Patience).ShouldBe(message);
    }

    [Fact]
    public void A_mailbox_stops_when_the_last_of_its_messages_was_taken()
    {
        var messages = Loaded(Message("m1"), Message("m2"));
        var mailbox = Offered();
        _end.Watch(mailbox);
        _sip.Next(SipMethod.Message).Reply(200);
        _store.ExpectMsg<NoteTaken>(Patience).Id.ShouldBe("m1");
        Offered().ShouldBe(mailbox, "one is left");
        _sip.Next(SipMethod.Message).Reply(200);
        _store.ExpectMsg<NoteTaken>(Patience).Id.ShouldBe("m2");
        _end.ExpectTerminated(mailbox, Patience);

        Say(messages, "next");
        var stored = _store.ExpectMsg<StoreMessage>(Patience);
        _store.Reply(new MessageStored(stored.Message.Id));
        Offered().ShouldNotBe(mailbox);
    }

    [Fact]
    public void A_mailbox_that_was_opened_for_a_moment_stops_with_it()
    {
        Say(Loaded(), "<isComposing/>", "application/im-iscomposing+xml");
        _extensions.ExpectMsg<FindDevices>(Patience);
        var mailbox = _extensions.LastSender;
        _end.Watch(mailbox);
        _extensions.Reply(new DevicesFound(s_number, []));
        _end.ExpectTerminated(mailbox, Patience);
        _extensions.HasMessages.ShouldBeFalse("nobody's registration is awaited for it");
    }

    [Fact]
    public void A_mailbox_that_stops_waits_for_no_registration_any_longer()
    {
        var (parts, number) = (_parts, s_number);
        var mailbox = Sys.ActorOf(Props.Create(() => new MailboxActor(parts, number)));
        mailbox.Tell(new DeliverMessage(Message("m1"), IsKept: true));
        _extensions.ExpectMsg<AwaitRegistration>(Patience).Watcher.ShouldBe(mailbox);
        _extensions.ExpectMsg<FindDevices>(Patience);
        _extensions.Reply(new DevicesFound(s_number, []));
        Sys.Stop(mailbox);
        _extensions.ExpectMsg<StopAwaiting>(Patience).ShouldBe(new StopAwaiting(s_number, mailbox));
    }

    [Fact]
    public void A_phone_that_comes_while_it_is_asked_who_is_there_is_not_missed()
    {
        var (parts, number) = (_parts, s_number);
        var mailbox = Sys.ActorOf(Props.Create(() => new MailboxActor(parts, number)));
        mailbox.Tell(new DeliverMessage(Message("m1"), IsKept: true));
        _extensions.ExpectMsg<AwaitRegistration>(Patience);
        _extensions.ExpectMsg<FindDevices>(Patience);
        mailbox.Tell(new NumberRegistered(number));
        _extensions.Reply(new DevicesFound(number, []));
        _extensions.ExpectMsg<AwaitRegistration>(Patience);
        Offered();
        _sip.Next(SipMethod.Message).Reply(200);
    }

    [Fact]
    public void What_one_phone_refuses_is_offered_to_another_that_came_meanwhile()
    {
        var (parts, number) = (_parts, s_number);
        var mailbox = Sys.ActorOf(Props.Create(() => new MailboxActor(parts, number)));
        mailbox.Tell(new DeliverMessage(Message("m1"), IsKept: true));
        Offered();
        var sent = _sip.Next(SipMethod.Message);
        mailbox.Tell(new NumberRegistered(number));
        sent.Reply(415);
        _extensions.FishForMessage<FindDevices>(_ => true, Patience);
    }

    private IActorRef Made(List<TestProbe> made)
    {
        made.Add(CreateTestProbe());
        return made[^1].Ref;
    }

    private IActorRef Loaded(params StoredMessage[] stored)
    {
        var parts = _parts;
        var messages = Sys.ActorOf(Props.Create(() => new MessagesActor(parts)));
        _store.ExpectMsg<LoadMessages>(Patience);
        _store.Reply(new MessagesLoaded(_domain.Name, [.. stored]));
        return messages;
    }

    // A mailbox asks for the phones of its number, and is told one.
    private IActorRef Offered()
    {
        _extensions.FishForMessage<FindDevices>(_ => true, Patience);
        var phone = new Binding(
            "sip:101@192.0.2.200:5060", "", "r", 1, 1000, DateTimeOffset.MaxValue, DateTimeOffset.MinValue,
            "udp", new TransportAddress("192.0.2.200", 5060), BehindNat: false, Connection: 0, UserAgent: "");
        _extensions.Reply(new DevicesFound(s_number, [new PagedDevice(phone, null)]));
        return _extensions.LastSender;
    }

    private void Say(IActorRef messages, string text, string type = "text/plain") => messages.Tell(new NewMessage(
        new Identity(_domain, _domain.Find("100")!), s_number,
        new AskedRequest(
            SipEdge.Parse(
                "MESSAGE sip:101@pbx.test SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.100:5060;branch=z9hG4bKsay;rport\r\nMax-Forwards: 70\r\nFrom: <sip:100@pbx.test>;tag=a\r\n"
                + $"To: <sip:101@pbx.test>\r\nCall-ID: say\r\nCSeq: 1 MESSAGE\r\nContent-Type: {type}\r\nContent-Length: {text.Length}\r\n\r\n{text}"),
            SipEdge.CallerFlow)));

    private StoredMessage Message(string id) =>
        new(id, _domain.Name, s_number, "<sip:100@pbx.test>", "text/plain", [.. "hello"u8], TimeProvider.System.GetUtcNow(), DateTimeOffset.MaxValue);
}
