using System.Buffers.Text;
using System.Text;

namespace ActorPbx.Sip.Parsing;

/// <summary>Appends bytes and texts to a span; once something does not fit, everything after is dropped and the length is −1.</summary>
internal ref struct WireCursor(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;
    private int _length;
    private bool _isFull;

    public readonly int Length => _isFull ? -1 : _length;

    public void Put(ReadOnlySpan<byte> bytes)
    {
        if (bytes.TryCopyTo(_destination[_length..])) _length += bytes.Length;
        else Overflow();
    }

    public void Put(string text)
    {
        if (Encoding.UTF8.TryGetBytes(text, _destination[_length..], out var written)) _length += written;
        else Overflow();
    }

    public void Put(int number)
    {
        if (Utf8Formatter.TryFormat(number, _destination[_length..], out var written)) _length += written;
        else Overflow();
    }

    private void Overflow()
    {
        _isFull = true;
        _length = _destination.Length;
    }
}
