using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Messages;

/// <summary>What another branch answered to a message; 408 when nothing was heard.</summary>
internal sealed record BranchAnswered(string Message, int Attempt, int Code);

/// <summary>The plug between the transaction of a MESSAGE to another branch and its outbox.</summary>
internal sealed class LinkMessagePort(IActorRef outbox, string message, int attempt) : IClientTransactionUser
{
    public void OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (!response.IsProvisional)
        {
            Tell(response.StatusCode);
        }
    }

    public void OnTimeout(ClientTransaction transaction) => Tell(408);

    public void OnTransportError(ClientTransaction transaction, string why) => Tell(408);

    private void Tell(int code) => outbox.Tell(new BranchAnswered(message, attempt, code), ActorRefs.NoSender);
}
