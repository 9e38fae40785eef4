using ActorPbx.Rtp.Packets;

namespace ActorPbx.Rtp.Statistics;

/// <summary>How unevenly the packets of one stream arrive (RFC 3550 §6.4.1).</summary>
/// <remarks>
/// Packets that share a timestamp (the parts of a video frame, repeated telephone events) and the step from one payload
/// type to another say nothing about the network and are left out. A dynamic payload type's clock is measured over the
/// first second; until then its jitter stays where it was.
/// </remarks>
public sealed class InterarrivalJitter
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private bool _started;
    private byte _payloadType;
    private int _clockRate;
    private uint _lastTimestamp;
    private long _lastArrival;
    private uint _anchorTimestamp;
    private long _anchorArrival;
    private double _jitterSeconds;

    /// <summary>The smoothed deviation in milliseconds.</summary>
    public double Milliseconds => _jitterSeconds * 1000;

    /// <summary>Takes in one packet; <paramref name="arrival"/> in nanoseconds of any steady clock.</summary>
    public void Add(in RtpHeader header, long arrival)
    {
        if (!_started || header.PayloadType != _payloadType)
        {
            Start(header, arrival);
            return;
        }
        if (header.Timestamp == _lastTimestamp)
            return;
        if (_clockRate == 0)
            MeasureClock(header.Timestamp, arrival);

        var step = (int)(header.Timestamp - _lastTimestamp);
        var elapsed = (arrival - _lastArrival) / (double)NanosecondsPerSecond;
        _lastTimestamp = header.Timestamp;
        _lastArrival = arrival;
        if (_clockRate == 0)
            return;

        // RFC 3550 §6.4.1: J(i) = J(i-1) + (|D(i-1,i)| - J(i-1)) / 16.
        var deviation = Math.Abs(elapsed - step / (double)_clockRate);
        _jitterSeconds += (deviation - _jitterSeconds) / 16;
    }

    /// <summary>Forgets where the stream stood, but not the jitter: the next packet starts a new count (new SSRC, jump in the sequence).</summary>
    public void Restart() => _started = false;

    private void Start(in RtpHeader header, long arrival)
    {
        // A stream that switches between audio and telephone events keeps the measured clock: RFC 4733 §2.1 gives both the same one.
        if (!_started || PayloadClock.OfStaticType(header.PayloadType) != 0)
            _clockRate = PayloadClock.OfStaticType(header.PayloadType);
        _started = true;
        _payloadType = header.PayloadType;
        _lastTimestamp = _anchorTimestamp = header.Timestamp;
        _lastArrival = _anchorArrival = arrival;
    }

    private void MeasureClock(uint timestamp, long arrival)
    {
        var elapsed = arrival - _anchorArrival;
        var ticks = (int)(timestamp - _anchorTimestamp);
        if (elapsed < NanosecondsPerSecond || ticks <= 0)
            return;
        _clockRate = PayloadClock.Nearest(ticks * (double)NanosecondsPerSecond / elapsed);
        _anchorTimestamp = timestamp;
        _anchorArrival = arrival;
    }
}
