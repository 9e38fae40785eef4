using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;

namespace ActorPbx.Pbx.Messages;

/// <summary>How many messages wait for each number of this node, and who is told of it whenever that changes.</summary>
internal sealed class MailboxCounts
{
    private readonly Dictionary<ExtensionNumber, int> _waiting = [];
    private readonly Dictionary<ExtensionNumber, List<IActorRef>> _watchers = [];

    /// <summary>So many wait for the number.</summary>
    public int Of(ExtensionNumber number) => _waiting.GetValueOrDefault(number);

    /// <summary>Somebody watches from now on, and is told at once.</summary>
    public void Watch(WatchMailbox watch)
    {
        if (!_watchers.TryGetValue(watch.Number, out var watchers))
        {
            _watchers[watch.Number] = watchers = [];
        }

        watchers.Add(watch.Watcher);
        watch.Watcher.Tell(Shown(watch.Number));
    }

    /// <summary>Somebody watches no longer.</summary>
    public void Unwatch(UnwatchMailbox unwatch)
    {
        if (_watchers.TryGetValue(unwatch.Number, out var watchers) && watchers.Remove(unwatch.Watcher) && watchers.Count == 0)
        {
            _watchers.Remove(unwatch.Number);
        }
    }

    /// <summary>So many more wait, or with a negative number less.</summary>
    public void Add(ExtensionNumber number, int more)
    {
        var count = Of(number) + more;
        if (count == 0)
        {
            _waiting.Remove(number);
        }
        else
        {
            _waiting[number] = count;
        }

        foreach (var watcher in _watchers.GetValueOrDefault(number) ?? [])
        {
            watcher.Tell(Shown(number));
        }
    }

    private MailboxShown Shown(ExtensionNumber number) => new(number, MessageCounts.None with { Text = Of(number) });
}
