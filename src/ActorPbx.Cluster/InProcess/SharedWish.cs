namespace ActorPbx.Cluster.InProcess;

/// <summary>Nodes that share what is published under a pattern: each message goes to the next of them in turn.</summary>
internal sealed class SharedWish(string pattern)
{
    private readonly List<InProcessBus> _nodes = [];
    private int _turn;

    public string Pattern => pattern;

    public bool IsEmpty => _nodes.Count == 0;

    public void Add(InProcessBus node)
    {
        if (!_nodes.Contains(node))
            _nodes.Add(node);
    }

    public void Remove(InProcessBus node) => _nodes.Remove(node);

    public InProcessBus Next() => _nodes[_turn = (_turn + 1) % _nodes.Count];
}
