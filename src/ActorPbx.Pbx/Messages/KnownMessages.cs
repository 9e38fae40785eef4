namespace ActorPbx.Pbx.Messages;

/// <summary>
/// The names of messages that other nodes brought, kept as long as they may be brought again because an answer was lost: each is taken once. Bounded; the oldest
/// makes room.
/// </summary>
internal sealed class KnownMessages
{
    private const int Most = 100_000;
    private readonly Dictionary<string, DateTimeOffset> _until = [];
    private Queue<string> _inOrder = [];

    /// <summary>Whether the message was brought before.</summary>
    public bool Has(string id) => _until.ContainsKey(id);

    /// <summary>It is known from now on. Returns one that made room, or null.</summary>
    public string? Add(string id, DateTimeOffset until)
    {
        if (!_until.TryAdd(id, until))
        {
            return null;
        }

        _inOrder.Enqueue(id);
        return _until.Count > Most ? Drop() : null;
    }

    /// <summary>Forgets what nobody brings any longer, and says what.</summary>
    public string[] Sweep(DateTimeOffset now)
    {
        var old = _until.Where(known => known.Value <= now).Select(known => known.Key).ToArray();
        foreach (var id in old)
        {
            _until.Remove(id);
        }

        _inOrder = old.Length == 0 ? _inOrder : new Queue<string>(_inOrder.Where(Has));
        return old;
    }

    private string? Drop()
    {
        while (_inOrder.TryDequeue(out var oldest))
        {
            if (_until.Remove(oldest))
            {
                return oldest;
            }
        }

        return null;
    }
}
