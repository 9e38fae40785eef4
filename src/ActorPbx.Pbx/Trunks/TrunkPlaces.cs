using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Trunks;

namespace ActorPbx.Pbx.Trunks;

/// <summary>A call's place on a trunk.</summary>
internal readonly record struct TrunkPlace(TrunkDirection Direction, IActorRef Holder);

/// <summary>The calls that this node has on a trunk. It outlives a fault of the trunk's actor.</summary>
internal sealed class TrunkPlaces
{
    private readonly Dictionary<CallId, TrunkPlace> _held = [];
    private readonly Dictionary<IActorRef, List<CallId>> _passed = [];

    /// <summary>All of them.</summary>
    public IReadOnlyDictionary<CallId, TrunkPlace> Held => _held;

    public int Count(TrunkDirection direction)
    {
        var count = 0;
        foreach (var held in _held.Values)
        {
            count += held.Direction == direction ? 1 : 0;
        }

        return count;
    }

    /// <summary>Takes a place, unless the limit of this node is reached.</summary>
    public bool TryTake(CallId call, TrunkPlace place, TrunkLimits limits)
    {
        if (Count(place.Direction) >= limits.Of(place.Direction))
        {
            return false;
        }

        _held[call] = place;
        return true;
    }

    /// <summary>A place is another actor's from now on; false when there is none.</summary>
    public bool Pass(CallId call, IActorRef to)
    {
        if (!_held.TryGetValue(call, out var place))
        {
            return false;
        }

        _held[call] = place with { Holder = to };
        if (!_passed.TryGetValue(to, out var names))
        {
            _passed[to] = names = [];
        }

        names.Add(call);
        return true;
    }

    /// <summary>The names of the places that an actor holds, which has ended: by its own name, or passed to it.</summary>
    public IReadOnlyList<CallId> LeftBy(IActorRef holder)
    {
        var own = new CallId(holder.Path.Name);
        _passed.Remove(holder, out var passed);
        List<CallId> left = [own, .. passed ?? []];
        left.RemoveAll(name => !_held.TryGetValue(name, out var place) || !place.Holder.Equals(holder));
        return left;
    }

    /// <summary>Gives a place back; false when there was none.</summary>
    public bool Free(CallId call) => _held.Remove(call);
}
