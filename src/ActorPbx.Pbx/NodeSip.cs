using System.Collections.Frozen;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Media;
using ActorPbx.Pbx.Transit;
using ActorPbx.Sip.Stack;

namespace ActorPbx.Pbx;

/// <summary>The SIP side of a node in a cluster: the links beside the phones' listeners, and the door that tells the two apart.</summary>
internal sealed class NodeSip
{
    private readonly ExchangeCluster _cluster;

    private NodeSip(ExchangeCluster cluster, SipStack stack, NodeLinks links, TransitProxy? transit)
    {
        (_cluster, Stack, Links) = (cluster, stack, links);
        Outlet = new LinkOutlet(links, stack);
        transit?.Use(stack);
    }

    public SipStack Stack { get; }

    public NodeLinks Links { get; }

    public LinkOutlet Outlet { get; }

    /// <summary>Whether the node is a T-MSS.</summary>
    public bool IsHub => _cluster.Links.Roles.HasFlag(NodeRoles.Trunk);

    /// <summary>Binds the listeners for phones and for nodes.</summary>
    public static NodeSip Bind(ExchangeCluster cluster, SipStackOptions options, ISipUser phones, ILinkCallee callee)
    {
        var links = new NodeLinks(cluster.Links);
        var transit = cluster.Plan is null ? null : new TransitProxy(new TransitParts(links, cluster.Plan, cluster.Limits ?? TransitLimits.None, callee));
        var rules = LinkListener.RulesOf(cluster.Links);
        var both = options with
        {
            Listeners = [.. options.Listeners, .. cluster.Listeners],
            RulesByListener = rules is null
                ? options.RulesByListener
                : new Dictionary<string, RequestRules> { [LinkNames.Listener] = rules }.ToFrozenDictionary(),
        };
        return new NodeSip(cluster, new SipStack(both, new LinkDoor(links, phones, callee, transit)), links, transit);
    }

    /// <summary>What calls leave this node by.</summary>
    public BranchCalls CallsOver(IActionScheduler scheduler, MediaNetworks networks) => new(
        _cluster.Links.Branch, _cluster.Links.Host, _cluster.Links.Roles.HasFlag(NodeRoles.Trunk), _cluster.Numbers, Outlet, _cluster.Places, scheduler, networks);
}
