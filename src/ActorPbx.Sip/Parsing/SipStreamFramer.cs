using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Parsing;

/// <summary>Cuts a TCP or TLS byte stream into messages by Content-Length (RFC 3261 §18.3); holds at most one message and what came with it.</summary>
public sealed class SipStreamFramer
{
    private const int InitialBytes = 2048;
    private const int NotFound = -1;

    private readonly SipLimits _limits;
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private int _scanned;
    private int _lastStart;
    private int _lastLength;
    private bool _isBroken;

    public SipStreamFramer(SipLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _limits = limits;
    }

    /// <summary>Bytes of a message that is not whole yet; 0 between messages.</summary>
    public int BufferedBytes => _end - _start;

    /// <summary>The bytes of the message, good or faulty, that <see cref="Next"/> gave last; until the next <see cref="Feed"/>.</summary>
    public ReadOnlySpan<byte> LastBytes => _buffer.AsSpan(_lastStart, _lastLength);

    /// <summary>Takes in what was received. Call <see cref="Next"/> until it says Incomplete before feeding more, so that the buffer stays small.</summary>
    public void Feed(ReadOnlySpan<byte> received)
    {
        if (_isBroken) return;
        _lastStart = _lastLength = 0;
        MakeRoom(received.Length);
        received.CopyTo(_buffer.AsSpan(_end));
        _end += received.Length;
    }

    /// <summary>The next whole thing on the stream.</summary>
    /// <param name="message">Set for <see cref="SipFrame.Message"/>.</param>
    /// <param name="error">Set for <see cref="SipFrame.Faulty"/> and <see cref="SipFrame.Broken"/>.</param>
    public SipFrame Next(out SipMessage? message, out SipParseError? error)
    {
        message = null;
        error = null;
        if (_isBroken) return Break(new SipFault(400, "The stream lost its framing"), default, out error);
        if (SkipLineEnds()) return SipFrame.Ping;
        var pending = _buffer.AsSpan(_start, _end - _start);
        var headEnd = FindHeadEnd(pending);
        if (headEnd == NotFound)
        {
            if (pending.Length <= _limits.MaxHeaderBytes) return SipFrame.Incomplete;
            return Break(new SipFault(513, "Header Too Large"), pending, out error);
        }
        var fault = ContentLengthReader.Read(pending[..headEnd], _limits, out var bodyLength);
        var total = headEnd + 4L + bodyLength;
        if (fault is null && total > _limits.MaxMessageBytes) fault = new SipFault(513, "Message Too Large");
        if (fault is not null) return Break(fault.Value, pending[..(headEnd + 4)], out error);
        if (total > pending.Length) return SipFrame.Incomplete;
        (_lastStart, _lastLength) = (_start, (int)total);
        Consume((int)total);
        return SipParser.TryParse(pending[..(int)total], _limits, out message, out error) ? SipFrame.Message : SipFrame.Faulty;
    }

    /// <summary>Drops line ends before a message; true for a whole double one.</summary>
    private bool SkipLineEnds()
    {
        while (_end - _start >= 2 && _buffer[_start] == '\r' && _buffer[_start + 1] == '\n')
        {
            // A lone CRLF may be the first half of a ping, so it waits for what comes next.
            if (_end - _start < 4 && (_end - _start == 2 || _buffer[_start + 2] == '\r')) return false;
            var isPing = _buffer[_start + 2] == '\r' && _buffer[_start + 3] == '\n';
            Consume(isPing ? 4 : 2);
            if (isPing) return true;
        }
        return false;
    }

    private int FindHeadEnd(ReadOnlySpan<byte> pending)
    {
        var from = Math.Max(0, _scanned - 3);
        var found = pending[from..].IndexOf("\r\n\r\n"u8);
        _scanned = found < 0 ? pending.Length : from + found;
        return found < 0 ? NotFound : from + found;
    }

    private SipFrame Break(SipFault fault, ReadOnlySpan<byte> head, out SipParseError error)
    {
        // The head is read once more for those of its fields that an answer needs.
        SipParser.TryParse(head, _limits, out var whole, out var read);
        error = new SipParseError(fault.StatusCode, fault.Reason, whole as SipRequest ?? read?.Request);
        _isBroken = true;
        _buffer = [];
        _start = _end = _lastStart = _lastLength = 0;
        return SipFrame.Broken;
    }

    private void Consume(int count)
    {
        _start += count;
        _scanned = 0;
        if (_start == _end) _start = _end = 0;
    }

    private void MakeRoom(int count)
    {
        if (_buffer.Length - _end >= count) return;
        var pending = _end - _start;
        var target = _buffer;
        if (pending + count > _buffer.Length) target = new byte[Math.Max(InitialBytes, Math.Max(pending + count, Math.Min(_buffer.Length * 2, _limits.MaxMessageBytes)))];
        _buffer.AsSpan(_start, pending).CopyTo(target);
        _buffer = target;
        _start = 0;
        _end = pending;
    }
}
