using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Trunks;

namespace ActorPbx.Pbx.Trunks;

/// <summary>The calls that this node has on a trunk.</summary>
internal sealed class TrunkPlaces
{
    private readonly Dictionary<CallId, TrunkDirection> _held = [];

    public int Count(TrunkDirection direction)
    {
        var count = 0;
        foreach (var held in _held.Values)
        {
            count += held == direction ? 1 : 0;
        }

        return count;
    }

    /// <summary>Takes a place, unless the limit of this node is reached.</summary>
    public bool TryTake(CallId call, TrunkDirection direction, TrunkLimits limits)
    {
        if (Count(direction) >= limits.Of(direction))
        {
            return false;
        }

        _held[call] = direction;
        return true;
    }

    public bool Free(CallId call) => _held.Remove(call);
}
