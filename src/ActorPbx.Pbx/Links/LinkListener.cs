using System.Net;
using ActorPbx.Domain.Nodes;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Links;

/// <summary>The listeners for other nodes, and the rules for what comes by them.</summary>
public static class LinkListener
{
    /// <summary>A connection on which the peer acknowledges nothing for so long is given up: a cut WAN does not say that it is cut.</summary>
    private static readonly TimeSpan s_unacknowledged = TimeSpan.FromSeconds(5);

    /// <summary>A listener for links. Peers are told the node's host name, never an address.</summary>
    /// <param name="options">Who this node is.</param>
    /// <param name="transport">One of <see cref="LinkOptions.Transports"/>.</param>
    /// <param name="endPoint">Where to listen.</param>
    /// <param name="tls">For TLS; see <see cref="Tls"/>.</param>
    public static SipListenerOptions Of(LinkOptions options, SipTransport transport, IPEndPoint endPoint, TlsOptions? tls)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SipListenerOptions(transport, endPoint)
        {
            Name = LinkNames.Listener,
            AdvertisedHost = options.Host,
            Tls = tls,
            UnacknowledgedTimeout = s_unacknowledged,
        };
    }

    /// <summary>Mutual TLS under the cluster's own authority alone (RFC 5922): both sides show a certificate, and it bears the node's very host name.</summary>
    /// <param name="own">This node's certificate, with its host name as subject alternative name, for server and client use.</param>
    /// <param name="authorityFile">The cluster's authority.</param>
    public static TlsOptions Tls(TlsCertificateFiles own, string authorityFile) => new()
    {
        Certificates = [own],
        ClientAuthoritiesFile = authorityFile,
        ServerAuthoritiesFile = authorityFile,
        ClientCertificates = ClientCertificates.Required,
    };

    /// <summary>A T-MSS passes on what it does not understand itself; null for a node that is none: the rules are those of its phones.</summary>
    public static RequestRules? RulesOf(LinkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Roles.HasFlag(NodeRoles.Trunk) ? RequestRules.OfProxy : null;
    }
}
