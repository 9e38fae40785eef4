using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Timers;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Proxying;

/// <summary>
/// A proxy on a stack (RFC 3261 §16): keeps state for each transaction it passes on and none for dialogs. Whoever decides where requests go derives from
/// <see cref="ProxiedRequest"/>.
/// </summary>
public sealed class SipProxy
{
    private readonly OutboundRequests _outbound;

    public SipProxy(SipStack stack, ProxyOptions options)
        : this((stack ?? throw new ArgumentNullException(nameof(stack))).Outbound, stack.Wheel, options)
    {
    }

    internal SipProxy(OutboundRequests outbound, TimerWheel wheel, ProxyOptions options) => (_outbound, Wheel, Options) = (outbound, wheel, options);

    public ProxyOptions Options { get; }

    internal TimerWheel Wheel { get; }

    /// <summary>
    /// Passes an ACK of a 2xx on, without a transaction (RFC 3261 §16.11): repetitions get the same branch.
    /// </summary>
    /// <returns>Why it could not be sent, or null.</returns>
    public string? ForwardAck(SipRequest ack, SipTarget target)
    {
        ArgumentNullException.ThrowIfNull(ack);
        if (ack.MaxForwards is <= 0) return "no hops are left";
        SipRequest copy = ForwardingRules.CopyFor(ack, Options);
        ulong same = SipHash.Of(ack.TopVia.Branch, LoopDetection.MarkOf(ack));
        return _outbound.ForwardStateless(copy, target, Branch.Of(same));
    }

    internal ClientTransaction Send(SipRequest copy, ulong loopMark, SipTarget target, IClientTransactionUser user) =>
        _outbound.Forward(copy, target, user, Branch.New(loopMark));
}
