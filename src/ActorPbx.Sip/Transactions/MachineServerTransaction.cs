using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Transactions;

/// <summary>The user's end of a server transaction on the wire.</summary>
internal sealed class MachineServerTransaction(ServerMachine machine, SipRequest request, SipFlow flow) : ServerTransaction(request, flow)
{
    internal override ServerMachine? Passage => machine;

    public override bool HasFinal => machine.HasFinal;

    public override void Respond(SipResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        machine.Respond(response);
    }

    public override void Forward(SipResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        machine.Forward(response);
    }
}
