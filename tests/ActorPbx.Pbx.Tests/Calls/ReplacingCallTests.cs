using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Media;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Calls;

/// <summary>INVITE with Replaces: a phone takes over its number's call, another picks up what rings.</summary>
public class ReplacingCallTests : TestKit
{
    private readonly PlayedExchange _exchange;

    public ReplacingCallTests() => _exchange = new PlayedExchange(this, new ExtensionSettings { WatchOthers = true });

    [Fact]
    public void Another_phone_of_the_number_takes_the_call_over()
    {
        var (caller, _, device) = Talk();
        var taking = _exchange.Ask(Taking("101", Of(device), "6000"), "101");
        var join = _exchange.Sip.Next(SipMethod.Invite);
        (join.Request.CallId, join.Request.ToTag).ShouldBe((caller.Request.CallId, "phone"));
        PlayedExchange.Body(join.Request).ShouldContain("m=audio 6000 ");
        taking.Responses.Count.ShouldBe(0);

        join.Reply(200, body: SipEdge.Offer.Replace("4000", "4002", StringComparison.Ordinal));
        var answer = taking.Next(200);
        PlayedExchange.Body(answer).ShouldContain("m=audio 4002 ");
        answer.HasOption(HeaderName.Supported, "replaces").ShouldBeTrue();
        Acknowledged(join);
        _exchange.Sip.Next(SipMethod.Bye).Request.CallId.ShouldBe(device.Request.CallId);
        taking.User!.OnAck(taking, SipEdge.InDialog(taking.Request, answer, SipMethod.Ack, 1));

        _exchange.Ask(Refer(taking, answer)).Next(202);
        _exchange.Sip.Next(SipMethod.Notify);
        _exchange.Admit("101");
        _exchange.Page("104").Reply(486);
        _exchange.Sip.Next(SipMethod.Notify);
        _exchange.Ask(SipEdge.InDialog(taking.Request, answer, SipMethod.Bye, 3));
        _exchange.Sip.Next(SipMethod.Bye).Request.CallId.ShouldBe(caller.Request.CallId);
        _exchange.Store.ExpectMsg<StoreCall>().Records.Length.ShouldBe(5);
    }

    [Theory]
    [InlineData("103", true, false, 403)]
    [InlineData("101", false, false, 481)]
    [InlineData("101", true, true, 486)]
    public void Nobody_else_takes_it_and_not_by_another_name(string number, bool rightTag, bool earlyOnly, int code)
    {
        var (_, _, device) = Talk();
        var replaces = (rightTag ? Of(device) : Of(device).Replace("from-tag=device", "from-tag=x", StringComparison.Ordinal)) + (earlyOnly ? ";early-only" : "");
        _exchange.Ask(Taking(number, replaces), number).Next(code);
        _exchange.Sip.Sent.Count.ShouldBe(0);
    }

    [Fact]
    public void What_names_no_living_call_is_481() => _exchange.Ask(Taking("101", "nobody;to-tag=1;from-tag=2"), "101").Next(481);

    [Fact]
    public void Who_may_watch_a_number_picks_up_what_rings_there()
    {
        var caller = _exchange.Call("101");
        var call = _exchange.Admit("100").Call;
        var device = _exchange.Page("101");
        device.Reply(180);
        caller.Next(180);
        var taking = _exchange.Ask(Taking("103", $"{call.Value};to-tag=r-101;from-tag=l-101;early-only", "6000"), "103");
        var asked = _exchange.Extensions.FishForMessage<JoinCall>(_ => true);
        (asked.Number.Value, asked.Asks).ShouldBe(("103", true));
        _exchange.Extensions.Reply(new JoinAdmitted(call));

        device.Cancelled.Wait(TimeSpan.FromSeconds(10)).ShouldBeTrue();
        device.CancelReason.ShouldStartWith("SIP;cause=200;");
        var answer = caller.Next(200);
        PlayedExchange.Body(answer).ShouldContain("m=audio 9 RTP/AVP 0\r\na=inactive\r\n");
        caller.User!.OnAck(caller, SipEdge.InDialog(caller.Request, answer, SipMethod.Ack, 1));
        var join = _exchange.Sip.Next(SipMethod.Invite);
        (join.Request.CallId, join.Request.FromTag).ShouldBe((caller.Request.CallId, answer.ToTag));
        PlayedExchange.Body(join.Request).ShouldContain("m=audio 6000 ");
        join.Reply(200, body: SipEdge.Offer.Replace("4000", "4002", StringComparison.Ordinal));
        PlayedExchange.Body(taking.Next(200)).ShouldContain("m=audio 4002 ");
        _exchange.Extensions.FishForMessage<ReleaseCall>(_ => true).Number.ShouldBe(new ExtensionNumber("101"));
    }

    [Fact]
    public void A_number_without_room_for_one_call_more_picks_nothing_up()
    {
        _exchange.Call("101");
        var call = _exchange.Admit("100").Call;
        var device = _exchange.Page("101");
        var taking = _exchange.Ask(Taking("103", $"{call.Value};to-tag=l-101;from-tag=r-101"), "103");
        _exchange.Extensions.FishForMessage<JoinCall>(_ => true);
        _exchange.Extensions.Reply(new JoinRefused(call));
        taking.Next(403);
        _exchange.Extensions.FishForMessage<ReleaseCall>(_ => true).Number.ShouldBe(new ExtensionNumber("103"));
        device.Cancelled.IsSet.ShouldBeFalse();
    }

    [Fact]
    public void Who_may_not_watch_a_number_picks_up_nothing_there()
    {
        var exchange = new PlayedExchange(this);
        exchange.Call("101");
        var call = exchange.Admit("100").Call;
        var device = exchange.Page("101");
        exchange.Ask(Taking("103", $"{call.Value};to-tag=r-101;from-tag=l-101;early-only"), "103").Next(403);
        device.Cancelled.IsSet.ShouldBeFalse();
    }

    [Theory]
    [InlineData("friend", true)]
    [InlineData("carrier", false)]
    public void A_trunk_takes_over_its_own_calls_and_no_other_trunks(string by, bool takes)
    {
        var caller = _exchange.Call("8123");
        _exchange.Admit("100");
        var trunk = _exchange.Leave("friend");
        trunk.Reply(200, body: SipEdge.Offer);
        var answer = caller.Next(200);
        caller.User!.OnAck(caller, SipEdge.InDialog(caller.Request, answer, SipMethod.Ack, 1));
        Acknowledged(trunk);
        var taking = _exchange.Ask(Taking("5550", Of(trunk)), CallOrigin.Trunk.Of(_exchange.Trunk(by), SipEdge.Invite(from: "5550")));
        if (takes)
        {
            _exchange.Sip.Next(SipMethod.Invite).Request.CallId.ShouldBe(caller.Request.CallId);
        }
        else
        {
            taking.Next(403);
            _exchange.Sip.Sent.Count.ShouldBe(0);
        }
    }

    [Fact]
    public void A_phone_that_gives_up_leaves_the_others_with_what_they_had()
    {
        var (caller, _, device) = Talk();
        var before = device.Request.Body;
        var taking = _exchange.Ask(Taking("100", $"{caller.Request.CallId};to-tag={caller.Dialog};from-tag=phone", "6000"), "100");
        var join = _exchange.Sip.Next(SipMethod.Invite);
        join.Request.CallId.ShouldBe(device.Request.CallId);
        taking.User!.OnCancel(taking, taking.Request);
        taking.Next(487);
        join.Reply(200, body: SipEdge.Offer);
        Acknowledged(join);
        var restored = _exchange.Sip.Next(SipMethod.Invite);
        restored.Request.CallId.ShouldBe(device.Request.CallId);
        restored.Request.Body.Span.SequenceEqual(before.Span).ShouldBeTrue("it is told what it was told before");
    }

    [Fact]
    public void A_second_newcomer_is_told_to_come_again_while_the_first_one_is_joined()
    {
        var (caller, _, device) = Talk();
        var first = _exchange.Ask(Taking("101", Of(device)), "101");
        var join = _exchange.Sip.Next(SipMethod.Invite);
        int.Parse(_exchange.Ask(Taking("101", Of(device)), "101").Next(500).Headers.Get(HeaderName.RetryAfter)!).ShouldBeInRange(0, 10);
        join.Request.CallId.ShouldBe(caller.Request.CallId);
        join.Reply(200, body: SipEdge.Offer);
        first.Next(200);
    }

    [Fact]
    public void A_newcomer_whose_media_are_always_relayed_is_joined_over_the_relay()
    {
        var exchange = new PlayedExchange(this, new ExtensionSettings { RelayMedia = true });
        var (_, _, device) = Talk(exchange);
        exchange.Ask(Taking("101", Of(device)), "101");
        exchange.Media.ExpectMsg<OpenRelay>(TimeSpan.FromSeconds(10));
        exchange.Sip.Sent.Count.ShouldBe(0, "the offer to who stays waits for its ports");
    }

    [Fact]
    public void After_a_transfer_it_is_the_new_partys_session_that_is_told_again()
    {
        var (caller, answer, device) = Talk();
        _exchange.Ask(Refer(caller, answer)).Next(202);
        _exchange.Sip.Next(SipMethod.Notify);
        _exchange.Admit("100");
        var added = _exchange.Page("104");
        added.Reply(200, tag: "added", body: SipEdge.Offer.Replace("4000", "6000", StringComparison.Ordinal));
        _exchange.Sip.Next(SipMethod.Invite).Reply(200, body: SipEdge.Offer);
        _exchange.Sip.Next(SipMethod.Notify);
        _exchange.Sip.Next(SipMethod.Bye);

        var taking = _exchange.Ask(Taking("104", $"{added.Request.CallId};to-tag={added.Request.FromTag};from-tag=added", "7000"), "104");
        var join = _exchange.Sip.Next(SipMethod.Invite);
        taking.User!.OnCancel(taking, taking.Request);
        taking.Next(487);
        join.Reply(200, body: SipEdge.Offer);
        var restored = _exchange.Sip.Next(SipMethod.Invite).Request;
        restored.CallId.ShouldBe(device.Request.CallId);
        PlayedExchange.Body(restored).ShouldContain("m=audio 6000 ");
    }

    private (AskedRequest Caller, SipResponse Answer, SentRequest Device) Talk(PlayedExchange? other = null)
    {
        var exchange = other ?? _exchange;
        var caller = exchange.Call("101");
        exchange.Admit("100");
        var device = exchange.Page("101");
        device.Reply(200, body: SipEdge.Offer);
        var answer = caller.Next(200);
        caller.Dialog = answer.ToTag;
        caller.User!.OnAck(caller, SipEdge.InDialog(caller.Request, answer, SipMethod.Ack, 1));
        Acknowledged(device);
        return (caller, answer, device);
    }

    private static string Of(SentRequest device) => $"{device.Request.CallId};to-tag={device.Request.FromTag};from-tag=device";

    private static SipRequest Taking(string from, string replaces, string port = "4000") => SipEdge.Invite(
        from, "100", SipEdge.Offer.Replace("4000", port, StringComparison.Ordinal), $"Replaces: {replaces}\r\nRequire: replaces\r\n", "taking");

    private static SipRequest Refer(AskedRequest call, SipResponse answer) =>
        SipEdge.InDialog(call.Request, answer, SipMethod.Refer, 2, "Contact: <sip:101@192.0.2.100>\r\nRefer-To: <sip:104@pbx.test>\r\n");

    private static SipRequest Acknowledged(SentRequest invite)
    {
        invite.Acks.TryTake(out var ack, TimeSpan.FromSeconds(10)).ShouldBeTrue("no ACK");
        return ack!;
    }
}
