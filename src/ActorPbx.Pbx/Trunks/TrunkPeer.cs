using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Trunks;

/// <summary>A ping of a trunk's address ended.</summary>
/// <param name="Peer">Index of the address.</param>
/// <param name="Status">The final response; 0 when there is none.</param>
internal sealed record TrunkPinged(int Peer, int Status);

/// <summary>A trunk's address was looked up; null when its name leads nowhere.</summary>
internal sealed record TrunkResolved(int Peer, SipTarget? Target);

/// <summary>One address of a trunk, and what is known of it.</summary>
internal sealed class TrunkPeer(int index, SipUri address)
{
    public SipUri Address => address;

    public SipTarget? Target { get; set; }

    public TrunkPulse Pulse { get; set; } = TrunkPulse.Unknown;

    /// <summary>It may be sent a call.</summary>
    public bool IsUsable => Target is not null && Pulse.Health != TrunkHealth.Down;

    /// <summary>Sends OPTIONS (RFC 3261 §11); the actor gets <see cref="TrunkPinged"/>.</summary>
    public void Ping(ISipOutlet outlet, IActorRef answerTo)
    {
        if (Target is not { } target)
        {
            answerTo.Tell(new TrunkPinged(index, 0));
            return;
        }

        var sentBy = outlet.SentByTowards(target);
        var ping = new SipRequest(SipMethod.Options, address.WithoutHeaders());
        ping.Headers.Add(HeaderName.From, $"<sip:{sentBy}>;tag={SipIds.New()}");
        ping.Headers.Add(HeaderName.To, $"<sip:{address.Host}>");
        ping.Headers.Add(HeaderName.CallId, SipIds.New());
        ping.Headers.Add(HeaderName.CSeq, "1 OPTIONS");
        ping.Headers.Add(HeaderName.Contact, SipContact.Header(sentBy, target.Transport, address.IsSecure));
        ping.Headers.Add(HeaderName.MaxForwards, "1");
        outlet.Send(ping, target, new PingUser(index, answerTo));
    }

    private sealed class PingUser(int index, IActorRef answerTo) : IClientTransactionUser
    {
        public void OnResponse(ClientTransaction transaction, SipResponse response)
        {
            if (!response.IsProvisional)
            {
                answerTo.Tell(new TrunkPinged(index, response.StatusCode), ActorRefs.NoSender);
            }
        }

        public void OnTimeout(ClientTransaction transaction) => answerTo.Tell(new TrunkPinged(index, 0), ActorRefs.NoSender);

        public void OnTransportError(ClientTransaction transaction, string why) => answerTo.Tell(new TrunkPinged(index, 0), ActorRefs.NoSender);
    }
}
