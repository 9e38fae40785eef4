using System.Text;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Pbx.Tests.Roaming;
using ActorPbx.Pbx.Tests.Subscriptions;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Messages;

public class MessageTests : TestKit
{
    private const string Typing = "Content-Type: application/im-iscomposing+xml\r\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly SipEdge _sip = new();
    private readonly MemoryStore _disk = new();
    private readonly WatchedDomain _domain;

    public MessageTests()
    {
        var disk = _disk;
        _domain = new WatchedDomain(Sys, _sip, Sys.ActorOf(Props.Create(() => new MemoryStoreActor(disk))), TimeProvider.System);
    }

    [Fact]
    public void A_message_reaches_every_phone_of_the_number_and_is_forgotten_when_one_took_it()
    {
        _domain.Register("106", "192.0.2.1");
        _domain.Register("106", "192.0.2.2");
        _domain.Say("100", "106", "hello").Next(202);
        var (one, other) = (_sip.Next(SipMethod.Message), _sip.Next(SipMethod.Message));
        new[] { one, other }.Select(sent => sent.Request.RequestUri.Host).Order().ShouldBe(["192.0.2.1", "192.0.2.2"]);
        Text(one).ShouldBe("hello");
        one.Request.From.Uri.ToString().ShouldBe("sip:100@pbx.test");
        one.Request.To.Uri.ToString().ShouldBe("sip:106@pbx.test");
        one.Request.ContentType.ShouldBe("text/plain");
        one.Request.Headers.Get(HeaderName.Date)!.ShouldEndWith(" GMT");
        one.Reply(480);
        _disk.Messages.Count.ShouldBe(1);
        other.Reply(200);
        AwaitCondition(() => _disk.Messages.IsEmpty, Patience);
    }

    [Fact]
    public void The_sender_hears_202_when_the_message_is_on_disk_and_500_when_it_is_not()
    {
        var store = CreateTestProbe();
        var domain = new WatchedDomain(Sys, _sip, store.Ref, TimeProvider.System);
        store.ExpectMsg<LoadMessages>();
        var (good, bad) = (domain.Say("100", "101", "one"), domain.Say("100", "101", "two"));
        var (first, second) = (store.ExpectMsg<StoreMessage>().Message.Id, store.ExpectMsg<StoreMessage>().Message.Id);
        good.Responses.Count.ShouldBe(0);
        store.Reply(new MessageStored(first));
        good.Next(202);
        store.Reply(new MessageNotStored(second, "disk full"));
        bad.Next(500);
    }

    [Fact]
    public void What_nobody_is_there_to_take_is_delivered_in_order_when_a_phone_registers()
    {
        string[] texts = ["one", "two", "three"];
        foreach (var text in texts)
        {
            _domain.Say("100", "101", text).Next(202);
        }

        _domain.Register("101");
        foreach (var text in texts)
        {
            var sent = _sip.Next(SipMethod.Message);
            Text(sent).ShouldBe(text);
            _sip.Sent.Count.ShouldBe(0);
            sent.Reply(200);
        }

        AwaitCondition(() => _disk.Messages.IsEmpty, Patience);
    }

    [Fact]
    public void What_a_phone_missed_is_delivered_when_it_registers_again()
    {
        _domain.Register("101");
        _domain.Say("100", "101", "one").Next(202);
        var missed = _sip.Next(SipMethod.Message);
        missed.User.OnTimeout(missed);
        SentRequest? again = null;
        AwaitAssert(() =>
        {
            _domain.Register("101");
            _sip.Sent.TryTake(out again, 200).ShouldBeTrue();
        }, Patience);
        Text(again!).ShouldBe("one");
    }

    [Fact]
    public void What_a_phone_refuses_is_kept_for_another_one_and_holds_nothing_up()
    {
        _domain.Register("106", "192.0.2.1");
        _domain.Say("100", "106", "picture", "Content-Type: image/png\r\n").Next(202);
        _domain.Say("100", "106", "text").Next(202);
        _sip.Next(SipMethod.Message).Reply(415);
        var next = _sip.Next(SipMethod.Message);
        Text(next).ShouldBe("text");
        next.Reply(200);
        AwaitCondition(() => _disk.Messages.Count == 1, Patience);
        _domain.Register("106", "192.0.2.2");
        var kept = _sip.Next(SipMethod.Message);
        (kept.Request.RequestUri.Host, Text(kept)).ShouldBe(("192.0.2.2", "picture"));
        kept.Reply(200);
        AwaitCondition(() => _disk.Messages.IsEmpty, Patience);
        _sip.Sent.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_the_flows_of_a_phone_one_is_tried_after_the_other_until_one_is_whole(bool isConnectionGone)
    {
        _domain.RegisterFlow("101", 1, expires: 300);
        _domain.RegisterFlow("101", 2, expires: 600);
        _domain.Say("100", "101", "hello").Next(202);
        var newest = _sip.Next(SipMethod.Message);
        newest.Target.EndPoint.Port.ShouldBe(40002);
        if (isConnectionGone)
        {
            newest.User.OnTransportError(newest, "broken");
        }
        else
        {
            newest.Reply(430);
        }

        var other = _sip.Next(SipMethod.Message);
        (other.Target.EndPoint.Port, Text(other)).ShouldBe((40001, "hello"));
        other.User.OnTimeout(other);
        _disk.Messages.Count.ShouldBe(1);
        AwaitAssert(() =>
        {
            _domain.RegisterFlow("101", 1, expires: 300);
            _sip.Sent.TryTake(out other, 200).ShouldBeTrue();
        }, Patience);
        other!.Reply(200);
        AwaitCondition(() => _disk.Messages.IsEmpty, Patience);
    }

    [Fact]
    public void A_phone_that_answers_is_not_asked_over_its_other_flow_and_another_phone_is_asked_beside_it()
    {
        _domain.RegisterFlow("106", 1, expires: 300);
        _domain.RegisterFlow("106", 2, expires: 600);
        _domain.Register("106", "192.0.2.2");
        _domain.Say("100", "106", "picture", "Content-Type: image/png\r\n").Next(202);
        _domain.Say("100", "106", "text").Next(202);
        for (var phone = 0; phone < 2; phone++)
        {
            var picture = _sip.Next(SipMethod.Message);
            Text(picture).ShouldBe("picture");
            picture.Target.EndPoint.Port.ShouldNotBe(40001);
            picture.Reply(415);
        }

        BothGet("text");
        AwaitCondition(() => _disk.Messages.Count == 1, Patience);
        _domain.RegisterFlow("106", 1, expires: 900);
        _domain.Say("100", "106", "next").Next(202);
        BothGet("next");
    }

    [Fact]
    public void A_message_to_a_gruu_reaches_that_phone_alone_and_waits_for_it_without_holding_others_up()
    {
        _domain.RegisterFlow("106", 1, expires: 300);
        _domain.Register("106", "192.0.2.2");
        _domain.Say("100", "106", "for one", device: ";gr=urn:uuid:1").Next(202);
        var sent = _sip.Next(SipMethod.Message);
        (sent.Target.EndPoint.Port, Text(sent)).ShouldBe((40001, "for one"));
        sent.Reply(200);
        _domain.Say("100", "106", "for another", device: ";gr=urn:uuid:2").Next(202);
        _domain.Say("100", "106", "for all").Next(202);
        BothGet("for all");
        AwaitCondition(() => _disk.Messages.Count == 1, Patience);

        _domain.RegisterFlow("106", 2, expires: 300, instance: "urn:uuid:2");
        var late = _sip.Next(SipMethod.Message);
        (late.Target.EndPoint.Port, Text(late)).ShouldBe((40002, "for another"));
        late.Reply(200);
        AwaitCondition(() => _disk.Messages.IsEmpty, Patience);
        _sip.Sent.Count.ShouldBe(0);
    }

    private void BothGet(string text)
    {
        foreach (var sent in new[] { _sip.Next(SipMethod.Message), _sip.Next(SipMethod.Message) })
        {
            Text(sent).ShouldBe(text);
            sent.Reply(200);
        }
    }

    [Fact]
    public void What_cannot_be_kept_is_refused()
    {
        _domain.Say("100", "999", "hello").Next(404);
        _domain.Say("100", "101", new string('x', 101)).Next(413);
        _domain.Say("100", "101", "zip", "Content-Type: text/plain\r\nContent-Encoding: gzip\r\n").Next(415);
        for (var i = 0; i < 3; i++)
        {
            _domain.Say("100", "101", "hello").Next(202);
        }

        _domain.Say("100", "101", "one more").Next(480);
        _domain.Say("100", "102", "other").Next(202);
        _disk.Messages.Count.ShouldBe(4);
    }

    [Fact]
    public void A_message_outlives_the_node()
    {
        _domain.Say("100", "101", "hello").Next(202);
        var (disk, sip) = (_disk, new SipEdge());
        var after = new WatchedDomain(Sys, sip, Sys.ActorOf(Props.Create(() => new MemoryStoreActor(disk))), TimeProvider.System);
        after.Register("101");
        Text(sip.Next(SipMethod.Message)).ShouldBe("hello");
    }

    [Fact]
    public void That_somebody_types_is_told_now_or_never()
    {
        _domain.Say("100", "101", "<isComposing/>", Typing).Next(202);
        _domain.Say("100", "101", "text").Next(202);
        _disk.Messages.Count.ShouldBe(1);
        _domain.Register("101");
        var text = _sip.Next(SipMethod.Message);
        Text(text).ShouldBe("text");
        text.Reply(200);
        _domain.Say("100", "101", "<isComposing/>", Typing).Next(202);
        Text(_sip.Next(SipMethod.Message)).ShouldBe("<isComposing/>");
    }

    [Fact]
    public void A_message_that_is_worth_nothing_any_longer_is_not_delivered()
    {
        _domain.Say("100", "101", "late", "Content-Type: text/plain\r\nExpires: 0\r\n").Next(202);
        _domain.Say("100", "101", "good", "Content-Type: text/plain\r\nExpires: 3600\r\n").Next(202);
        _domain.Register("101");
        Text(_sip.Next(SipMethod.Message)).ShouldBe("good");
    }

    [Fact]
    public void The_lamp_of_a_mailbox_is_lit_while_messages_wait()
    {
        _domain.Subscribe("101", "101", "message-summary").Next(200);
        var dark = _domain.Notify();
        Text(dark).ShouldBe("Messages-Waiting: no\r\nMessage-Account: sip:101@pbx.test\r\n");
        dark.Reply(200);
        _domain.Say("100", "101", "hello").Next(202);
        var lit = _domain.Notify();
        Text(lit).ShouldBe("Messages-Waiting: yes\r\nMessage-Account: sip:101@pbx.test\r\nText-Message: 1/0\r\n");
        lit.Reply(200);
        _domain.Register("101");
        _sip.Next(SipMethod.Message).Reply(200);
        Text(_domain.Notify()).ShouldStartWith("Messages-Waiting: no");
        _domain.Subscribe("100", "101", "message-summary").Next(403);
    }

    private static string Text(SentRequest sent) => Encoding.UTF8.GetString(sent.Request.Body.Span);
}
