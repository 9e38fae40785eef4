using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Calls;

/// <summary>For requests whose replies change nothing: after a BYE of ours the dialog is over, whatever the peer says (RFC 3261 §15.1.1).</summary>
internal sealed class IgnoredReplies : IClientTransactionUser
{
    public static readonly IgnoredReplies Instance = new();

    public void OnResponse(ClientTransaction transaction, SipResponse response)
    {
    }

    public void OnTimeout(ClientTransaction transaction)
    {
    }

    public void OnTransportError(ClientTransaction transaction, string why)
    {
    }
}
