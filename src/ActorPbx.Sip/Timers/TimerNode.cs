namespace ActorPbx.Sip.Timers;

/// <summary>
/// One place on the <see cref="TimerWheel"/>. A transaction or a connection <em>is</em> its node, so that setting one of its timers allocates nothing;
/// a machine with several timers sets its node to the earliest of them.
/// </summary>
public abstract class TimerNode
{
    internal const short Unscheduled = -1;

    internal TimerNode? Next;
    internal TimerNode? Previous;
    internal long DueTick;
    internal short Slot = Unscheduled;

    /// <summary>
    /// Called on the wheel's thread when the node is due. It may have been cancelled or moved an instant ago by another thread:
    /// compare <paramref name="now"/> (the clock's milliseconds) with your own deadlines before acting.
    /// </summary>
    protected internal abstract void OnDue(long now);
}
