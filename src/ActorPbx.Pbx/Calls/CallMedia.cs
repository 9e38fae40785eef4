using System.Collections.Immutable;
using System.Net;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Media;
using ActorPbx.Pbx.Media;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Sdp;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// The session descriptions of a call on their way from leg to leg. Directly they keep their media addresses and lose only who wrote them
/// (the o= line); through a relay each side is shown the relay's ports, and the relay is told where the side really is.
/// </summary>
internal sealed class CallMedia(CallId id, IActorRef gateway, IActorRef call)
{
    private const string Sdp = "application/sdp";
    private const int StreamsOfLateOffer = 2;
    private const int MaxStreams = 8;
    private static readonly TransportAddress s_nowhere = new("0.0.0.0", 0);
    private readonly RelayId _relay = new(id.Value);
    private bool _callerHolds;
    private bool _calledHolds;
    private ImmutableArray<RelayPorts> _ports = [];
    private LocalAddress _callerSide;
    private LocalAddress _calledSide;
    private bool _isFull;

    /// <summary>True when the message carries a session description.</summary>
    public static bool IsSession(SipMessage message) =>
        message.Body.Length > 0 && message.ContentType is { } type && type.AsSpan().Trim().StartsWith(Sdp, StringComparison.OrdinalIgnoreCase);

    /// <summary>Asks for ports for the offer's streams; false when the offer cannot be read.</summary>
    /// <param name="invite">The caller's INVITE.</param>
    /// <param name="callerSide">Our address towards the caller.</param>
    /// <param name="calledSide">Our address towards the called side.</param>
    public bool Open(SipRequest invite, LocalAddress callerSide, LocalAddress calledSide)
    {
        var streams = StreamsOfLateOffer;
        if (IsSession(invite))
        {
            if (!SessionDescription.TryParse(invite.Body.Span, out var offer) || offer.Media.Length is 0 or > MaxStreams)
            {
                return false;
            }

            streams = offer.Media.Length;
        }

        (_callerSide, _calledSide) = (callerSide, calledSide);
        gateway.Tell(new OpenRelay(_relay, id, streams, callerSide.Own, calledSide.Own), call);
        return true;
    }

    /// <summary>Asks for ports for streams that a side adds by this message; false when there are enough, or no more are to be had and they will be refused.</summary>
    public bool Widen(SipMessage message)
    {
        if (_ports.IsEmpty || _isFull || !IsSession(message) || !SessionDescription.TryParse(message.Body.Span, out var session)
            || session.Media.Length is > MaxStreams || !session.Media.Skip(_ports.Length).Any(media => !media.IsRejected))
        {
            return false;
        }

        gateway.Tell(new WidenRelay(_relay, session.Media.Length, _callerSide.Own, _calledSide.Own), call);
        return true;
    }

    /// <summary>No more ports are to be had.</summary>
    public void Full() => _isFull = true;

    /// <summary>The relay stands.</summary>
    public void Opened(ImmutableArray<RelayPorts> ports) => _ports = ports;

    /// <summary>Gives the ports back.</summary>
    public void Close()
    {
        _ports = [];
        _isFull = false;
        gateway.Tell(new CloseRelay(_relay), call);
    }

    /// <summary>Puts the body of one message into another for the other side, as that side may see it.</summary>
    /// <param name="from">What a side sent.</param>
    /// <param name="to">What the other side gets.</param>
    /// <param name="sender">The side that sent it.</param>
    /// <param name="sentBy">Our host:port towards the other side.</param>
    public void Transfer(SipMessage from, SipMessage to, RelaySide sender, string sentBy)
    {
        if (from.Body.IsEmpty)
        {
            return;
        }

        PassedHeaders.CopyBodyHeaders(from, to);
        to.Body = IsSession(from) ? Seen(from.Body, sender, sentBy) : from.Body;
    }

    /// <summary>A side's session description as the other side may see it.</summary>
    /// <param name="body">What the side said.</param>
    /// <param name="sender">The side.</param>
    /// <param name="sentBy">Our host:port towards the other side.</param>
    public ReadOnlyMemory<byte> Seen(ReadOnlyMemory<byte> body, RelaySide sender, string sentBy) => Rewrite(body, sender, OwnAddress(sentBy));

    /// <summary>An answer to the caller's offer that lets nothing be heard and nothing be said; empty when there is none that it could take.</summary>
    /// <param name="invite">The caller's INVITE.</param>
    /// <param name="sentBy">Our host:port towards the caller.</param>
    public static ReadOnlyMemory<byte> Silent(SipRequest invite, string sentBy) =>
        IsSession(invite) && SessionDescription.TryParse(invite.Body.Span, out var offer) ? OfferAnswer.Silent(offer, OwnAddress(sentBy))?.ToBytes() : default;

    /// <summary>
    /// Aims the relay where a side's session description has its media. An offer inside the call does so only when it is accepted: a refused one leaves everything as it
    /// was (RFC 3261 §14.1).
    /// </summary>
    /// <param name="said">The message of the side.</param>
    /// <param name="sender">The side.</param>
    /// <param name="reset">The session settles anew: the relay learns its sources again.</param>
    public void Aim(SipMessage said, RelaySide sender, bool reset)
    {
        if (!_ports.IsEmpty && IsSession(said) && SessionDescription.TryParse(said.Body.Span, out var session))
        {
            (sender == RelaySide.Caller ? ref _callerHolds : ref _calledHolds) = !OfferAnswer.TalksBothWays(session);
            Aim(session, sender, reset);
        }
    }

    /// <summary>True while a side has put the call on hold: then no media say nothing about who is gone.</summary>
    public bool IsHeld => _callerHolds || _calledHolds;

    private static SdpConnection OwnAddress(string sentBy)
    {
        var host = HostOf(sentBy);
        return IPAddress.TryParse(host, out var address) ? SdpConnection.Of(address) : new SdpConnection("IP4", host);
    }

    private ReadOnlyMemory<byte> Rewrite(ReadOnlyMemory<byte> body, RelaySide sender, SdpConnection own)
    {
        if (_ports.IsEmpty || !SessionDescription.TryParse(body.Span, out var session))
        {
            return SdpRewriter.HideOrigin(body.Span, "-", own) ?? body;
        }

        var towards = sender == RelaySide.Caller ? RelaySide.Called : RelaySide.Caller;
        var first = PortsOf(_ports[0], towards);
        var ports = new RelayedPort[session.Media.Length];
        for (var i = 0; i < ports.Length; i++)
        {
            ports[i] = i < _ports.Length ? new RelayedPort(PortsOf(_ports[i], towards).Port) : new RelayedPort(0);
        }

        var relayed = SdpRewriter.Relay(WithoutMux(session), SdpConnection.Of(IPAddress.Parse(Told(first.Address, towards))), ports);
        return SdpRewriter.HideOrigin(relayed, "-", own).ToBytes();
    }

    // Behind a NAT the relay listens at an address that the other side could not reach.
    private string Told(string address, RelaySide towards)
    {
        var side = towards == RelaySide.Caller ? _callerSide : _calledSide;
        return address == side.Own ? side.Told : address;
    }

    private void Aim(SessionDescription session, RelaySide sender, bool reset)
    {
        for (var i = 0; i < session.Media.Length && i < _ports.Length; i++)
        {
            var media = session.Media[i];
            if (session.ConnectionOf(media) is not { } connection || !IPAddress.TryParse(connection.Address, out _))
            {
                continue;
            }

            // A stream that is refused, removed, or held in the old way (0.0.0.0) gets nothing more; its other direction may go on.
            var isWanted = !media.IsRejected && !connection.IsHold;
            var rtp = isWanted ? new TransportAddress(connection.Address, media.Port) : s_nowhere;
            var rtcp = isWanted ? new TransportAddress((media.RtcpConnection ?? connection).Address, media.RtcpPort) : s_nowhere;
            gateway.Tell(new AimRelay(_relay, sender, i, rtp, rtcp, reset, media.Protocol.Equals("udptl", StringComparison.OrdinalIgnoreCase)), call);
        }
    }

    // The relay has a port of its own for RTCP, so both sides must keep the two apart (RFC 5761 §5.1.1: no a=rtcp-mux, no muxing).
    private static SessionDescription WithoutMux(SessionDescription session) =>
        session.WithMedia([.. session.Media.Select(media => media.WithoutAttributes(line => line.IsAttribute("rtcp-mux")))]);

    private static TransportAddress PortsOf(RelayPorts ports, RelaySide side) => side == RelaySide.Caller ? ports.CallerSide : ports.CalledSide;

    /// <summary>The host of host:port, without brackets.</summary>
    public static string HostOf(string sentBy)
    {
        var end = sentBy.StartsWith('[') ? sentBy.IndexOf(']') + 1 : sentBy.IndexOf(':');
        return (end <= 0 ? sentBy : sentBy[..end]).Trim('[', ']');
    }
}
