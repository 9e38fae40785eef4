using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Transactions;

/// <summary>The user's end of a client transaction on the wire.</summary>
internal sealed class MachineClientTransaction(ClientMachine machine, SipRequest request, SipTarget target, IClientTransactionUser user)
    : ClientTransaction(request, target, user)
{
    public override void Cancel(string? reasonHeader = null) => (machine as InviteClientMachine)?.Cancel(reasonHeader);

    public override void Acknowledge(SipRequest ack, SipTarget? target = null) => (machine as InviteClientMachine)?.Acknowledge(ack, target);
}
