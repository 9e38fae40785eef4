namespace ActorPbx.Pbx.Links;

/// <summary>Which way a call goes over this node's links.</summary>
public enum LinkDirection
{
    /// <summary>From another branch or headquarters.</summary>
    In,

    /// <summary>To another branch or headquarters.</summary>
    Out,
}

/// <summary>The exact number of calls that an L-MSS has on its links, and how many it may have. Safe on any thread.</summary>
/// <param name="maxIn">Calls in at once; 0 for any number.</param>
/// <param name="maxOut">Calls out at once; 0 for any number.</param>
public sealed class LinkCalls(int maxIn, int maxOut)
{
    private int _in;
    private int _out;

    /// <summary>Calls in.</summary>
    public int In => Volatile.Read(ref _in);

    /// <summary>Calls out.</summary>
    public int Out => Volatile.Read(ref _out);

    /// <summary>Takes a place for a call; false when there is none. Who has one gives it back with <see cref="End"/>.</summary>
    public bool TryBegin(LinkDirection direction) => direction == LinkDirection.In ? TryTake(ref _in, maxIn) : TryTake(ref _out, maxOut);

    /// <summary>The call is over.</summary>
    public void End(LinkDirection direction)
    {
        if (direction == LinkDirection.In)
        {
            Interlocked.Decrement(ref _in);
        }
        else
        {
            Interlocked.Decrement(ref _out);
        }
    }

    private static bool TryTake(ref int count, int max)
    {
        if (Interlocked.Increment(ref count) <= max || max == 0)
        {
            return true;
        }

        Interlocked.Decrement(ref count);
        return false;
    }
}
