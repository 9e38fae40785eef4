using ActorPbx.Sip.Timers;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Stack;

/// <summary>Living figures of a <see cref="SipStack"/>: what each transport carried and how many transactions are alive.</summary>
public sealed class SipStatistics
{
    private readonly TransportStatistics[] _transports = new TransportStatistics[SipTransports.Count];
    private readonly TransactionStatistics _transactions;
    private readonly TimerWheel _wheel;

    internal SipStatistics(TransactionStatistics transactions, TimerWheel wheel)
    {
        (_transactions, _wheel) = (transactions, wheel);
        for (int i = 0; i < _transports.Length; i++) _transports[i] = new TransportStatistics();
    }

    public TransactionStatistics Transactions => _transactions;

    /// <summary>Transactions and connections that wait for a time.</summary>
    public int Timers => _wheel.Count;

    public TransportStatistics Of(SipTransport transport) => _transports[(int)transport];
}
