using System.Collections.Immutable;
using System.Net;
using ActorPbx.Domain.Nodes;
using ActorPbx.Node.Settings;
using ActorPbx.Pbx;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Numbers;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Transit;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Node.Running;

/// <summary>What the configuration says about links, as the exchange takes it.</summary>
internal static class NodeLinkParts
{
    /// <summary>Where other nodes reach this one.</summary>
    public static ImmutableArray<LinkAddress> Addresses(LinkSettings links) =>
        [.. links.Listen.Select(l => new LinkAddress(TransportOf(l).UriName(), Bare(l.AdvertisedAddress.Length > 0 ? l.AdvertisedAddress : l.Address), l.Port))];

    /// <summary>What makes the exchange a node of its cluster.</summary>
    public static ExchangeCluster Of(LoadedConfiguration configuration, NodeRoles roles, NumberBoard board)
    {
        var (settings, links) = (configuration.Settings, configuration.Settings.Links);
        var options = new LinkOptions
        {
            Names = new LinkNames(settings.Cluster.Name),
            Node = new NodeName(settings.Node.ActualName),
            Branch = new BranchName(settings.Cluster.Branch),
            Roles = roles,
            Transports = [.. links.Listen.Select(TransportOf).Distinct()],
            PingInterval = links.PingInterval,
            PingTimeout = links.PingTimeout,
            MaxBackOff = links.MaxBackOff,
        };
        var isTrunkNode = roles.HasFlag(NodeRoles.Trunk);
        return new ExchangeCluster(
            options, Listeners(options, configuration), board, new LinkCalls(links.MaxIn, links.MaxOut),
            isTrunkNode ? new TransitPlan(board, configuration.Directory, NumberSettings.Rights(settings)) : null,
            isTrunkNode ? NumberSettings.Limits(settings) : null);
    }

    /// <summary>Trunks of a T-MSS, which every branch reaches by their prefixes.</summary>
    public static ImmutableArray<Domain.Numbering.TrunkPrefix> Prefixes(PbxDirectory directory) =>
        [.. directory.Domains.SelectMany(domain => domain.TrunkRoutes.Select(route => new Domain.Numbering.TrunkPrefix(domain.Name, route.Prefix, route.Trunk)))];

    private static ImmutableArray<SipListenerOptions> Listeners(LinkOptions options, LoadedConfiguration configuration)
    {
        var (links, folder) = (configuration.Settings.Links, configuration.Paths.BaseDirectory);
        var tls = links.Listen.Any(l => l.Transport == ListenerTransport.Tls)
            ? LinkListener.Tls(
                new TlsCertificateFiles(Path.GetFullPath(links.Certificate, folder), Path.GetFullPath(links.PrivateKey, folder)), Path.GetFullPath(links.Authority, folder))
            : null;
        return [.. links.Listen.Select(l => LinkListener.Of(
            options, TransportOf(l), new IPEndPoint(IPAddress.Parse(Bare(l.Address)), l.Port), l.Transport == ListenerTransport.Tls ? tls : null))];
    }

    private static SipTransport TransportOf(LinkListenerSettings listener) => listener.Transport switch
    {
        ListenerTransport.Udp => SipTransport.Udp,
        ListenerTransport.Tcp => SipTransport.Tcp,
        ListenerTransport.Tls => SipTransport.Tls,
        _ => throw new ArgumentOutOfRangeException(nameof(listener), listener.Transport, "An unknown transport."),
    };

    private static string Bare(string address) => address.Trim('[', ']');
}
