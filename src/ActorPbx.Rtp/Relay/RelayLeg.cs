using System.Buffers.Binary;
using System.Net;
using ActorPbx.Rtp.Packets;
using ActorPbx.Rtp.Ports;
using ActorPbx.Rtp.Sockets;
using ActorPbx.Rtp.Statistics;

namespace ActorPbx.Rtp.Relay;

/// <summary>One side of one stream: its two ports, whom it listens to, and what it has heard. Lives on the engine's thread.</summary>
internal sealed class RelayLeg
{
    private const int ShortestFax = 4;

    private readonly int _stream;
    private readonly RelaySide _side;
    private readonly PortPair _ports;
    private readonly SourceLatch _media;
    private readonly ControlLatch _control;
    private readonly StreamStatistics _statistics = new();
    private StreamKind _kind;
    private long _rejected;

    public RelayLeg(int stream, RelaySide side, PortPair ports, long learningWindow)
    {
        _stream = stream;
        _side = side;
        _ports = ports;
        _media = new SourceLatch(learningWindow);
        _control = new ControlLatch(_media);
        Rtp = new RelayPort(this, ports.Rtp, isControl: false);
        Rtcp = new RelayPort(this, ports.Rtcp, isControl: true);
    }

    public RelayPort Rtp { get; }

    public RelayPort Rtcp { get; }

    /// <summary>Where this leg listens for RTP.</summary>
    public IPEndPoint Address => _ports.Address;

    /// <summary>The same stream's other side.</summary>
    public RelayLeg Peer { get; set; } = null!;

    public bool IsAimed => _media.IsAimed;

    /// <summary>When RTP was last accepted here, in nanoseconds of the engine's clock.</summary>
    public long LastMedia { get; private set; } = long.MinValue;

    public void Aim(in MediaAddress rtp, in MediaAddress rtcp, bool reset, StreamKind kind, long now)
    {
        _kind = kind;
        _media.Aim(rtp, reset, now);
        _control.Aim(rtcp, reset);
    }

    /// <summary>Whether a datagram that came in at this leg goes on to the other side.</summary>
    public bool Accept(ReadOnlySpan<byte> datagram, in MediaAddress source, bool atControlPort, long now)
    {
        var accepted = atControlPort
            ? RtcpDatagram.TryGetSender(datagram, out var sender) && _control.Accept(source, sender)
            : AcceptAtMediaPort(datagram, source, now);
        if (!accepted)
            _rejected++;
        return accepted;
    }

    /// <summary>Counts a datagram that was refused before anyone looked into it.</summary>
    public void Refuse() => _rejected++;

    /// <summary>Where what comes from the other side is sent.</summary>
    public MediaAddress Destination(bool control) => control ? _control.Destination : _media.Destination;

    public RelayCounters Read() => new(
        _stream, _side, _statistics.Packets, _statistics.Bytes, _statistics.Lost, _statistics.JitterMilliseconds, _rejected);

    /// <summary>Closes the sockets and gives the ports back.</summary>
    public void Dispose() => _ports.Dispose();

    private bool AcceptAtMediaPort(ReadOnlySpan<byte> datagram, in MediaAddress source, long now)
    {
        if (_kind == StreamKind.Udptl)
            return AcceptFax(datagram, source, now);
        // RFC 5761: RTP and RTCP may share the port; such RTCP must come from the very source of the RTP.
        if (RtcpDatagram.IsRtcp(datagram))
        {
            return RtcpDatagram.TryGetSender(datagram, out var sender)
                && _media.IsLocked && source == _media.Source && sender == _media.Ssrc;
        }
        if (!RtpHeader.TryParse(datagram, out var header)
            || !_media.Accept(source, header.Ssrc, header.SequenceNumber, now, Peer.IsAimed))
            return false;
        LastMedia = now;
        _statistics.Add(header, datagram.Length, now);
        return true;
    }

    // ITU-T T.38 §9.1: a sequence number, then a length and the fax itself. Nothing names the sender, so its address and the sequence are all that it is known by.
    private bool AcceptFax(ReadOnlySpan<byte> datagram, in MediaAddress source, long now)
    {
        if (datagram.Length < ShortestFax || !_media.Accept(source, 0, BinaryPrimitives.ReadUInt16BigEndian(datagram), now, Peer.IsAimed))
            return false;
        LastMedia = now;
        _statistics.AddUnnumbered(datagram.Length);
        return true;
    }
}
