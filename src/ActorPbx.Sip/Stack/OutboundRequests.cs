using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Stack;

/// <summary>The way of a request from the user to the transport: headers, Via, transport by size, transaction.</summary>
internal sealed class OutboundRequests(TransactionLayer layer, IMessagePort transports, SipStackOptions options)
{
    private const int MaxRefusals = 10_000;

    /// <summary>Peers that refused TCP, and until when they are spared.</summary>
    private readonly ConcurrentDictionary<IPEndPoint, long> _withoutTcp = new();

    public ClientTransaction Send(SipRequest request, SipTarget target, IClientTransactionUser user)
    {
        AddHeaders(request);
        return Forward(request, target, user, Branch.New());
    }

    /// <summary>Sends a request as it is, with a branch that the caller made.</summary>
    public ClientTransaction Forward(SipRequest request, SipTarget target, IClientTransactionUser user, string branch)
    {
        if (!TryOpen(request, target, out SipFlow? flow, out string? why)) return Fail(request, target, user, why);
        request.PrependVia(Outgoing.ViaFor(flow, branch));
        byte[] message = MessageBytes.Of(request);
        UdpFallback? fallback = null;
        if (IsTooLong(flow, message) && TryMoveToTcp(target, out SipFlow? tcp))
        {
            SipFlow udp = flow;
            flow = tcp;
            message = Rewrite(request, tcp, branch);
            fallback = new UdpFallback(udp, () => RewriteForUdp(request, udp, branch));
        }

        ulong key = TransactionKeys.OfClient(branch, request.Method);
        ClientMachine machine = request.Method == SipMethod.Invite
            ? new InviteClientMachine(layer, key, flow, message)
            : new NonInviteClientMachine(layer, key, flow, message);
        var transaction = new MachineClientTransaction(machine, request, target, user);
        machine.Start(transaction, fallback);
        return transaction;
    }

    public string? SendStateless(SipRequest request, SipTarget target)
    {
        AddHeaders(request);
        return ForwardStateless(request, target, Branch.New());
    }

    /// <summary>Sends a request as it is and forgets it.</summary>
    public string? ForwardStateless(SipRequest request, SipTarget target, string branch)
    {
        if (!TryOpen(request, target, out SipFlow? flow, out string? why)) return why;
        request.PrependVia(Outgoing.ViaFor(flow, branch));
        return transports.Send(flow, MessageBytes.Of(request));
    }

    /// <summary>RFC 3261 §26.2.2: a request to a sips: address goes over TLS, whatever asked for it to be sent, or does not go.</summary>
    private bool TryOpen(SipRequest request, SipTarget target, [NotNullWhen(true)] out SipFlow? flow, [NotNullWhen(false)] out string? why)
    {
        if (!transports.TryOpen(target, out flow, out why)) return false;
        if (!request.RequestUri.IsSecure || flow.Transport == SipTransport.Tls) return true;
        (flow, why) = (null, $"a sips: address is not reached over {target}");
        return false;
    }

    private static byte[] Rewrite(SipRequest request, SipFlow flow, string branch)
    {
        request.ReplaceTopVia(Outgoing.ViaFor(flow, branch));
        return MessageBytes.Of(request);
    }

    private static ClientTransaction Fail(SipRequest request, SipTarget target, IClientTransactionUser user, string why)
    {
        var failed = new FailedClientTransaction(request, target, user);
        user.OnTransportError(failed, why);
        return failed;
    }

    private byte[] RewriteForUdp(SipRequest request, SipFlow udp, string branch)
    {
        if (_withoutTcp.Count >= MaxRefusals) _withoutTcp.Clear();
        _withoutTcp[udp.Remote] = layer.Now + (long)options.TransportLimits.TcpRefusalMemory.TotalMilliseconds;
        return Rewrite(request, udp, branch);
    }

    private void AddHeaders(SipRequest request)
    {
        Outgoing.AddHops(request);
        if (options.UserAgent is not null && !request.Headers.Contains(HeaderName.UserAgent)) request.Headers.Add(HeaderName.UserAgent, options.UserAgent);
    }

    private bool IsTooLong(SipFlow flow, byte[] message) =>
        flow.Transport == SipTransport.Udp && message.Length > options.TransportLimits.MaxUdpRequestBytes;

    /// <summary>RFC 3261 §18.1.1. Only where this side listens on TCP too, or the peer could not come back.</summary>
    private bool TryMoveToTcp(SipTarget target, [NotNullWhen(true)] out SipFlow? flow)
    {
        flow = null;
        if (!transports.HasListener(SipTransport.Tcp, target)) return false;
        if (_withoutTcp.TryGetValue(target.EndPoint, out long sparedUntil) && sparedUntil > layer.Now) return false;
        return transports.TryOpen(new SipTarget(SipTransport.Tcp, target.EndPoint) { Listener = target.Listener }, out flow, out _);
    }

    /// <summary>A request that no listener could send.</summary>
    private sealed class FailedClientTransaction(SipRequest request, SipTarget target, IClientTransactionUser user) : ClientTransaction(request, target, user)
    {
        public override void Cancel(string? reasonHeader = null)
        {
        }

        public override void Acknowledge(SipRequest ack, SipTarget? target = null)
        {
        }
    }
}
