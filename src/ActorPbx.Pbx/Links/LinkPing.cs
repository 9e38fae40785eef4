using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Links;

/// <summary>What became of a ping.</summary>
/// <param name="Round">Which ping.</param>
/// <param name="Status">Its final response; 0 when there is none.</param>
public sealed record PingEnded(long Round, int Status);

/// <summary>Sends pings over links.</summary>
public interface ILinkPings
{
    /// <summary>Sends OPTIONS to the peer; the actor gets <see cref="PingEnded"/>, but perhaps late: whoever waits sets its own time.</summary>
    void Send(LinkPeer peer, long round, IActorRef answerTo);

    /// <summary>The peer does not answer: the next request makes a new connection.</summary>
    void Disconnect(LinkPeer peer);
}

/// <summary>Pings as SIP: RFC 3261 §11, one hop far.</summary>
public sealed class LinkPings(LinkOptions options, SipStack stack) : ILinkPings
{
    /// <inheritdoc/>
    public void Send(LinkPeer peer, long round, IActorRef answerTo)
    {
        ArgumentNullException.ThrowIfNull(peer);
        if (peer.Target is not { } target)
        {
            answerTo.Tell(new PingEnded(round, 0));
            return;
        }

        var ping = new SipRequest(SipMethod.Options, SipUri.Create(null, peer.Host));
        ping.Headers.Add(HeaderName.From, $"<sip:{options.Host}>;tag={SipIds.New()}");
        ping.Headers.Add(HeaderName.To, $"<sip:{peer.Host}>");
        ping.Headers.Add(HeaderName.CallId, SipIds.New());
        ping.Headers.Add(HeaderName.CSeq, "1 OPTIONS");
        ping.Headers.Add(HeaderName.MaxForwards, "1");
        stack.Send(ping, target, new Ping(round, answerTo));
    }

    /// <inheritdoc/>
    public void Disconnect(LinkPeer peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        peer.ForgetFlow();
        if (peer.Target is { } target)
        {
            stack.Disconnect(target, "the node does not answer");
        }
    }

    private sealed class Ping(long round, IActorRef answerTo) : IClientTransactionUser
    {
        public void OnResponse(ClientTransaction transaction, SipResponse response)
        {
            if (!response.IsProvisional)
            {
                answerTo.Tell(new PingEnded(round, response.StatusCode));
            }
        }

        public void OnTimeout(ClientTransaction transaction) => answerTo.Tell(new PingEnded(round, 0));

        public void OnTransportError(ClientTransaction transaction, string why) => answerTo.Tell(new PingEnded(round, 0));
    }
}
