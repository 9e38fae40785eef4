using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;

namespace ActorPbx.Domain.Messages;

/// <summary>Where a text message of a phone of ours goes first.</summary>
public enum MessageWay
{
    /// <summary>Into the mailbox of a number of this node.</summary>
    Here,

    /// <summary>To another branch, which owns the number.</summary>
    Elsewhere,

    /// <summary>Headquarters may know; this node has not heard of the number.</summary>
    Unknown,

    /// <summary>There is no such number.</summary>
    Nowhere,
}

/// <summary>Decides where text messages go: always to the home of a number, wherever its phones are, so that one place counts what waits for it.</summary>
public static class MessageRouting
{
    /// <summary>The way of a message.</summary>
    /// <param name="self">This node's branch; null for a node of its own.</param>
    /// <param name="isTrunkNode">The node is a T-MSS, which nobody knows more than.</param>
    /// <param name="plan">Who owns which number.</param>
    /// <param name="domain">The virtual PBX.</param>
    /// <param name="number">For whom it is.</param>
    /// <param name="isOurs">An extension of this node has the number.</param>
    public static MessageWay Decide(BranchName? self, bool isTrunkNode, NumberPlan plan, DomainName domain, string number, bool isOurs)
    {
        if (isOurs)
        {
            return MessageWay.Here;
        }

        if (self is not { } branch)
        {
            return MessageWay.Nowhere;
        }

        return plan.Find(domain, number) is { } owner
            ? owner.Home == branch ? MessageWay.Nowhere : MessageWay.Elsewhere
            : isTrunkNode ? MessageWay.Nowhere : MessageWay.Unknown;
    }
}
