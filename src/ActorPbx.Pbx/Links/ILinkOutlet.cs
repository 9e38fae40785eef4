using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Links;

/// <summary>A node that a request is sent to next.</summary>
public sealed record LinkHop(NodeName Node, BranchName Branch, SipTarget Target);

/// <summary>Whether a message without answer reached its next hop, as far as the link tells.</summary>
public enum Arrival
{
    /// <summary>The link was well; nothing is known since.</summary>
    Unknown,

    /// <summary>A ping that was sent later was answered.</summary>
    Proven,

    /// <summary>The link does not answer, or its node is gone.</summary>
    Doubtful,
}

/// <summary>
/// The way out over node links, as calls see it. A new call asks <see cref="TrunkNodes"/> once, sends its INVITE to the first and, when nothing at all is
/// heard for half a second, says so by <see cref="ReportSilence"/> and sends it to the next with the same Call-ID, From tag and CSeq. A request inside a
/// dialog asks <see cref="NextHop"/> each time: its route set names the group of T-MSS nodes, not one of them.
/// </summary>
/// <example>
/// INVITE sip:4001@DOMAIN with Route <see cref="GroupRoute"/>, Contact <see cref="ContactOf"/> in angle brackets, and
/// <see cref="LinkNames.Correlation"/>. Visited branches of the call that it continues, if any, go along in <see cref="LinkNames.Visited"/>.
/// </example>
public interface ILinkOutlet
{
    /// <summary>Value of the Route that a new call to headquarters bears.</summary>
    string GroupRoute { get; }

    /// <summary>The T-MSS nodes for a new call, best first; empty when none is known that takes calls.</summary>
    /// <param name="call">The call's name: spreads calls over equal nodes.</param>
    ImmutableArray<LinkHop> TrunkNodes(string call);

    /// <summary>The nodes of a branch for a new call, best first: for a T-MSS that is the call's own end.</summary>
    ImmutableArray<LinkHop> NodesOf(BranchName branch, string call);

    /// <summary>
    /// Where a request inside a dialog goes whose next hop (<c>DialogState.NextHop</c>) names the group or a node; null when nobody of that name is known,
    /// or it is no name of this cluster.
    /// </summary>
    /// <param name="nextHop">The first of the route set, or the remote target.</param>
    /// <param name="call">The call's name.</param>
    /// <param name="instead">A hop that did not answer: the next one after it, if there is another.</param>
    LinkHop? NextHop(SipUri nextHop, string call, LinkHop? instead = null);

    /// <summary>Sends a request over the link.</summary>
    ClientTransaction Send(SipRequest request, LinkHop hop, IClientTransactionUser user);

    /// <summary>Sends the ACK of a 2xx, which nothing answers.</summary>
    void SendAck(SipRequest ack, LinkHop hop);

    /// <summary>What the link tells of a message that nothing answers.</summary>
    /// <param name="hop">The node that it was sent to.</param>
    /// <param name="sentAt">When, in milliseconds of the system's clock (<see cref="Environment.TickCount64"/>).</param>
    Arrival ArrivalOf(LinkHop hop, long sentAt);

    /// <summary>Whether the node did not answer its last ping, or is no member any longer: what it has taken may never be answered.</summary>
    bool IsGone(LinkHop hop);

    /// <summary>How long an answer of this node takes on its way alone.</summary>
    TimeSpan RoundTripOf(LinkHop hop);

    /// <summary>Has the link pinged soon, so that <see cref="ArrivalOf"/> knows more.</summary>
    void Try(LinkHop hop);

    /// <summary>A request to this hop was left without any response: other calls go elsewhere until it answers again.</summary>
    void ReportSilence(LinkHop hop);

    /// <summary>The IP address of this node that faces a hop: media of a call that leaves there start from it.</summary>
    string LocalAddressTowards(LinkHop hop);

    /// <summary>The URI of this node's Contact on a link.</summary>
    /// <param name="tag">This side's tag or another word of 1 to 64 letters and digits that leads back to the dialog.</param>
    string ContactOf(string tag);
}
