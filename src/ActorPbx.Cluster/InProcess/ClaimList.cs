namespace ActorPbx.Cluster.InProcess;

/// <summary>Who claims a singleton: the first holds it, the others wait in the order in which they came.</summary>
internal sealed class ClaimList(string singleton, InProcessBroker broker)
{
    private readonly List<InProcessBus> _nodes = [];
    private long _epoch;

    public InProcessBus? Holder => _nodes.Count == 0 ? null : _nodes[0];

    public void Add(InProcessBus node)
    {
        if (_nodes.Contains(node))
            return;
        _nodes.Add(node);
        if (_nodes.Count == 1)
            Grant();
    }

    public void Remove(InProcessBus node)
    {
        var held = Holder == node;
        if (_nodes.Remove(node) && held && _nodes.Count > 0)
            Grant();
    }

    private void Grant()
    {
        var epoch = ++_epoch;
        broker.Tell(_nodes[0], sink => sink.OnGranted(singleton, epoch));
    }
}
