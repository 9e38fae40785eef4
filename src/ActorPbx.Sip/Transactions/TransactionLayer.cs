using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Timers;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Transactions;

/// <summary>What all transactions of a stack share: the wheel, the times of RFC 3261's table 4 in milliseconds, the way out, and the tables they are found in.</summary>
internal sealed class TransactionLayer(
    SipTimers timers, TimerWheel wheel, IMessagePort port, TransactionStatistics statistics, Action<Exception> onFault, string? serverName = null)
{
    public long T1 { get; } = (long)timers.T1.TotalMilliseconds;

    public long T2 { get; } = (long)timers.T2.TotalMilliseconds;

    public long T4 { get; } = (long)timers.T4.TotalMilliseconds;

    public long D { get; } = (long)timers.D.TotalMilliseconds;

    /// <summary>64·T1: timers B, F, H, J, L and M.</summary>
    public long GiveUp => 64 * T1;

    public long Now => wheel.Now;

    public TimerWheel Wheel => wheel;

    public IMessagePort Port => port;

    public TransactionStatistics Statistics => statistics;

    public TransactionTable<ServerMachine> Servers { get; } = new();

    /// <summary>Requests without a To tag, for RFC 3261 §8.2.2.2.</summary>
    public TransactionTable<ServerMachine> Merged { get; } = new();

    /// <summary>INVITEs answered with a 2xx that waits for its ACK.</summary>
    public TransactionTable<InviteServerMachine> AwaitingAck { get; } = new();

    public TransactionTable<ClientMachine> Clients { get; } = new();

    /// <summary>Server transactions that absorb and repeat.</summary>
    public SettledTransactions SettledServers { get; } = new(wheel, statistics);

    /// <summary>INVITEs of calls that are over.</summary>
    public SettledTransactions SettledInvites { get; } = new(wheel, statistics);

    /// <summary>Other requests that were answered.</summary>
    public SettledTransactions SettledClients { get; } = new(wheel, statistics);

    /// <summary>The Server header of responses; null sends none.</summary>
    public string? ServerName => serverName;

    public string? Resend(SipFlow flow, byte[] message)
    {
        port.StatisticsOf(flow.Transport).CountRetransmissionOut();
        return port.Send(flow, message);
    }

    /// <summary>The request of a settled transaction came once more.</summary>
    public void Repeat(ulong key)
    {
        if (SettledServers.TryFind(key, out SettledTransaction settled, out byte[]? answer) && settled.Kind == TransactionKind.NonInviteServer) Resend(settled.Flow, answer);
    }

    /// <summary>A response came late; false if it is not that of a settled transaction.</summary>
    public bool Absorb(ulong key, SipResponse response, SipFlow from)
    {
        if (response.CSeq.Method == SipMethod.Invite)
        {
            if (!SettledInvites.TryFind(key, out SettledTransaction settled, out byte[]? ack)) return false;
            if (response.IsSuccess && SipHash.Of(response.ToTag) != settled.ToTag)
            {
                // Another fork's: the machine knows what to do with those.
                InviteClientMachine.Revive(this, settled, ack).OnResponse(response, from);
                return true;
            }

            if (response.IsSuccess) Resend(settled.Flow, ack);
        }
        else if (!SettledClients.Has(key))
        {
            return false;
        }

        port.StatisticsOf(from.Transport).CountRetransmissionIn();
        return true;
    }

    public void Tell<TState>(Action<TState> call, TState state)
    {
        try
        {
            call(state);
        }
        catch (Exception fault)
        {
            onFault(fault);
        }
    }
}
