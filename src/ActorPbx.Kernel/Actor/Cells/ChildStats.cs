namespace ActorPbx.Kernel.Actor.Internal;

/// <summary>What a parent keeps for one name among its children.</summary>
public interface IChildStats;

/// <summary>A name that is taken while its actor is being made.</summary>
public sealed class ChildNameReserved : IChildStats
{
    private ChildNameReserved()
    {
    }

    /// <summary>The one value of this type.</summary>
    public static ChildNameReserved Instance { get; } = new();

    /// <inheritdoc />
    public override string ToString() => "Name";
}

/// <summary>A child with the count of its restarts.</summary>
public sealed class ChildRestartStats(IInternalActorRef child, uint maxNrOfRetriesCount = 0, long restartTimeWindowStartTicks = 0) : IChildStats
{
    private uint _count = maxNrOfRetriesCount;
    private long _windowStart = restartTimeWindowStartTicks;

    /// <summary>The child's incarnation.</summary>
    public long Uid => Child.Path.Uid;

    /// <summary>The child.</summary>
    public IInternalActorRef Child { get; } = child;

    /// <summary>How often it was restarted in the present window.</summary>
    public uint MaxNrOfRetriesCount => _count;

    /// <summary>When the present window began.</summary>
    public long RestartTimeWindowStartTicks => _windowStart;

    /// <summary>Counts a restart and says whether the limits allow it; -1 means no limit.</summary>
    public bool RequestRestartPermission(int maxNrOfRetries, int withinTimeMilliseconds)
    {
        if (maxNrOfRetries == 0)
        {
            return false;
        }

        bool limited = maxNrOfRetries > 0;
        if (withinTimeMilliseconds <= 0)
        {
            return !limited || ++_count <= maxNrOfRetries;
        }

        return FitsWindow(limited ? maxNrOfRetries : 1, withinTimeMilliseconds);
    }

    private bool FitsWindow(int retries, int windowMilliseconds)
    {
        uint done = _count + 1;
        long now = DateTime.UtcNow.Ticks;
        if (_windowStart == 0)
        {
            _windowStart = now;
        }

        if (now - _windowStart <= windowMilliseconds * TimeSpan.TicksPerMillisecond)
        {
            _count = done;
            return done <= retries;
        }

        _count = 1;
        _windowStart = now;
        return true;
    }
}

/// <summary>Why a parent waits for children to end.</summary>
public abstract class SuspendReason
{
    /// <summary>The parent itself ends.</summary>
    public sealed class Termination : SuspendReason
    {
        /// <summary>The one value of this type.</summary>
        public static Termination Instance { get; } = new();
    }

    /// <summary>The program asked for it; the parent keeps working.</summary>
    public sealed class UserRequest : SuspendReason
    {
        /// <summary>The one value of this type.</summary>
        public static UserRequest Instance { get; } = new();
    }

    /// <summary>The parent is about to be made anew.</summary>
    public sealed class Recreation(Exception? cause) : SuspendReason
    {
        /// <summary>The failure.</summary>
        public Exception? Cause { get; } = cause;
    }

    /// <summary>The parent is about to be made, its first attempt having failed.</summary>
    public sealed class Creation : SuspendReason;
}
