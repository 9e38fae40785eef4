using ActorPbx.Rtp.Sockets;

namespace ActorPbx.Rtp.Relay;

/// <summary>The ports that an engine listens at, each under the token that the poller answers.</summary>
internal sealed class RelayPortTable(Poller poller)
{
    private readonly List<RelayPort?> _ports = [];
    private readonly Stack<int> _freeTokens = new();

    /// <summary>The port of a token; null when it was removed a moment ago.</summary>
    public RelayPort? this[int token] => _ports[token];

    /// <summary>Starts to listen at both ports of a leg.</summary>
    public void Add(RelayLeg leg)
    {
        Add(leg.Rtp);
        Add(leg.Rtcp);
    }

    /// <summary>Stops to listen at both ports of a leg.</summary>
    public void Remove(RelayLeg leg)
    {
        Remove(leg.Rtp);
        Remove(leg.Rtcp);
    }

    private void Add(RelayPort port)
    {
        if (!_freeTokens.TryPop(out var token))
        {
            token = _ports.Count;
            _ports.Add(null);
        }
        _ports[token] = port;
        port.Token = token;
        poller.Add(port.Descriptor, token);
    }

    private void Remove(RelayPort port)
    {
        // A port of a stream that was added a moment ago may not be listened at yet.
        if (port.Token < 0)
            return;
        poller.Remove(port.Descriptor);
        _ports[port.Token] = null;
        _freeTokens.Push(port.Token);
    }
}
