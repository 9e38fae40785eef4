namespace ActorPbx.Pbx.Tests.Branches;

/// <summary>A test with nodes, phones and carriers, which all end with it.</summary>
public abstract class BranchTest : IAsyncDisposable
{
    private readonly List<TestBranch> _nodes = [];

    /// <summary>Phones and carriers of the test.</summary>
    private protected abstract IReadOnlyList<TestPhone> Phones { get; }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        foreach (var phone in Phones)
        {
            await phone.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected TestBranch Add(TestBranch node)
    {
        _nodes.Add(node);
        return node;
    }

    /// <summary>The nodes that were added get to know each other.</summary>
    private protected Task Join() => TestBranch.Join(_nodes);
}
