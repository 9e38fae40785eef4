namespace ActorPbx.Sip.Authentication;

/// <summary>
/// The keys whose nonces a node takes: its own, and those that others told it of. It signs with the same key as all who were told of the same ones: the lowest
/// of those told lately. While nothing is told it stays with the last.
/// </summary>
internal sealed class NonceKeyRing(NonceKey own)
{
    private const int Capacity = 16;

    /// <summary>A key of which nothing was heard for so long, while others were told, is no longer signed with.</summary>
    private static readonly TimeSpan s_lately = TimeSpan.FromSeconds(20);

    private readonly NonceKey _own = own;
    private readonly Lock _lock = new();
    private readonly Dictionary<uint, (NonceKey Key, DateTimeOffset At)> _told = [];
    private volatile NonceKey[] _all = [own];
    private volatile NonceKey _signing = own;

    public NonceKey Own => _own;

    public NonceKey Signing => _signing;

    public NonceKey? Find(uint id)
    {
        foreach (var key in _all)
        {
            if (key.Id == id) return key;
        }
        return null;
    }

    public void Take(ReadOnlySpan<byte> secret, DateTimeOffset now)
    {
        var key = new NonceKey(secret);
        lock (_lock)
        {
            _told[key.Id] = (_told.TryGetValue(key.Id, out var known) ? known.Key : key, now);
            while (_told.Count > Capacity) _told.Remove(_told.MinBy(pair => pair.Value.At).Key);
            _all = [_own, .. _told.Values.Select(told => told.Key).Where(told => told.Id != _own.Id)];
            _signing = _told.Values.Where(told => now - told.At <= s_lately).MinBy(told => told.Key.Id).Key;
        }
    }
}
