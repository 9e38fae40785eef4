namespace ActorPbx.Sip.Transactions;

/// <summary>The four transaction machines of RFC 3261 §17.</summary>
public enum TransactionKind
{
    InviteClient,
    NonInviteClient,
    InviteServer,
    NonInviteServer,
}

/// <summary>Transactions alive (those that only absorb retransmissions included) and what became of others.</summary>
public sealed class TransactionStatistics
{
    private readonly long[] _alive = new long[4];
    private long _refused;
    private long _timeouts;

    /// <summary>Requests answered with 503 because too many transactions were alive.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Requests of this side that got no final response in time.</summary>
    public long Timeouts => Volatile.Read(ref _timeouts);

    public long AliveInAll => Alive(TransactionKind.InviteClient) + Alive(TransactionKind.NonInviteClient)
        + Alive(TransactionKind.InviteServer) + Alive(TransactionKind.NonInviteServer);

    public long Alive(TransactionKind kind) => Volatile.Read(ref _alive[(int)kind]);

    internal void CountAlive(TransactionKind kind, int change) => Interlocked.Add(ref _alive[(int)kind], change);

    internal void CountRefused() => Interlocked.Increment(ref _refused);

    internal void CountTimeout() => Interlocked.Increment(ref _timeouts);
}
