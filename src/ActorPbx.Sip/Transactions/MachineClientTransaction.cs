using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Transactions;

/// <summary>The user's end of a client transaction on the wire.</summary>
internal sealed class MachineClientTransaction(ClientMachine machine, SipRequest request, SipTarget target, IClientTransactionUser user)
    : ClientTransaction(request, target, user)
{
    public override void Cancel(string? reasonHeader = null) => (machine as InviteClientMachine)?.Cancel(reasonHeader);

    public override void Acknowledge(SipRequest ack, SipTarget? target = null) => (machine as InviteClientMachine)?.Acknowledge(ack, target);

    // What the machine makes of the request, CANCEL and the ACK of a refusal, it makes before a 2xx.
    public override void LetGo()
    {
        if (machine is InviteClientMachine { IsAnswered: true }) LetGoOfRequest();
    }

    public override void Abandon() => (machine as InviteClientMachine)?.Abandon();
}
