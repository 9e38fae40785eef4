namespace ActorPbx.Pbx.Messages;

/// <summary>
/// The names of messages that other nodes brought, kept as long as they may be brought again because an answer was lost: each is taken once. Bounded; the oldest
/// makes room.
/// </summary>
/// <param name="forget">Takes a name off the disk.</param>
internal sealed class KnownMessages(Action<string> forget)
{
    private const int Most = 100_000;
    private readonly Dictionary<string, DateTimeOffset> _until = [];
    private Queue<string> _inOrder = [];

    /// <summary>Whether the message was brought before.</summary>
    public bool Has(string id) => _until.ContainsKey(id);

    /// <summary>It is known from now on.</summary>
    public void Add(string id, DateTimeOffset until)
    {
        if (!_until.TryAdd(id, until))
        {
            return;
        }

        _inOrder.Enqueue(id);
        if (_until.Count > Most)
        {
            Drop();
        }
    }

    /// <summary>Forgets what nobody brings any longer.</summary>
    public void Sweep(DateTimeOffset now)
    {
        var old = _until.Where(known => known.Value <= now).Select(known => known.Key).ToArray();
        foreach (var id in old)
        {
            _until.Remove(id);
            forget(id);
        }

        _inOrder = old.Length == 0 ? _inOrder : new Queue<string>(_inOrder.Where(Has));
    }

    private void Drop()
    {
        while (_inOrder.TryDequeue(out var oldest))
        {
            if (_until.Remove(oldest))
            {
                forget(oldest);
                return;
            }
        }
    }
}
