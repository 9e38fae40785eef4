using System.Buffers;
using System.Text;

namespace ActorPbx.Storage.Csv;

/// <summary>Lines that are to be written in one piece, in UTF-8; its room is used again and again.</summary>
internal sealed class CsvLines
{
    private const int MostRoomKept = 1 << 20;

    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private ArrayBufferWriter<byte> _bytes = new(4096);

    /// <summary>All that was added.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Adds a line.</summary>
    public void Add(StringBuilder line)
    {
        // A character beyond the first 65,536 may lie in two chunks: the encoder remembers its first half.
        foreach (var chunk in line.GetChunks())
            _encoder.Convert(chunk.Span, _bytes, flush: false, out _, out _);
        _encoder.Convert([], _bytes, flush: true, out _, out _);
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        if (_bytes.Capacity > MostRoomKept)
            _bytes = new ArrayBufferWriter<byte>(4096);
        _bytes.ResetWrittenCount();
    }
}
