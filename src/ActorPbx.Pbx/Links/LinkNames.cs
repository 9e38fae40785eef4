using ActorPbx.Domain.Nodes;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Links;

/// <summary>
/// What nodes are called in SIP between them: <c>NODE.BRANCH.NAME.invalid</c>, and <c>tmss.NAME.invalid</c> for any T-MSS. Names under
/// <c>.invalid</c> (RFC 2606 §2) are never looked up: the membership says where a node is.
/// </summary>
public sealed class LinkNames
{
    /// <summary>The name of the listeners that nodes speak to each other by.</summary>
    public const string Listener = "links";

    /// <summary>The name of a call, the same in the records of all nodes that it passes.</summary>
    public static readonly HeaderName Correlation = new("X-Correlation-ID");

    /// <summary>Branches that a call was sent to so far, by commas: none is visited twice.</summary>
    public static readonly HeaderName Visited = new("X-Visited-Branches");

    /// <summary>Where the calling extension may call by a trunk.</summary>
    public static readonly HeaderName Outside = new("X-Outside-Rights");

    /// <summary>On the copy of an INVITE whose former way is broken: all responses are to come by this one.</summary>
    public static readonly HeaderName TakesOver = new("X-Takes-Over");

    /// <summary>The name of a text message, the same however often it is sent: it is taken once.</summary>
    public static readonly HeaderName Message = new("X-Message-ID");

    private readonly string _domain;

    /// <param name="cluster">The cluster's name: small letters, digits and hyphens.</param>
    /// <exception cref="ArgumentException">The name cannot stand in host names.</exception>
    public LinkNames(string cluster)
    {
        if (!NodeName.IsValid(cluster))
        {
            throw new ArgumentException($"'{cluster}' cannot stand in host names", nameof(cluster));
        }

        _domain = $".{cluster}.invalid";
        Group = $"tmss{_domain}";
        GroupRoute = $"<sip:{Group};lr>";
    }

    /// <summary>The host that means any T-MSS.</summary>
    public string Group { get; }

    /// <summary>Value of the Route or Record-Route that leads through any T-MSS.</summary>
    public string GroupRoute { get; }

    /// <summary>The host of a node.</summary>
    public string HostOf(BranchName branch, NodeName node) => $"{node.Value}.{branch.Value}{_domain}";

    /// <summary>The Contact that a node gives on a link: it names the node, and bears nothing of its network.</summary>
    public string ContactOf(BranchName branch, NodeName node, string tag) => $"sip:{tag}@{HostOf(branch, node)}";

    /// <summary>Whether the URI means any T-MSS.</summary>
    public bool IsGroup(SipUri uri) => string.Equals(uri.Host, Group, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the host lies in this cluster, and so is a node's (or the group's).</summary>
    public bool IsOfCluster(string host) => host.EndsWith(_domain, StringComparison.OrdinalIgnoreCase);
}
