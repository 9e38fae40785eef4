using System.Net;

namespace ActorPbx.Sip.Transport;

/// <summary>Where a request is to go: the next hop after resolution.</summary>
/// <param name="Transport">How to get there.</param>
/// <param name="EndPoint">The next hop's address.</param>
/// <param name="TlsHost">The name that the peer's certificate must bear (and that is sent as SNI); null checks it against the address.</param>
/// <param name="PreferredFlow">A flow known to reach the peer, such as the one its REGISTER came by; used while it lives.</param>
public sealed record SipTarget(SipTransport Transport, IPEndPoint EndPoint, string? TlsHost = null, SipFlow? PreferredFlow = null)
{
    /// <summary>The name of the listener whose address, certificates and trust are used to get there.</summary>
    public string Listener { get; init; } = "";

    /// <summary>Back to where the flow's messages come from.</summary>
    public static SipTarget For(SipFlow flow) => new(flow.Transport, flow.Remote, PreferredFlow: flow) { Listener = flow.Listener };

    public override string ToString() => $"{Transport.UriName()}:{EndPoint}";
}
