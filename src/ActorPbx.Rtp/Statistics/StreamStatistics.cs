using ActorPbx.Rtp.Packets;

namespace ActorPbx.Rtp.Statistics;

/// <summary>What one direction of one media stream has carried and lost, as a receiver counts it (RFC 3550 A.1, A.3, A.8).</summary>
public sealed class StreamStatistics
{
    private const int MaximumDropout = 3000;
    private const int MaximumMisorder = 100;
    private const int NoSequence = -1;

    private readonly InterarrivalJitter _jitter = new();
    private uint _ssrc;
    private ushort _highest;
    private long _cycles;
    private long _first;
    private long _receivedInRun;
    private long _lostInEarlierRuns;
    private int _afterJump = NoSequence;

    /// <summary>Packets taken in.</summary>
    public long Packets { get; private set; }

    /// <summary>Octets of these packets, RTP headers included.</summary>
    public long Bytes { get; private set; }

    /// <summary>Packets that the sequence numbers promise and that never came; never negative, although duplicates can hide losses.</summary>
    public long Lost => _lostInEarlierRuns + LostInRun;

    /// <summary>Interarrival jitter in milliseconds.</summary>
    public double JitterMilliseconds => _jitter.Milliseconds;

    /// <summary>The highest sequence number with its wrap-arounds above the low 16 bits.</summary>
    public long ExtendedHighestSequenceNumber => _cycles + _highest;

    private long LostInRun => _receivedInRun == 0 ? 0 : Math.Max(0, ExtendedHighestSequenceNumber - _first + 1 - _receivedInRun);

    /// <summary>Takes in one packet that is no RTP: it is counted, and says nothing of loss and jitter.</summary>
    public void AddUnnumbered(int octets)
    {
        Packets++;
        Bytes += octets;
    }

    /// <summary>Takes in one packet of <paramref name="octets"/> octets; <paramref name="arrival"/> in nanoseconds of any steady clock.</summary>
    public void Add(in RtpHeader header, int octets, long arrival)
    {
        Packets++;
        Bytes += octets;
        if (_receivedInRun == 0 || header.Ssrc != _ssrc)
            StartRun(header);
        else if (!Follow(header))
            return;
        _receivedInRun++;
        _jitter.Add(header, arrival);
    }

    /// <summary>RFC 3550 A.1: moves the highest sequence number; false for a packet far outside, which counts as a restart only when its successor comes next.</summary>
    private bool Follow(in RtpHeader header)
    {
        var sequence = header.SequenceNumber;
        var ahead = (ushort)(sequence - _highest);
        if (ahead < MaximumDropout)
        {
            if (sequence < _highest)
                _cycles += 0x10000;
            _highest = sequence;
        }
        else if (ahead <= 0x10000 - MaximumMisorder)
        {
            if (sequence != _afterJump)
            {
                _afterJump = (sequence + 1) & 0xFFFF;
                return false;
            }
            StartRun(header);
            // The packet before it belonged to the new run too.
            _first--;
            _receivedInRun++;
        }
        _afterJump = NoSequence;
        return true;
    }

    private void StartRun(in RtpHeader header)
    {
        _lostInEarlierRuns += LostInRun;
        _ssrc = header.Ssrc;
        _highest = header.SequenceNumber;
        _cycles = 0;
        _first = header.SequenceNumber;
        _receivedInRun = 0;
        _afterJump = NoSequence;
        _jitter.Restart();
    }
}
