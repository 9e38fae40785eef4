using System.Buffers;
using System.IO.Pipelines;

namespace ActorPbx.Node.Control;

/// <summary>Takes lines off a stream, none longer than a bound.</summary>
public sealed class LineReader(Stream stream, int maxBytes) : IAsyncDisposable
{
    private readonly PipeReader _reader = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

    /// <summary>The next line without its line feed, or null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">The line is longer than the bound.</exception>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(cancellation);
            var buffer = read.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                RefuseIfTooLong(line.Length);
                var bytes = line.ToArray();
                _reader.AdvanceTo(buffer.GetPosition(1, end));
                return bytes;
            }

            RefuseIfTooLong(buffer.Length);
            _reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _reader.CompleteAsync();

    private void RefuseIfTooLong(long length)
    {
        if (length > maxBytes)
        {
            throw new InvalidDataException($"A line is longer than {maxBytes} bytes.");
        }
    }
}
