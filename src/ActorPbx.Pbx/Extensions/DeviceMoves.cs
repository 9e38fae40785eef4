using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Calls;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Extensions;

/// <summary>The living calls of a number, which are told when one of its devices is reached over another flow, and what the device itself could not be told.</summary>
internal sealed class DeviceMoves
{
    private const int MostOwed = 8;
    private (CallId Id, IActorRef Actor)[] _calls = [];
    private List<OweGoodbye>? _owed;

    /// <summary>The number has one call more.</summary>
    public void Begin(CallId call, IActorRef actor)
    {
        if (IndexOf(call) is var known and >= 0)
        {
            _calls[known] = (call, actor);
        }
        else
        {
            _calls = [.. _calls, (call, actor)];
        }
    }

    /// <summary>A call of it is over.</summary>
    public void End(CallId call)
    {
        if (IndexOf(call) is var known and >= 0)
        {
            _calls = [.. _calls.AsSpan(0, known), .. _calls.AsSpan(known + 1)];
        }
    }

    /// <summary>A device was not told that a call is over.</summary>
    public void Owe(OweGoodbye goodbye)
    {
        _owed ??= [];
        if (_owed.Count == MostOwed)
        {
            _owed.RemoveAt(0);
        }

        _owed.Add(goodbye);
    }

    /// <summary>Tells all calls, and the device what it was not told.</summary>
    public void Tell(ImmutableArray<DeviceMoved> moves)
    {
        foreach (var move in moves)
        {
            Pay(move);
            foreach (var (_, call) in _calls)
            {
                call.Tell(move);
            }
        }
    }

    // A number has few calls at a time.
    private int IndexOf(CallId call)
    {
        for (var i = 0; i < _calls.Length; i++)
        {
            if (_calls[i].Id == call)
            {
                return i;
            }
        }

        return -1;
    }

    private void Pay(DeviceMoved move)
    {
        for (var i = 0; i < _owed?.Count; i++)
        {
            var goodbye = _owed[i];
            if (goodbye.Flow == move.From)
            {
                var bye = goodbye.Bye.Copy();
                bye.RemoveTopVia();
                goodbye.Outlet.Send(bye, SipTarget.For(move.To), IgnoredReplies.Instance);
                _owed.RemoveAt(i--);
            }
        }

        _owed = _owed is { Count: 0 } ? null : _owed;
    }
}
