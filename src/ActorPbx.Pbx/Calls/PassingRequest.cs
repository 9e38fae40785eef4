using ActorPbx.Domain.Calls;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Calls;

/// <summary>A request inside the dialogs that is on its way: whose it is, and once it was passed on, its other half.</summary>
internal sealed class PassingRequest(ServerTransaction asked, LegId from)
{
    /// <summary>The request as it came.</summary>
    public SipRequest Request => asked.Request;

    /// <summary>The leg that sent it.</summary>
    public LegId From { get; } = from;

    /// <summary>The leg that it was passed to.</summary>
    public LegId To { get; set; }

    /// <summary>The request as it was passed on; null when it was not.</summary>
    public ClientTransaction? Passed { get; set; }

    /// <summary>The asker's ACK to a 2xx of a re-INVITE.</summary>
    public SipRequest? Ack { get; set; }

    /// <summary>True once the ACK for the passed re-INVITE went out.</summary>
    public bool Acknowledged { get; set; }

    /// <summary>Sends the asker a response.</summary>
    public void Respond(SipResponse response) => asked.Respond(response);
}
