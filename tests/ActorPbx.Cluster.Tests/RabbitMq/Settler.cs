using ActorPbx.Cluster.Tests.Contract;

namespace ActorPbx.Cluster.Tests.RabbitMq;

/// <summary>Keeps what a node gets from the queue of records and settles it, as the central store does.</summary>
internal sealed class Settler : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _keys = [];

    public Settler(TestNode node) => _ = RunAsync(node);

    /// <summary>Keys of all records kept.</summary>
    public HashSet<string> Keys
    {
        get
        {
            lock (_keys)
                return [.. _keys];
        }
    }

    public void Dispose() => _stop.Cancel();

    private async Task RunAsync(TestNode node)
    {
        for (var seen = 0; !_stop.IsCancellationRequested; await Task.Delay(10))
        {
            var delivered = node.Told<TestNode.Delivered>();
            if (delivered.Length == seen)
                continue;
            lock (_keys)
                _keys.UnionWith(delivered.Skip(seen).Select(record => record.Key));
            seen = delivered.Length;
            node.Bus.Settle("records", delivered[^1].Tag);
        }
    }
}
