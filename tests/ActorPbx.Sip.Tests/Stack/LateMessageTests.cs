using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Stack;

/// <summary>Copies of messages that come when their transactions have settled.</summary>
public sealed class LateMessageTests
{
    [Fact]
    public async Task What_comes_late_to_an_invite_that_is_acknowledged_is_known_as_its_own()
    {
        await using var bench = new StackBench();
        using var phone = new UdpPeer(bench.EndPoint(SipTransport.Udp));
        phone.Ask(phone.Request("INVITE")).StatusCode.ShouldBe(100);
        phone.ReceiveResponse().StatusCode.ShouldBe(200);
        phone.Send(phone.Request("ACK", "z9hG4bK-ack", "pbx"));
        bench.NextTold().ShouldBe("ack");

        phone.Send(phone.Request("INVITE"));
        SipResponse answer = phone.Ask(phone.Request("CANCEL"));
        (answer.StatusCode, answer.CSeq.Method, answer.ToTag).ShouldBe((200, SipMethod.Cancel, "pbx"));
        phone.Ask(phone.Request("INVITE", "z9hG4bK-another-way")).StatusCode.ShouldBe(482);
        // A peer of RFC 2543 acknowledges with the INVITE's branch, and may do so twice.
        phone.Send(phone.Request("ACK", toTag: "pbx"));
        phone.Ask(phone.Request("OPTIONS", "z9hG4bK-2", callId: "c2")).StatusCode.ShouldBe(200);
        (bench.Told.Count, bench.StrayAcks.Count).ShouldBe((0, 0));
        bench.Requests.Select(heard => heard.Request.Method.Name).ShouldBe(["INVITE", "OPTIONS"]);
        bench.Stack.Statistics.Transactions.Alive(TransactionKind.InviteServer).ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_comes_twice_is_told_once()
    {
        await using var bench = new StackBench();
        using var phone = new UdpPeer(bench.EndPoint(SipTransport.Udp));
        bench.Stack.Send(Sample("OPTIONS"), new SipTarget(SipTransport.Udp, phone.EndPoint), bench);
        SipResponse answer = SipResponse.For(phone.ReceiveRequest(), 200, toTag: "bob");
        for (int i = 0; i < 2; i++) phone.Send(SipWriter.ToArray(answer));
        phone.Ask(phone.Request("OPTIONS")).StatusCode.ShouldBe(200);
        bench.NextResponse().StatusCode.ShouldBe(200);
        (bench.Responses.Count, bench.Told.Count).ShouldBe((0, 0));
        bench.Stack.Statistics.Of(SipTransport.Udp).RetransmissionsIn.ShouldBe(1);
    }

    private static SipRequest Sample(string method) => Transactions.Sample.Request(method);
}
