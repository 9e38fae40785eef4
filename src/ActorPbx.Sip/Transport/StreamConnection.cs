using System.Buffers;
using System.Net.Sockets;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Timers;

namespace ActorPbx.Sip.Transport;

/// <summary>One living TCP or TLS connection, accepted or made: reads messages until the peer or a limit ends it, writes what is sent over its flow.</summary>
internal sealed class StreamConnection : TimerNode
{
    private const int ReadBytes = 8_192;
    private const int LoneLineEnd = 2;
    private const long Never = long.MaxValue;
    private static readonly byte[] Pong = "\r\n"u8.ToArray();
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(2);

    private readonly StreamConnections _owner;
    private readonly Socket _socket;
    private readonly WriteQueue _queue;
    private readonly SipStreamFramer _framer;
    private readonly TransportStatistics _statistics;
    private Stream? _stream;
    private long _heardAt;
    private long _messageDueAt = Never;
    private long _writeDueAt = Never;
    private int _closed;

    public StreamConnection(StreamConnections owner, Socket socket, SipFlow flow, string? tlsHost, bool accepted)
    {
        _owner = owner;
        _socket = socket;
        Flow = flow;
        TlsHost = tlsHost;
        IsAccepted = accepted;
        _queue = new WriteQueue(owner.Limits.MaxQueuedBytes);
        _framer = new SipStreamFramer(owner.SipLimits);
        _statistics = owner.StatisticsOf(flow.Transport);
        _heardAt = owner.Wheel.Now;
    }

    public SipFlow Flow { get; }

    public string? TlsHost { get; }

    public bool IsAccepted { get; }

    /// <summary>Lives from the first byte to the last; never throws.</summary>
    /// <param name="open">Connects and shakes hands; gives the stream to speak over.</param>
    /// <param name="openTime">How long that, and on an accepted connection the first message, may take.</param>
    public async Task RunAsync(Func<Socket, Task<OpenedStream>> open, TimeSpan openTime)
    {
        string why = "the peer closed the connection";
        try
        {
            ExpectWithin(openTime);
            // Whoever accepts goes on to accept: a peer whose bytes never end would be read on his thread otherwise, and nobody else be let in.
            if (IsAccepted) await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            OpenedStream opened = await open(_socket).ConfigureAwait(false);
            _stream = opened.Stream;
            Flow.PeerNames = opened.PeerNames;
            if (!IsAccepted) Volatile.Write(ref _messageDueAt, Never);
            if (_queue.Open()) _ = WriteAsync();
            SetTimer();
            await ReadAsync().ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            why = fault.Message;
        }

        Close(why);
    }

    public string? Send(ReadOnlyMemory<byte> message, ISendObserver? observer)
    {
        if (message.Length > Pong.Length) _owner.Inbound.Watch.Show(Flow, sent: true, message.Span);
        switch (_queue.Add(message, observer))
        {
            case WriteQueue.Added.Closed:
                return $"{Flow}: the connection is closed";
            case WriteQueue.Added.Full:
                _statistics.CountSendFailure();
                return "the peer does not take what is sent to it";
            case WriteQueue.Added.WriteNow:
                _ = WriteAsync();
                break;
            case WriteQueue.Added.Waits:
                break;
        }

        _statistics.CountOut(message.Length);
        return null;
    }

    public void Close(string why)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0) return;
        _owner.Remove(this);
        _owner.Wheel.Cancel(this);
        List<ISendObserver>? observers = _queue.Close();
        _stream?.Dispose();
        _socket.Dispose();
        if (observers is null) return;

        // Whoever closes may hold a transaction's lock, so others are told from elsewhere.
        ThreadPool.UnsafeQueueUserWorkItem(
            static call =>
            {
                foreach (ISendObserver observer in call.observers) observer.OnSendFailed(call.why);
            },
            (observers, why: $"{Flow}: {why}"),
            preferLocal: false);
    }

    protected internal override void OnDue(long now)
    {
        if (Volatile.Read(ref _closed) != 0) return;
        if (Volatile.Read(ref _messageDueAt) <= now) CutOff("no whole message in time");
        else if (Volatile.Read(ref _writeDueAt) <= now) CutOff("the peer does not read");
        else if (IdleAt <= now) Close("idle");
        else SetTimer();
    }

    private long IdleAt => Volatile.Read(ref _heardAt) + (long)_owner.Limits.IdleTimeout.TotalMilliseconds;

    private void SetTimer() =>
        _owner.Wheel.Schedule(this, Math.Min(IdleAt, Math.Min(Volatile.Read(ref _messageDueAt), Volatile.Read(ref _writeDueAt))));

    private void ExpectWithin(TimeSpan time)
    {
        Volatile.Write(ref _messageDueAt, _owner.Wheel.Now + (long)time.TotalMilliseconds);
        SetTimer();
    }

    private void CutOff(string why)
    {
        _statistics.CountRefused();
        Close(why);
    }

    private async Task ReadAsync()
    {
        while (Volatile.Read(ref _closed) == 0)
        {
            // Waiting with an empty buffer costs an idle connection no memory.
            await _stream!.ReadAsync(Memory<byte>.Empty).ConfigureAwait(false);
            byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
            bool goOn;
            try
            {
                int count = await _stream.ReadAsync(buffer).ConfigureAwait(false);
                if (count == 0) return;
                goOn = Take(buffer.AsSpan(0, count));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            if (goOn) continue;
            await SayFarewellAsync().ConfigureAwait(false);
            return;
        }
    }

    /// <summary>False when the stream makes no sense any more.</summary>
    private bool Take(ReadOnlySpan<byte> received)
    {
        Volatile.Write(ref _heardAt, _owner.Wheel.Now);
        _statistics.CountBytesIn(received.Length);
        _framer.Feed(received);
        bool whole = false;
        while (true)
        {
            SipFrame frame = _framer.Next(out SipMessage? message, out SipParseError? error);
            if (frame == SipFrame.Incomplete) break;
            whole = true;
            Hand(frame, message, error);
            if (frame == SipFrame.Broken) return false;
        }

        Expect(whole);
        return true;
    }

    private void Hand(SipFrame frame, SipMessage? message, SipParseError? error)
    {
        try
        {
            if (frame == SipFrame.Ping)
            {
                // RFC 5626 §4.4.1.
                Send(Pong, null);
                return;
            }

            _statistics.CountMessageIn();
            _owner.Inbound.Watch.Show(Flow, sent: false, _framer.LastBytes);
            if (message is not null) _owner.Inbound.OnMessage(message, Flow);
            else if (error is not null) _owner.Inbound.OnMalformed(error, Flow);
        }
        catch (Exception fault)
        {
            _owner.Inbound.OnFault(fault);
        }
    }

    /// <summary>Watches the time of a message that has begun, from its first byte.</summary>
    private void Expect(bool whole)
    {
        bool begun = _framer.BufferedBytes > LoneLineEnd;
        if (!begun && (whole || !IsAccepted)) Volatile.Write(ref _messageDueAt, Never);
        else if (begun && (whole || Volatile.Read(ref _messageDueAt) == Never)) ExpectWithin(_owner.Limits.MessageDeadline);
    }

    /// <summary>Lets the peer read the last answer: closing with bytes unread would make the kernel throw it away.</summary>
    private async Task SayFarewellAsync()
    {
        ExpectWithin(FarewellTime);
        _statistics.CountRefused();
        _socket.Shutdown(SocketShutdown.Send);
        byte[] rest = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            while (await _socket.ReceiveAsync(rest).ConfigureAwait(false) > 0)
            {
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rest);
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            while (_queue.TryTake(out ReadOnlyMemory<byte> block, out byte[]? rented))
            {
                ValueTask write = _stream!.WriteAsync(block);
                if (!write.IsCompletedSuccessfully) await WaitForPeerAsync(write).ConfigureAwait(false);
                if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
            }
        }
        catch (Exception fault)
        {
            Close(fault.Message);
        }
    }

    private async Task WaitForPeerAsync(ValueTask write)
    {
        Volatile.Write(ref _writeDueAt, _owner.Wheel.Now + (long)_owner.Limits.WriteTimeout.TotalMilliseconds);
        SetTimer();
        await write.ConfigureAwait(false);
        Volatile.Write(ref _writeDueAt, Never);
    }
}
