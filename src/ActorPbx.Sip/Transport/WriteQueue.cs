using System.Buffers;

namespace ActorPbx.Sip.Transport;

/// <summary>
/// Messages that wait to be written to a connection, bounded in bytes. One writer at a time takes all that wait as one block. Who awaits an answer to what
/// was written is remembered: that a connection breaks with bytes on their way is found out only later.
/// </summary>
internal sealed class WriteQueue(int maxBytes)
{
    private const int LeastWritten = 4;

    private readonly Queue<(ReadOnlyMemory<byte> Message, ISendObserver? Observer)> _waiting = new();
    private int _bytes;
    private bool _open;
    private bool _writing;
    private bool _closed;
    private ISendObserver? _inWriting;
    private List<ISendObserver>? _moreInWriting;
    private List<ISendObserver>? _written;
    private int _sweepAt = LeastWritten;

    public enum Added
    {
        /// <summary>Someone writes already, or the connection is not open yet.</summary>
        Waits,

        /// <summary>The caller must write now, until <see cref="TryTake"/> says that nothing is left.</summary>
        WriteNow,

        Full,
        Closed,
    }

    public Added Add(ReadOnlyMemory<byte> message, ISendObserver? observer)
    {
        lock (_waiting)
        {
            if (_closed) return Added.Closed;
            if (_bytes + message.Length > maxBytes) return Added.Full;
            _waiting.Enqueue((message, observer));
            _bytes += message.Length;
            if (!_open || _writing) return Added.Waits;
            _writing = true;
            return Added.WriteNow;
        }
    }

    /// <summary>The connection is made; true when the caller must write what waited for it.</summary>
    public bool Open()
    {
        lock (_waiting)
        {
            _open = true;
            if (_writing || _waiting.Count == 0) return false;
            _writing = true;
            return true;
        }
    }

    /// <summary>All that waits as one block; false ends the writer's turn.</summary>
    /// <param name="block">The bytes to write.</param>
    /// <param name="rented">To be given back to the shared pool after writing; null when the block is a message's own array.</param>
    public bool TryTake(out ReadOnlyMemory<byte> block, out byte[]? rented)
    {
        lock (_waiting)
        {
            block = default;
            rented = null;
            KeepWritten();
            if (_closed || _waiting.Count == 0)
            {
                _writing = false;
                return false;
            }

            if (_waiting.Count == 1) (block, _inWriting) = _waiting.Dequeue();
            else block = Join(out rented);
            _bytes = 0;
            return true;
        }
    }

    /// <summary>Refuses all further messages; returns those who wait to hear of theirs, of what is being written too.</summary>
    public List<ISendObserver>? Close()
    {
        lock (_waiting)
        {
            _closed = true;
            _written?.RemoveAll(static observer => !observer.AwaitsAnswer);
            List<ISendObserver>? observers = _written;
            if (_moreInWriting is not null) (observers ??= []).AddRange(_moreInWriting);
            if (_inWriting is not null) (observers ??= []).Add(_inWriting);
            foreach ((_, ISendObserver? observer) in _waiting)
            {
                if (observer is not null) (observers ??= []).Add(observer);
            }

            _waiting.Clear();
            _written = null;
            return observers;
        }
    }

    private void KeepWritten()
    {
        if (_inWriting is { AwaitsAnswer: true }) (_written ??= []).Add(_inWriting);
        if (_moreInWriting is not null) (_written ??= []).AddRange(_moreInWriting);
        (_inWriting, _moreInWriting) = (null, null);
        if (_written is null || _written.Count < _sweepAt) return;
        // Most are answered long since; so each is looked at about twice.
        _written.RemoveAll(static observer => !observer.AwaitsAnswer);
        _sweepAt = Math.Max(LeastWritten, 2 * _written.Count);
    }

    private ReadOnlyMemory<byte> Join(out byte[] rented)
    {
        rented = ArrayPool<byte>.Shared.Rent(_bytes);
        int length = 0;
        while (_waiting.TryDequeue(out var next))
        {
            next.Message.CopyTo(rented.AsMemory(length));
            if (next.Observer is not null) (_moreInWriting ??= []).Add(next.Observer);
            length += next.Message.Length;
        }

        return rented.AsMemory(0, length);
    }
}
