using ActorPbx.Cluster.Bus;
using ActorPbx.Cluster.InProcess;
using ActorPbx.Cluster.Tests.Contract;

namespace ActorPbx.Cluster.Tests.InProcess;

/// <summary>An in-process broker of its own.</summary>
internal sealed class InProcessLab : IBusLab
{
    private readonly InProcessBroker _broker = new();

    public IBus Create(string branch, string node) => new InProcessBus(_broker, branch, node);

    public Task Cut(IBus bus)
    {
        _broker.Cut((InProcessBus)bus, "cut");
        return Task.CompletedTask;
    }

    public Task Heal(IBus bus)
    {
        _broker.Heal((InProcessBus)bus);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
