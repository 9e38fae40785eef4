using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;

namespace ActorPbx.Hocon.Sources;

/// <summary>Watches a set of files and tells once when changes to them have rested for a while.</summary>
internal sealed class FileWatch : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, PhysicalFileProvider> _directories = [];
    private readonly List<IDisposable> _tokens = [];
    private readonly TimeSpan _delay;
    private readonly Timer _timer;
    private IReadOnlyList<string> _files = [];
    private bool _disposed;

    public FileWatch(TimeSpan delay, Action changed)
    {
        _delay = delay;
        _timer = new Timer(_ => changed());
    }

    /// <summary>Watches these files from now on, and no others. They need not exist; their directories must.</summary>
    public void Watch(IReadOnlyList<string> files)
    {
        lock (_gate)
        {
            _files = files;
            if (_disposed) return;
            foreach (var token in _tokens) token.Dispose();
            _tokens.Clear();
            foreach (var file in files.Distinct()) Watch(file);
        }
    }

    /// <summary>Watches the same files again: a watch tells of one change only.</summary>
    public void Rearm() => Watch(_files);

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer.Dispose();
            foreach (var token in _tokens) token.Dispose();
            foreach (var directory in _directories.Values) directory.Dispose();
        }
    }

    private void Watch(string file)
    {
        var path = Path.GetDirectoryName(file)!;
        if (!Directory.Exists(path)) return;
        if (!_directories.TryGetValue(path, out var directory))
            _directories[path] = directory = new PhysicalFileProvider(path, ExclusionFilters.None);
        _tokens.Add(directory.Watch(Path.GetFileName(file)).RegisterChangeCallback(_ => Changed(), null));
    }

    private void Changed()
    {
        lock (_gate)
            if (!_disposed) _timer.Change(_delay, Timeout.InfiniteTimeSpan);
    }
}
