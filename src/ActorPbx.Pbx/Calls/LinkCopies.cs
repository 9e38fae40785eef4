using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Links;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Calls;

/// <summary>What a <see cref="LinkRequest"/> is to do.</summary>
/// <param name="Cancel">Copies to give up.</param>
/// <param name="Tell">The response that is the request's.</param>
/// <param name="TimedOut">No copy was answered.</param>
/// <param name="SeeksNext">A copy is to go to the next node.</param>
/// <param name="Acknowledge">A copy whose 2xx is that of another one: its ACK is the same.</param>
internal readonly record struct LinkMoves(
    LinkAttempt[] Cancel, SipResponse? Tell = null, bool TimedOut = false, bool SeeksNext = false, LinkAttempt? Acknowledge = null)
{
    public static LinkMoves None { get; } = new([]);
}

/// <summary>The copies of one request that went to T-MSS nodes one after the other, and what their answers mean together. Used under its owner's lock.</summary>
/// <remarks>
/// <code>
///            +-------------+  1  silence, transport failure, timeout, or 503 of the last copy or the last that lives: the next node
///      +-----|   Seeking   |  2  482 of a copy while another lives: that one is at its goal
///      | 1,2 +-------------+
///      +--------^  |  ^  |
///                3 | 6|  | 4
///                  v  |  v         3  101–199: this copy speaks for all, the others are given up
///      +-------------+ +------+    4  a final response of the branch; or no copy lives and no node is left:
///      |   Settled   |-| Over |       503 if a node said so, else timed out
///      +-------------+4+------+    5  2xx of another copy: told if it is another dialog, else acknowledged like the first
///                                  6  the node of the copy is gone, or its connection: the next node takes over (also where 482 says that the lost copy
///                                     had arrived), or the same one, once it answers pings again
/// </code>
/// </remarks>
internal sealed class LinkCopies(bool isInvite)
{
    private readonly List<LinkAttempt> _all = [];
    private LinkAttempt? _settled;
    private SipResponse? _best;

    /// <summary>The request is answered, or will not be.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The request was given up.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>Another node may be tried.</summary>
    public bool MaySeek => !IsOver && !IsCancelled && _settled is null;

    /// <summary>The copies that may still be answered.</summary>
    public LinkAttempt[] Living => [.. _all.Where(copy => !copy.IsOver)];

    /// <summary>The copies whose 2xx has this To tag.</summary>
    public LinkAttempt[] AnsweredBy(string tag) => [.. _all.Where(copy => copy.AnsweredBy == tag)];

    public LinkAttempt Add(LinkAttempt copy)
    {
        _all.Add(copy);
        return copy;
    }

    /// <summary>No copy lives, one of them without having been answered, and no node is left: one may be back soon.</summary>
    public bool AwaitsReturn => MaySeek && Living.Length == 0 && _all.Exists(copy => copy.IsLost);

    /// <summary>A copy was heard: the request had arrived.</summary>
    public bool WasHeard => _all.Exists(copy => copy.IsHeard);

    /// <summary>A copy that goes out now is to be answered instead of the one that was lost.</summary>
    public bool TakesOver => isInvite && _all.Exists(copy => copy.IsLost) && Living.Length == 0;

    /// <summary>The node of a lost copy that may have arrived, when no copy lives and nobody was asked to take over yet; then one is enough.</summary>
    public LinkHop? LastLost => TakesOver && !_all.Exists(copy => copy.TakesOver) ? _all.FindLast(copy => copy.IsLost)?.Hop : null;

    /// <summary>True while a copy may still be answered and the request is wanted.</summary>
    public bool IsWanted(LinkAttempt copy) => !IsOver && !IsCancelled && !copy.IsOver;

    /// <summary>True for the copy that was sent last.</summary>
    public bool IsLast(LinkAttempt copy) => Last == copy;

    /// <summary>The copy that was sent last.</summary>
    public LinkAttempt? Last => _all.Count > 0 ? _all[^1] : null;

    /// <summary>True while it matters that nothing is heard: of the last copy, or, once that is over, of the ones before it.</summary>
    public bool IsAwaited(LinkAttempt copy) => MaySeek && IsLast(copy) && (copy.IsOver ? Living is { Length: > 0 } living && !living.Any(c => c.IsHeard) : !copy.IsHeard);

    /// <summary>The node of a copy is gone; what still comes from there counts only if it is a 2xx.</summary>
    public void Lose(LinkAttempt copy)
    {
        (copy.IsOver, copy.IsLost) = (true, true);
        _settled = _settled == copy ? null : _settled;
    }

    /// <summary>The connection of a copy that was heard is gone: who has it may not be able to make one, behind a translated address.</summary>
    public LinkMoves Lost(LinkAttempt copy)
    {
        if (!IsWanted(copy))
        {
            return LinkMoves.None;
        }

        Lose(copy);
        return new LinkMoves([], SeeksNext: Living.Length == 0);
    }

    public LinkMoves Answered(LinkAttempt copy, SipResponse response) => response.StatusCode switch
    {
        <= 100 => LinkMoves.None,
        < 200 => Progressed(copy, response),
        < 300 => Succeeded(copy, response),
        _ => Refused(copy, response),
    };

    private LinkMoves Progressed(LinkAttempt copy, SipResponse response)
    {
        if (copy.IsOver)
        {
            return LinkMoves.None;
        }

        if (IsOver || (_settled is not null && _settled != copy))
        {
            return new LinkMoves([copy]);
        }

        var others = _settled is null ? Living.Where(other => other != copy).ToArray() : [];
        _settled = copy;
        return new LinkMoves(others, response);
    }

    private LinkMoves Succeeded(LinkAttempt copy, SipResponse response)
    {
        var tag = response.ToTag ?? "";
        var isKnown = _all.Exists(other => other != copy && other.AnsweredBy == tag);
        (copy.IsOver, copy.AnsweredBy) = (true, tag);
        if (isKnown)
        {
            return isInvite ? new LinkMoves([], Acknowledge: copy) : LinkMoves.None;
        }

        var others = IsOver ? [] : Living;
        IsOver = true;
        return new LinkMoves(others, response);
    }

    private LinkMoves Refused(LinkAttempt copy, SipResponse response)
    {
        if (copy.IsOver || IsOver)
        {
            copy.IsOver = true;
            return LinkMoves.None;
        }

        copy.IsOver = true;
        // 503 is the node's own: it does not reach the branch, another one may. 482: another copy came first (RFC 3261 §8.2.2.2). 487: given up.
        if (_settled == copy || response.StatusCode is not (482 or 487 or 503))
        {
            return End(response);
        }

        // That a trunk is full tells more than that another node has none.
        var isTold = response.StatusCode == 482 || (_best is not null && PassedHeaders.CauseIn(_best) == Cause.NoCircuit);
        _best = isTold ? _best ?? response : response;
        if (response.StatusCode == 482 && !copy.TakesOver && TakesOver)
        {
            return new LinkMoves([], SeeksNext: true);
        }

        return response.StatusCode == 503 && (IsLast(copy) || Living.Length == 0) ? new LinkMoves([], SeeksNext: true) : EndIfNoneLives();
    }

    /// <summary>A copy timed out, or could not be delivered: which does not say that it did not arrive.</summary>
    public LinkMoves Failed(LinkAttempt copy)
    {
        if (copy.IsOver || IsOver)
        {
            copy.IsOver = true;
            return LinkMoves.None;
        }

        (copy.IsOver, copy.IsLost) = (true, true);
        if (_settled == copy)
        {
            return End(null);
        }

        return IsLast(copy) || Living.Length == 0 ? new LinkMoves([], SeeksNext: true) : LinkMoves.None;
    }

    /// <summary>Nothing was heard for too long, and there is no other node. Copies that were heard are waited for.</summary>
    public LinkMoves GaveUp() => Living.Any(copy => copy.IsHeard) ? LinkMoves.None : End(_best);

    /// <summary>There is no node left to try: whoever lives is waited for.</summary>
    public LinkMoves EndIfNoneLives() => IsOver || Living.Length > 0 ? LinkMoves.None : End(_best);

    private LinkMoves End(SipResponse? response)
    {
        IsOver = true;
        return response is null || response.StatusCode == 482 ? new LinkMoves(Living, TimedOut: true) : new LinkMoves(Living, response);
    }
}
