namespace ActorPbx.Cluster.Bus;

/// <summary>
/// Who wants which topics. A pattern is a path of words, <c>*</c> for one word and <c>#</c> for any number of them, also none; a topic is matched by walking
/// the paths that fit it, so the cost grows with the words of the topic and not with the number of patterns. Not for several threads at a time.
/// </summary>
/// <typeparam name="T">Whoever wants them.</typeparam>
public sealed class TopicTrie<T>
    where T : notnull
{
    private readonly Branching _root = new();

    /// <summary>True when nobody wants anything.</summary>
    public bool IsEmpty => _root.IsLeaf;

    /// <summary>Adds a wish; false when it is there already.</summary>
    public bool Add(string pattern, T wisher)
    {
        var at = _root;
        foreach (var range in pattern.AsSpan().Split('.'))
            at = at.Grow(pattern.AsSpan(range));
        return at.Wishers.Add(wisher);
    }

    /// <summary>Takes a wish back; false when there was none.</summary>
    public bool Remove(string pattern, T wisher) => Remove(_root, pattern, wisher);

    /// <summary>Adds whoever wants the topic to a set: each once, however many of its patterns fit.</summary>
    public void Match(ReadOnlySpan<char> topic, HashSet<T> found) => Match(_root, topic, found);

    private static bool Remove(Branching at, ReadOnlySpan<char> pattern, T wisher)
    {
        var dot = pattern.IndexOf('.');
        var word = dot < 0 ? pattern : pattern[..dot];
        if (at.Find(word) is not { } next)
            return false;
        var removed = dot < 0 ? next.Wishers.Remove(wisher) : Remove(next, pattern[(dot + 1)..], wisher);
        if (removed && next.IsBare)
            at.Cut(word);
        return removed;
    }

    private static void Match(Branching at, ReadOnlySpan<char> rest, HashSet<T> found)
    {
        if (at.Find("#") is { } many)
            MatchMany(many, rest, found);
        var dot = rest.IndexOf('.');
        var word = dot < 0 ? rest : rest[..dot];
        if (at.Find(word) is { } literal)
            Follow(literal, dot, rest, found);
        if (at.Find("*") is { } any)
            Follow(any, dot, rest, found);
    }

    private static void Follow(Branching next, int dot, ReadOnlySpan<char> rest, HashSet<T> found)
    {
        if (dot >= 0)
        {
            Match(next, rest[(dot + 1)..], found);
            return;
        }

        found.UnionWith(next.Wishers);
        for (var tail = next.Find("#"); tail is not null; tail = tail.Find("#"))
            found.UnionWith(tail.Wishers);
    }

    // "#" has swallowed nothing yet; let it swallow one word after the other.
    private static void MatchMany(Branching many, ReadOnlySpan<char> rest, HashSet<T> found)
    {
        found.UnionWith(many.Wishers);
        if (many.IsLeaf)
            return;
        while (true)
        {
            Match(many, rest, found);
            var dot = rest.IndexOf('.');
            if (dot < 0)
                return;
            rest = rest[(dot + 1)..];
        }
    }

    private sealed class Branching
    {
        private Dictionary<string, Branching>? _next;

        public HashSet<T> Wishers { get; } = [];

        public bool IsLeaf => _next is not { Count: > 0 };

        public bool IsBare => Wishers.Count == 0 && IsLeaf;

        public Branching? Find(ReadOnlySpan<char> word) =>
            _next is not null && _next.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var next) ? next : null;

        public Branching Grow(ReadOnlySpan<char> word)
        {
            if (Find(word) is { } there)
                return there;
            var grown = new Branching();
            (_next ??= [])[word.ToString()] = grown;
            return grown;
        }

        public void Cut(ReadOnlySpan<char> word) => _next!.Remove(word.ToString());
    }
}
