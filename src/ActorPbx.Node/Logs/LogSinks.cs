using System.Globalization;

namespace ActorPbx.Node.Logs;

/// <summary>The standard output, where a service manager or a terminal reads.</summary>
public sealed class ConsoleSink : ILogSink
{
    private readonly Stream _stream = new BufferedStream(Console.OpenStandardOutput(), 32 * 1024);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> line) => _stream.Write(line);

    /// <inheritdoc/>
    public void Flush() => _stream.Flush();

    /// <inheritdoc/>
    public void Dispose() => Flush();
}

/// <summary>A file that is set aside when it grows past a size: FILE becomes FILE.1, FILE.1 becomes FILE.2, the oldest goes.</summary>
public sealed class FileSink : ILogSink
{
    private readonly string _path;
    private readonly long _maxBytes;
    private readonly int _kept;
    private FileStream _file;

    /// <summary>Opens the file, adding to what it holds.</summary>
    public FileSink(string path, long maxBytes, int kept)
    {
        (_path, _maxBytes, _kept) = (path, maxBytes, kept);
        _file = Open();
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> line)
    {
        if (_file.Position > 0 && _file.Position + line.Length > _maxBytes)
        {
            SetAside();
        }

        _file.Write(line);
    }

    /// <inheritdoc/>
    public void Flush() => _file.Flush();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private FileStream Open()
    {
        var file = new FileStream(
            _path,
            new FileStreamOptions
            {
                Mode = FileMode.Append,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 32 * 1024,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,
            });
        return file;
    }

    private void SetAside()
    {
        _file.Dispose();
        for (var number = _kept; number >= 1; number--)
        {
            var from = number == 1 ? _path : Older(number - 1);
            if (File.Exists(from))
            {
                File.Move(from, Older(number), overwrite: true);
            }
        }

        if (_kept == 0)
        {
            File.Delete(_path);
        }

        _file = Open();
    }

    private string Older(int number) => string.Create(CultureInfo.InvariantCulture, $"{_path}.{number}");
}
