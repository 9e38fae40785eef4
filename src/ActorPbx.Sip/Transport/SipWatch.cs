namespace ActorPbx.Sip.Transport;

/// <summary>Is shown SIP messages as they pass the wire, whatever carries them.</summary>
public interface ISipWatcher
{
    /// <summary>A message came or was handed to the network. The thread that carries it waits: be quick, wait for nothing, and keep no part of the bytes.</summary>
    /// <param name="flow">Between whom.</param>
    /// <param name="sent">True for a message of this side.</param>
    /// <param name="message">The whole message, with whatever secrets it holds.</param>
    void OnMessage(SipFlow flow, bool sent, ReadOnlySpan<byte> message);
}

/// <summary>Who watches the messages of a stack. With nobody there it costs a message one look at a field.</summary>
public sealed class SipWatch
{
    private readonly Lock _gate = new();
    private volatile ISipWatcher[]? _watchers;

    /// <summary>Shows messages to a watcher, from now until what is returned is disposed of.</summary>
    public IDisposable Add(ISipWatcher watcher)
    {
        ArgumentNullException.ThrowIfNull(watcher);
        lock (_gate) _watchers = [.. _watchers ?? [], watcher];
        return new Watching(this, watcher);
    }

    internal void Show(SipFlow flow, bool sent, ReadOnlySpan<byte> message)
    {
        if (_watchers is not { } watchers || message.IsEmpty) return;
        foreach (ISipWatcher watcher in watchers)
        {
            try
            {
                watcher.OnMessage(flow, sent, message);
            }
            catch (Exception)
            {
                // Whoever watches does not hold up the message.
            }
        }
    }

    private void Remove(ISipWatcher watcher)
    {
        lock (_gate)
        {
            ISipWatcher[] left = [.. (_watchers ?? []).Where(other => other != watcher)];
            _watchers = left.Length == 0 ? null : left;
        }
    }

    private sealed class Watching(SipWatch watch, ISipWatcher watcher) : IDisposable
    {
        public void Dispose() => watch.Remove(watcher);
    }
}
