using System.Collections.Immutable;
using ActorPbx.Pbx.Calls;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Extensions;

/// <summary>Tells the calls of a number that one of its devices is reached over another flow, and the device what it could not be told.</summary>
internal sealed class DeviceMoves
{
    private const int MostOwed = 8;
    private List<OweGoodbye>? _owed;

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
    public void Tell(ImmutableArray<DeviceMoved> moves, in NumberCalls calls)
    {
        foreach (var move in moves)
        {
            Pay(move);
            calls.Tell(move);
        }
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
