using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Roaming;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Messages;

/// <summary>Where the text messages of a domain go from this node, and how they get to other branches: the way of calls, over the node links.</summary>
/// <param name="domain">The virtual PBX.</param>
/// <param name="branch">The cluster; null for a node of its own.</param>
/// <param name="guests">Numbers of other branches whose phones are here; null on a node of its own.</param>
public sealed class MessageRoutes(DomainProfile domain, BranchCalls? branch = null, GuestBook? guests = null)
{
    /// <summary>Where a message of a phone of ours goes.</summary>
    public MessageWay WayTo(ExtensionNumber number) => MessageRouting.Decide(
        branch?.Self, branch?.IsTrunkNode == true, branch?.Numbers.Plan ?? Domain.Numbering.NumberPlan.Empty, domain.Name, number.Value, IsOurs(number));

    /// <summary>A message that waits for the number waits in its mailbox here; else for the way to its branch.</summary>
    public bool IsKeptHere(ExtensionNumber number) => branch is null || IsOurs(number);

    /// <summary>Whether a phone of a number of another branch is registered here.</summary>
    public bool IsGuest(ExtensionNumber number) => guests?.Find(domain.Name, number.Value) is { IsRegistered: true };

    /// <summary>Sends a message to the home of its number.</summary>
    internal void SendHome(StoredMessage message, IClientTransactionUser user) =>
        Send(message, branch!.Numbers.Plan.Find(domain.Name, message.To.Value)?.Home, user);

    /// <summary>Sends a message of a number of ours to the branch where it rings.</summary>
    internal void SendTo(BranchName visited, StoredMessage message, IClientTransactionUser user) => Send(message, visited, user);

    private bool IsOurs(ExtensionNumber number) => domain.Find(number) is not null;

    // Headquarters knows where the number is; a T-MSS goes there itself.
    private void Send(StoredMessage message, BranchName? goal, IClientTransactionUser user)
    {
        var links = branch!.Links;
        var hops = !branch.IsTrunkNode ? links.TrunkNodes(message.Id) : goal is { } known ? links.NodesOf(known, message.Id) : [];
        var request = LinkMessageForm.Write(message, branch.IsTrunkNode ? null : links.GroupRoute);
        new LinkRequest(request, links, hops, branch.Scheduler, user).Start();
    }
}
