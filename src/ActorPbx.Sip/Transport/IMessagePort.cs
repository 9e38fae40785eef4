using System.Diagnostics.CodeAnalysis;

namespace ActorPbx.Sip.Transport;

/// <summary>What transactions ask of the transports: a way to a peer, and bytes put on it.</summary>
internal interface IMessagePort
{
    /// <summary>A flow to the target: its preferred one while that lives, a living connection, or a new one that is being opened.</summary>
    /// <param name="target">The next hop.</param>
    /// <param name="flow">The way there.</param>
    /// <param name="why">Why there is none.</param>
    bool TryOpen(SipTarget target, [NotNullWhen(true)] out SipFlow? flow, [NotNullWhen(false)] out string? why);

    /// <summary>Sends or queues the message. Returns why that failed at once, or null; the observer hears of a later failure, never before this returns.</summary>
    string? Send(SipFlow flow, ReadOnlyMemory<byte> message, ISendObserver? observer = null);

    /// <summary>Whether a peer of the target's kind could come back over this transport.</summary>
    bool HasListener(SipTransport transport, SipTarget target) => false;

    TransportStatistics StatisticsOf(SipTransport transport);
}
