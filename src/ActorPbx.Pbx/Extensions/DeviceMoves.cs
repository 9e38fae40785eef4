using System.Collections.Immutable;
using ActorPbx.Domain.Calls;

namespace ActorPbx.Pbx.Extensions;

/// <summary>The living calls of a number, which are told when one of its devices is reached over another flow.</summary>
internal sealed class DeviceMoves
{
    private Dictionary<CallId, IActorRef>? _calls;

    /// <summary>The number has one call more.</summary>
    public void Begin(CallId call, IActorRef actor) => (_calls ??= [])[call] = actor;

    /// <summary>A call of it is over.</summary>
    public void End(CallId call)
    {
        if (_calls?.Remove(call) == true && _calls.Count == 0)
        {
            _calls = null;
        }
    }

    /// <summary>Tells all calls.</summary>
    public void Tell(ImmutableArray<DeviceMoved> moves)
    {
        if (_calls is null)
        {
            return;
        }

        foreach (var move in moves)
        {
            foreach (var call in _calls.Values)
            {
                call.Tell(move);
            }
        }
    }
}
