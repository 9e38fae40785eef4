using ActorPbx.Rtp.Sockets;

namespace ActorPbx.Rtp.Relay;

/// <summary>A source that wants to become the one a side is locked to, and how well it has shown itself to be a stream.</summary>
internal struct LatchCandidate
{
    /// <summary>How far apart two packets of one stream may stand to count as consecutive: a few may be lost.</summary>
    private const int LargestStep = 8;

    public MediaAddress Source;
    public uint Ssrc;
    public int Run;
    public long FirstHeard;
    public long LastHeard;
    private ushort _sequence;

    /// <summary>Begins anew with the packet of a source.</summary>
    public void Start(in MediaAddress source, uint ssrc, ushort sequence, long now)
    {
        Source = source;
        Ssrc = ssrc;
        Run = 1;
        FirstHeard = LastHeard = now;
        _sequence = sequence;
    }

    /// <summary>Takes in one more packet of the same source: it lengthens the run, or starts it over when it does not continue the stream.</summary>
    public void Hear(uint ssrc, ushort sequence, long now)
    {
        var step = (ushort)(sequence - _sequence);
        if (ssrc != Ssrc || step is > LargestStep and < 0x8000)
        {
            Start(Source, ssrc, sequence, now);
            return;
        }
        LastHeard = now;
        if (step is 0 or > LargestStep)
            return;
        _sequence = sequence;
        Run++;
    }
}
