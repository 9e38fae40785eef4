using ActorPbx.Pbx.Links;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// The time in which a request whose nodes or connections were all lost waits for one to be back. Used under its owner's lock.
/// </summary>
/// <param name="hops">The nodes.</param>
/// <param name="scheduler">For the next look.</param>
/// <param name="look">Looks whether a node is back.</param>
internal sealed class LinkReturn(LinkHops hops, IActionScheduler scheduler, Action look)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <summary>The last node is waited for so long: a connection to far away may still be opening.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>What belongs to a dialog, or was heard once, may wait for the line as long as an INVITE for its answer: 64·T1.</summary>
    private static readonly TimeSpan s_longPatience = TimeSpan.FromSeconds(32);

    private long _since;
    private long _lostAt;

    /// <summary>All are lost now.</summary>
    public void Await()
    {
        _lostAt = Environment.TickCount64;
        _since = _since == 0 ? _lostAt : _since;
        LookLater();
    }

    /// <summary>It was waited for long enough; a new request that nobody heard waits as long as for a silent node.</summary>
    /// <param name="isNew">It makes a dialog or stands alone, and nobody heard it.</param>
    public bool IsOver(bool isNew) => Environment.TickCount64 - _since > (isNew ? Patience : s_longPatience).TotalMilliseconds;

    /// <summary>The node that is back; null while there is none: then it looks again.</summary>
    public LinkHop? Next()
    {
        if (hops.Returned(_lostAt) is { } hop)
        {
            return hop;
        }

        LookLater();
        return null;
    }

    private void LookLater() => scheduler.ScheduleOnceCancelable(s_pause, look);
}
