using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>Hears of a BYE to a phone. One that its broken connection did not take is left with the number, which sends it when the phone is back.</summary>
internal sealed class LateGoodbye(CallServices services, ExtensionNumber number, SipFlow flow) : IClientTransactionUser
{
    public void OnResponse(ClientTransaction transaction, SipResponse response)
    {
        // It was heard.
    }

    public void OnTimeout(ClientTransaction transaction) => Leave(transaction);

    public void OnTransportError(ClientTransaction transaction, string why) => Leave(transaction);

    private void Leave(ClientTransaction bye) => services.Extensions.Tell(new OweGoodbye(number, flow, bye.Request, services.Outlet), ActorRefs.NoSender);
}
