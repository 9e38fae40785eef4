using System.Buffers;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Logs;

/// <summary>
/// Writes log lines on a thread of its own, so that a slow disk or terminal never holds up a call. When lines come faster
/// than they can be written, the surplus is dropped and its number is written instead.
/// </summary>
public sealed class LogWriter : IDisposable
{
    private const int Capacity = 16_384;
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    private readonly Channel<LogLine> _lines = Channel.CreateBounded<LogLine>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly ILogSink _sink;
    private readonly ILogForm _form;
    private readonly Thread _thread;
    private long _dropped;
    private int _ended;

    /// <summary>A writer of lines in a form onto a sink, which it owns.</summary>
    public LogWriter(ILogSink sink, ILogForm form)
    {
        (_sink, _form) = (sink, form);
        _thread = new Thread(Run) { IsBackground = true, Name = "log" };
        _thread.Start();
    }

    /// <summary>Takes a line; never waits.</summary>
    public void Write(LogLine line)
    {
        if (!_lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Writes what is still there and closes the sink.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        _lines.Writer.TryComplete();
        if (_thread.Join(EndPatience))
        {
            _sink.Dispose();
        }
    }

    private void Run()
    {
        var text = new StringBuilder();
        var reader = _lines.Reader;
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (reader.TryRead(out var line))
            {
                Put(text, line);
            }

            if (Interlocked.Exchange(ref _dropped, 0) is var dropped and > 0)
            {
                Put(text, Surplus(dropped));
            }

            Flush();
        }
    }

    private void Put(StringBuilder text, LogLine line)
    {
        text.Clear();
        _form.Write(line, text);
        text.Append('\n');
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var count = Encoding.UTF8.GetBytes(text.ToString(), bytes);
            _sink.Write(bytes.AsSpan(0, count));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk or a closed terminal must not end calls, and there is no other place to say it.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Flush()
    {
        try
        {
            _sink.Flush();
        }
        catch (IOException)
        {
            // As in Put.
        }
    }

    private static LogLine Surplus(long dropped) => new(
        DateTimeOffset.UtcNow, LogLevel.Warning, "log", null, $"{dropped} lines came faster than they could be written and were dropped", [], null);
}

/// <summary>Where log lines go.</summary>
public interface ILogSink : IDisposable
{
    /// <summary>Writes one whole line.</summary>
    void Write(ReadOnlySpan<byte> line);

    /// <summary>Hands written lines to the system.</summary>
    void Flush();
}

/// <summary>How a log line looks.</summary>
public interface ILogForm
{
    /// <summary>Writes a line without its line feed.</summary>
    void Write(LogLine line, StringBuilder text);
}
