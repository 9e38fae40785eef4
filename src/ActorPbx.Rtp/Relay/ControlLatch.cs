using ActorPbx.Rtp.Sockets;

namespace ActorPbx.Rtp.Relay;

/// <summary>Decides which source may send the RTCP of one side of a stream, and where that side's RTCP goes.</summary>
/// <remarks>
/// RTCP comes every few seconds, too seldom to be learned on its own, so it follows the RTP: its source must be the address that
/// SDP names or, when the RTP is locked, any port of the RTP's host (behind NAT the second port is anyone's guess). The first
/// such datagram locks the source. Its SSRC must be the one that the RTP is locked to; before there is RTP, the first one heard.
/// </remarks>
internal sealed class ControlLatch(SourceLatch media)
{
    private MediaAddress _expected;
    private MediaAddress _locked;
    private bool _isLocked;
    private bool _held;
    private uint _ssrc;

    /// <summary>Where this side's RTCP is sent.</summary>
    public MediaAddress Destination => _held ? MediaAddress.None : _isLocked ? _locked : _expected;

    /// <summary>Takes the RTCP address of the side's SDP.</summary>
    public void Aim(in MediaAddress expected, bool reset)
    {
        _held = expected.IsNone;
        if (_held || (expected == _expected && !reset))
            return;
        _expected = expected;
        _isLocked = false;
    }

    /// <summary>Whether an RTCP datagram is accepted; the first one locks.</summary>
    public bool Accept(in MediaAddress source, uint ssrc)
    {
        if (_isLocked ? source != _locked : !MayLock(source))
            return false;
        if (media.IsLocked ? ssrc != media.Ssrc : _isLocked && ssrc != _ssrc)
            return false;
        _isLocked = true;
        _locked = source;
        _ssrc = ssrc;
        return true;
    }

    private bool MayLock(in MediaAddress source) =>
        !_expected.IsNone && (source == _expected || (media.IsLocked && source.IsSameHost(media.Source)));
}
