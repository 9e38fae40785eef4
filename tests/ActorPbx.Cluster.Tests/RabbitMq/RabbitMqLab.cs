using ActorPbx.Cluster.Bus;
using ActorPbx.Cluster.RabbitMq;
using ActorPbx.Cluster.Tests.Contract;
using ActorPbx.Domain.Nodes;

namespace ActorPbx.Cluster.Tests.RabbitMq;

/// <summary>A cluster of its own in the tests' broker, each node behind a gate.</summary>
internal sealed class RabbitMqLab(TestBroker broker) : IBusLab
{
    private readonly string _cluster = $"c{Guid.NewGuid():N}"[..9];
    private readonly Dictionary<IBus, TcpGate> _gates = [];

    public IBus Create(string branch, string node) => Create(branch, node, settings => settings);

    public RabbitMqBus Create(string branch, string node, Func<RabbitMqSettings, RabbitMqSettings> change, TimeProvider? time = null)
    {
        var gate = new TcpGate(broker.Port);
        var bus = new RabbitMqBus(change(broker.Settings(gate.Port)), _cluster, new BranchName(branch), new NodeName(node), time);
        _gates.Add(bus, gate);
        return bus;
    }

    public Task Cut(IBus bus)
    {
        _gates[bus].Shut();
        return Task.CompletedTask;
    }

    public Task Heal(IBus bus)
    {
        _gates[bus].Open();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gate in _gates.Values)
            await gate.DisposeAsync();
    }
}
