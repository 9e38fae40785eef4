using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Links;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// The way to another node of the cluster: through whichever T-MSS answers. The leg's Contact names this node and nothing of its network; its route set
/// names the group of T-MSS nodes, so that no request inside the dialog depends on one of them.
/// </summary>
/// <param name="branch">The links.</param>
/// <param name="call">The call.</param>
/// <param name="nodes">For a new call: the nodes to try, best first.</param>
/// <param name="isSecure">The call is one to a sips: address.</param>
internal sealed class LinkWay(BranchCalls branch, CallId call, ImmutableArray<LinkHop> nodes, bool isSecure) : ILegWay
{
    public string SentBy => branch.Host;

    public bool HasSeveralPaths => true;

    // A node is found by its name each time.
    public bool IsSameWay => false;

    public SipFlow? Flow => null;

    public void Follow(SipFlow flow)
    {
    }

    // RFC 3261 §12.1.1: a dialog that began with a sips: address keeps to such.
    public string ContactOf(string tag) => isSecure ? $"sips{branch.Links.ContactOf(tag)["sip".Length..]}" : branch.Links.ContactOf(tag);

    public ClientTransaction Invite(SipRequest invite, IClientTransactionUser user) =>
        new LinkRequest(invite, branch.Links, nodes, branch.Scheduler, user).Start();

    public ClientTransaction Send(DialogRequest request, IClientTransactionUser user) =>
        new LinkRequest(request.Request, branch.Links, Towards(request.NextHop), branch.Scheduler, user).Start();

    public void Acknowledge(ClientTransaction invite, DialogRequest ack) => invite.Acknowledge(ack.Request);

    // The best now, then whoever is the best but for those that were tried.
    private IEnumerable<LinkHop> Towards(SipUri nextHop)
    {
        var tried = new List<NodeName>();
        var hop = branch.Links.NextHop(nextHop, call.Value);
        while (hop is not null && !tried.Contains(hop.Node))
        {
            tried.Add(hop.Node);
            yield return hop;
            hop = branch.Links.NextHop(nextHop, call.Value, hop);
        }
    }
}
