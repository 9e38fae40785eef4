using System.Net;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>Which of our addresses media towards a peer start from.</summary>
internal static class LocalAddress
{
    /// <summary>What we tell the peer of this flow that we are; where that is a name, the address itself.</summary>
    public static string Of(SipFlow flow)
    {
        var told = CallMedia.HostOf(flow.SentBy);
        return IPAddress.TryParse(told, out _) ? told : flow.Local.Address.ToString();
    }
}
