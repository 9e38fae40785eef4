using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Stack;

/// <summary>A call made through the stack: INVITE, ACK, and BYE as soon as it is answered.</summary>
internal sealed class OutgoingCall : IClientTransactionUser
{
    private readonly StackBench _bench;
    private readonly SipTarget _target;

    public OutgoingCall(StackBench bench, SipTarget target, string callId)
    {
        _bench = bench;
        _target = target;
        SipUri.TryParse($"sip:service@{target.EndPoint}", out SipUri? uri).ShouldBeTrue();
        var invite = new SipRequest(SipMethod.Invite, uri!);
        string contact = bench.Stack.LocalContact(target);
        invite.Headers.Add(HeaderName.From, $"<sip:caller@{contact}>;tag={callId}");
        invite.Headers.Add(HeaderName.To, $"<{uri}>");
        invite.Headers.Add(HeaderName.CallId, callId);
        invite.Headers.Add(HeaderName.CSeq, "1 INVITE");
        invite.Headers.Add(HeaderName.Contact, $"<sip:{contact}>");
        bench.Stack.Send(invite, target, this);
    }

    public ManualResetEventSlim Ended { get; } = new();

    public void OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (response.IsProvisional) return;
        response.StatusCode.ShouldBe(200);
        if (response.CSeq.Method == SipMethod.Bye)
        {
            Ended.Set();
            return;
        }

        DialogState dialog = DialogState.ForUac(transaction.Request, response);
        transaction.Acknowledge(dialog.CreateAck(response.CSeq.Number));
        (_, SipRequest bye) = dialog.CreateRequest(SipMethod.Bye);
        _bench.Stack.Send(bye, _target, this);
    }

    public void OnTimeout(ClientTransaction transaction)
    {
    }

    public void OnTransportError(ClientTransaction transaction, string why)
    {
    }
}
