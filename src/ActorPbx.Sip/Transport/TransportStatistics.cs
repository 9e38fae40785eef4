namespace ActorPbx.Sip.Transport;

/// <summary>What one transport has carried since the stack started.</summary>
public sealed class TransportStatistics
{
    private long _messagesIn;
    private long _messagesOut;
    private long _bytesIn;
    private long _bytesOut;
    private long _parseErrors;
    private long _sendFailures;
    private long _retransmissionsIn;
    private long _retransmissionsOut;
    private long _connections;
    private long _refused;

    public long MessagesIn => Volatile.Read(ref _messagesIn);

    public long MessagesOut => Volatile.Read(ref _messagesOut);

    public long BytesIn => Volatile.Read(ref _bytesIn);

    public long BytesOut => Volatile.Read(ref _bytesOut);

    /// <summary>Datagrams and stream contents that are not SIP, or are SIP with a fault.</summary>
    public long ParseErrors => Volatile.Read(ref _parseErrors);

    /// <summary>Messages that the network or a peer's connection did not take.</summary>
    public long SendFailures => Volatile.Read(ref _sendFailures);

    /// <summary>Requests and responses that a transaction had already seen.</summary>
    public long RetransmissionsIn => Volatile.Read(ref _retransmissionsIn);

    public long RetransmissionsOut => Volatile.Read(ref _retransmissionsOut);

    /// <summary>Living connections, both directions.</summary>
    public long Connections => Volatile.Read(ref _connections);

    /// <summary>Connections cut off for a limit: too many, too slow, too large.</summary>
    public long Refused => Volatile.Read(ref _refused);

    internal void CountMessageIn() => Interlocked.Increment(ref _messagesIn);

    internal void CountBytesIn(int bytes) => Interlocked.Add(ref _bytesIn, bytes);

    internal void CountOut(int bytes)
    {
        Interlocked.Increment(ref _messagesOut);
        Interlocked.Add(ref _bytesOut, bytes);
    }

    internal void CountParseError() => Interlocked.Increment(ref _parseErrors);

    internal void CountSendFailure() => Interlocked.Increment(ref _sendFailures);

    internal void CountRetransmissionIn() => Interlocked.Increment(ref _retransmissionsIn);

    internal void CountRetransmissionOut() => Interlocked.Increment(ref _retransmissionsOut);

    internal void CountConnection(int change) => Interlocked.Add(ref _connections, change);

    internal void CountRefused() => Interlocked.Increment(ref _refused);
}
