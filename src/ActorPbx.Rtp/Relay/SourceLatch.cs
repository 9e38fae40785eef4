using ActorPbx.Rtp.Sockets;

namespace ActorPbx.Rtp.Relay;

/// <summary>Decides which source may send the RTP of one side of a stream, and where that side's media goes.</summary>
/// <remarks>
/// The rules, made against RTP bleed (a stranger becomes the destination) and RTP injection (a stranger is heard):
/// <list type="number">
/// <item>Before signalling has named the side's address nothing is accepted.</item>
/// <item>The address that SDP names locks with its first packet, whatever else is being learned.</item>
/// <item>Another source (a phone behind NAT) is learned only while the far side is known too, that is after the answer or early
/// media. It must send three packets in sequence; unless it has the very host of the SDP it must also keep on for the learning
/// window without the SDP address being heard. Until then its packets are dropped and nothing is sent to it.</item>
/// <item>Once locked, everything from elsewhere is refused. Only the SDP address itself, which signalling vouches for, may
/// still replace a learned source, again by three packets in sequence.</item>
/// <item>The SSRC is locked with the source. A new one from the locked source is a restart (RFC 3550 §8.2), accepted when the old
/// one has been silent for <see cref="SsrcSilence"/> and two packets of the new one came in sequence (RFC 3550 A.1).</item>
/// <item>A new address in SDP unlocks. A reset with the same address keeps the lock, lets the SSRC change at once, and lets
/// another source be learned only if the locked one stays silent for a whole window.</item>
/// </list>
/// Times are nanoseconds of any steady clock.
/// </remarks>
internal sealed class SourceLatch(long window)
{
    /// <summary>How long the locked SSRC must have been silent before another takes its place.</summary>
    public const long SsrcSilence = 100_000_000;

    private const int PacketsToLock = 3;
    private const int PacketsToRestart = 2;

    private readonly LatchCandidate[] _candidates = new LatchCandidate[4];
    private LatchCandidate _restart;
    private MediaAddress _expected;
    private MediaAddress _locked;
    private bool _held;
    private bool _reopened;
    private long _reopenedAt;
    private long _lastHeard;

    /// <summary>True once signalling has named this side's address, be it "nowhere" (hold).</summary>
    public bool IsAimed { get; private set; }

    /// <summary>True once a source is locked.</summary>
    public bool IsLocked { get; private set; }

    /// <summary>The locked SSRC; meaningful while <see cref="IsLocked"/>.</summary>
    public uint Ssrc { get; private set; }

    /// <summary>The locked source; meaningful while <see cref="IsLocked"/>.</summary>
    public MediaAddress Source => _locked;

    /// <summary>Where this side's media is sent: the locked source, before that the address of its SDP; nowhere while on hold.</summary>
    public MediaAddress Destination => _held ? MediaAddress.None : IsLocked ? _locked : _expected;

    /// <summary>Takes the address of the side's SDP; none (port 0, 0.0.0.0) means that it wants no media now, and changes nothing else.</summary>
    public void Aim(in MediaAddress expected, bool reset, long now)
    {
        IsAimed = true;
        _held = expected.IsNone;
        if (_held)
            return;
        if (expected != _expected)
            Unlock(expected);
        else if (reset)
            Reopen(now);
    }

    /// <summary>Whether a packet is accepted; learns from it.</summary>
    /// <param name="source">Where it came from.</param>
    /// <param name="ssrc">Its stream.</param>
    /// <param name="sequence">Its place in the stream.</param>
    /// <param name="now">When it came.</param>
    /// <param name="mayLearn">True when the far side is known, so that learning makes sense.</param>
    public bool Accept(in MediaAddress source, uint ssrc, ushort sequence, long now, bool mayLearn)
    {
        if (IsLocked && source == _locked)
            return AcceptLocked(ssrc, sequence, now);
        if (_expected.IsNone)
            return false;

        var signalled = source == _expected;
        if (signalled && !IsLocked)
        {
            Lock(source, ssrc, now);
            return true;
        }
        if (!signalled && (!mayLearn || (IsLocked && !_reopened)))
            return false;
        return Learn(source, ssrc, sequence, now, signalled);
    }

    private bool AcceptLocked(uint ssrc, ushort sequence, long now)
    {
        if (ssrc == Ssrc)
        {
            _lastHeard = now;
            _restart.Run = 0;
            _reopened &= now - _reopenedAt < window;
            return true;
        }
        if (_reopened || HasRestarted(ssrc, sequence, now))
        {
            Lock(_locked, ssrc, now);
            return true;
        }
        return false;
    }

    private bool HasRestarted(uint ssrc, ushort sequence, long now)
    {
        if (_restart.Run == 0)
            _restart.Start(_locked, ssrc, sequence, now);
        else
            _restart.Hear(ssrc, sequence, now);
        return _restart.Run >= PacketsToRestart && now - _lastHeard >= SsrcSilence;
    }

    private bool Learn(in MediaAddress source, uint ssrc, ushort sequence, long now, bool signalled)
    {
        var slot = FindSlot(source, now);
        if (slot < 0)
            return false;

        ref var candidate = ref _candidates[slot];
        if (candidate.Run > 0 && candidate.Source == source)
            candidate.Hear(ssrc, sequence, now);
        else
            candidate.Start(source, ssrc, sequence, now);

        var trusted = signalled || source.IsSameHost(_expected);
        var shown = candidate.Run >= PacketsToLock && (trusted || now - candidate.FirstHeard >= window);
        var vacant = signalled || !IsLocked || now - Math.Max(_lastHeard, _reopenedAt) >= window;
        if (!shown || !vacant)
            return false;
        Lock(source, ssrc, now);
        return true;
    }

    /// <summary>The slot of a source, else a free one, else that of a candidate that let its window pass; -1 when all are busy.</summary>
    private int FindSlot(in MediaAddress source, long now)
    {
        var free = -1;
        for (var i = 0; i < _candidates.Length; i++)
        {
            ref var candidate = ref _candidates[i];
            var stale = candidate.Run == 0 || now - candidate.LastHeard > window
                || (candidate.Run < PacketsToLock && now - candidate.FirstHeard > window);
            if (stale)
                free = i;
            else if (candidate.Source == source)
                return i;
        }
        if (free >= 0)
            _candidates[free].Run = 0;
        return free;
    }

    private void Lock(in MediaAddress source, uint ssrc, long now)
    {
        _locked = source;
        Ssrc = ssrc;
        IsLocked = true;
        _lastHeard = now;
        _reopened = false;
        Forget();
    }

    private void Reopen(long now)
    {
        _reopened = IsLocked;
        _reopenedAt = now;
        Forget();
    }

    private void Unlock(in MediaAddress expected)
    {
        _expected = expected;
        IsLocked = _reopened = false;
        _locked = MediaAddress.None;
        Forget();
    }

    private void Forget()
    {
        _restart.Run = 0;
        for (var i = 0; i < _candidates.Length; i++)
            _candidates[i].Run = 0;
    }
}
