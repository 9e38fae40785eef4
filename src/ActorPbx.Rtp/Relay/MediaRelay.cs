using System.Collections.Immutable;
using System.Net;
using ActorPbx.Rtp.Sockets;

namespace ActorPbx.Rtp.Relay;

/// <summary>The media of one call through this node: N streams, each with RTP and RTCP ports towards both sides. Any thread may call it.</summary>
public sealed class MediaRelay
{
    private readonly RelayEngine _engine;
    private ImmutableArray<RelayLeg> _callerLegs;
    private long _aimedAt;
    private bool _silenceReported;
    private bool _closed;

    internal MediaRelay(RelayEngine engine, object? owner, ImmutableArray<RelayLeg> callerLegs)
    {
        _engine = engine;
        Owner = owner;
        _callerLegs = callerLegs;
    }

    /// <summary>Whatever the opener gave to know this relay by.</summary>
    public object? Owner { get; }

    /// <summary>Where each stream listens.</summary>
    public ImmutableArray<RelayPorts> Ports => [.. _callerLegs.Select(leg => new RelayPorts(leg.Address, leg.Peer.Address))];

    /// <summary>Tells where a side's SDP wants its media, which is also where it is expected to come from.</summary>
    /// <param name="side">The side whose SDP it is.</param>
    /// <param name="stream">The stream's number.</param>
    /// <param name="rtp">Its RTP address; port 0 or an unspecified address means that it wants none (hold).</param>
    /// <param name="rtcp">Its RTCP address.</param>
    /// <param name="reset">True after a re-INVITE: the side may move or restart its stream even if the address stayed the same.</param>
    /// <param name="kind">What its packets are.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stream.</exception>
    public void Aim(RelaySide side, int stream, IPEndPoint rtp, IPEndPoint rtcp, bool reset, StreamKind kind = StreamKind.Rtp)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stream);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(stream, _callerLegs.Length);
        var leg = side == RelaySide.Caller ? _callerLegs[stream] : _callerLegs[stream].Peer;
        var (toRtp, toRtcp) = (MediaAddress.From(rtp), MediaAddress.From(rtcp));
        _engine.Post(now =>
        {
            leg.Aim(toRtp, toRtcp, reset, kind, now);
            _aimedAt = now;
            _silenceReported = false;
        });
    }

    /// <summary>The counters as they stand.</summary>
    public Task<ImmutableArray<RelayCounters>> ReadAsync() => _engine.Ask(_ => Read());

    /// <summary>Stops the relay, frees its ports and answers the last counters. Closing twice is harmless.</summary>
    public Task<ImmutableArray<RelayCounters>> CloseAsync() => _engine.Ask(_ =>
    {
        Close();
        return Read();
    });

    /// <summary>Its call has got more streams; the engine's thread hears of it by what is posted next.</summary>
    internal void Add(IEnumerable<RelayLeg> callerLegs) => _callerLegs = _callerLegs.AddRange(callerLegs);

    internal IEnumerable<RelayLeg> Legs => _callerLegs.SelectMany(leg => (RelayLeg[])[leg, leg.Peer]);

    /// <summary>On the engine's thread: how long neither side has sent, once that exceeds the limit; told once until media or signalling moves again.</summary>
    internal TimeSpan? SilentFor(long now, long limit)
    {
        var lastMedia = long.MinValue;
        var complete = false;
        foreach (var leg in _callerLegs)
        {
            lastMedia = Math.Max(lastMedia, Math.Max(leg.LastMedia, leg.Peer.LastMedia));
            complete |= leg.IsAimed && leg.Peer.IsAimed;
        }
        if (!complete)
            return null;
        var silent = now - Math.Max(lastMedia, _aimedAt);
        if (silent < limit)
        {
            _silenceReported = false;
            return null;
        }
        if (_silenceReported)
            return null;
        _silenceReported = true;
        return TimeSpan.FromTicks(silent / 100);
    }

    /// <summary>On the engine's thread: closes once.</summary>
    internal void Close()
    {
        if (_closed)
            return;
        _closed = true;
        _engine.Detach(this);
    }

    private ImmutableArray<RelayCounters> Read() => [.. Legs.Select(leg => leg.Read())];
}
