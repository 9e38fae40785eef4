using System.Net;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Gateway;

/// <summary>The way out to the SIP stack, as calls see it.</summary>
public interface ISipOutlet
{
    /// <summary>Sends a request in a new client transaction.</summary>
    ClientTransaction Send(SipRequest request, SipTarget target, IClientTransactionUser user);

    /// <summary>host:port that a peer at this target should be given as our address.</summary>
    string SentByTowards(SipTarget target);

    /// <summary>The address of this machine that messages to a peer at this target start from.</summary>
    IPAddress LocalAddressTowards(SipTarget target);

    /// <summary>Where requests for this URI go; null when its name leads nowhere.</summary>
    ValueTask<SipTarget?> ResolveAsync(SipUri uri);
}
