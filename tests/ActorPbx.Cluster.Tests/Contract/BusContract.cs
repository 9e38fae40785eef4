namespace ActorPbx.Cluster.Tests.Contract;

/// <summary>The nodes of a contract test, each on a bus of the engine that is under test.</summary>
public abstract class BusContract : IAsyncLifetime
{
    private readonly List<TestNode> _nodes = [];

    private protected IBusLab Lab { get; private set; } = null!;

    public async Task InitializeAsync() => Lab = await OpenLab();

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.Bus.DisposeAsync();
        await Lab.DisposeAsync();
    }

    protected abstract Task<IBusLab> OpenLab();

    /// <summary>A node that has the bus.</summary>
    private protected async Task<TestNode> Node(string branch, string name)
    {
        var node = new TestNode(Lab.Create(branch, name), branch, name);
        _nodes.Add(node);
        node.Bus.Start(node);
        await node.Told<TestNode.Up>(_ => true);
        return node;
    }
}
