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

    public override void RespondReliably(SipResponse provisional)
    {
        ArgumentNullException.ThrowIfNull(provisional);
        if (machine is InviteServerMachine invite) invite.RespondReliably(Request.CSeq, provisional);
        else machine.Respond(provisional);
    }

    public override PrackVerdict Confirm(SipRequest prack)
    {
        ArgumentNullException.ThrowIfNull(prack);
        return machine is InviteServerMachine invite ? invite.Confirm(prack) : PrackVerdict.Unknown;
    }

    public override void Forward(SipResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        machine.Forward(response);
    }
}
