using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Tests.Gateway;

public class WaitingRequestTests
{
    private readonly AskedRequest _invite = new(
        SipEdge.Parse(
            "INVITE sip:4001@pbx.test SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.100:5060;branch=z9hG4bKa;rport\r\nMax-Forwards: 70\r\nFrom: <sip:1001@pbx.test>;tag=1\r\n"
            + "To: <sip:4001@pbx.test>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\nContact: <sip:1001@192.0.2.100>\r\nContent-Length: 0\r\n\r\n"),
        SipEdge.CallerFlow);

    [Fact]
    public void Who_gives_up_while_the_home_is_asked_makes_no_call()
    {
        var waiting = new WaitingRequest(_invite);
        Cancel();
        _invite.Next(487);
        waiting.PassOn(_ => throw new InvalidOperationException("a call was made"));
    }

    [Fact]
    public void A_cancel_that_meets_the_making_of_the_call_reaches_the_call()
    {
        var call = new Call();
        new WaitingRequest(_invite).PassOn(invite =>
        {
            Cancel();
            invite.User = call;
        });
        call.Cancelled.ShouldBe(1);
        _invite.Responses.ShouldBeEmpty();
    }

    private void Cancel() => _invite.User!.OnCancel(_invite, _invite.Request);

    private sealed class Call : IServerTransactionUser
    {
        public int Cancelled { get; private set; }

        public void OnCancel(ServerTransaction transaction, SipRequest cancel) => Cancelled++;
    }
}
