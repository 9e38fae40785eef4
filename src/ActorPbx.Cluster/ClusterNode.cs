using ActorPbx.Cluster.Bus;
using ActorPbx.Cluster.InProcess;
using ActorPbx.Cluster.RabbitMq;
using ActorPbx.Cluster.Settings;

namespace ActorPbx.Cluster;

/// <summary>This process as a node of the cluster: the bus, and <c>/user/cluster</c> above it.</summary>
public sealed class ClusterNode : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly IBus _bus;

    private ClusterNode(IActorRef actor, IBus bus, ClusterStatistics statistics) => (Actor, _bus, Statistics) = (actor, bus, statistics);

    /// <summary>Takes <see cref="Pbx.Cluster.ClusterCommand"/>s.</summary>
    public IActorRef Actor { get; }

    /// <summary>Figures of what could not be used.</summary>
    public ClusterStatistics Statistics { get; }

    /// <summary>Figures of the bus.</summary>
    public BusStatistics Bus => _bus.Statistics;

    /// <summary>Starts the node with the bus that the settings name. It connects in the background; whether there is a bus is told by events.</summary>
    /// <exception cref="ArgumentException">The settings of the bus have problems.</exception>
    public static ClusterNode Start(ActorSystem system, ClusterSettings settings, NodeIdentity who) => Start(system, settings, who, Engine(settings, who));

    /// <summary>Starts the node with a bus of one's own making, which is disposed of with the node.</summary>
    public static ClusterNode Start(ActorSystem system, ClusterSettings settings, NodeIdentity who, IBus bus)
    {
        var statistics = new ClusterStatistics();
        return new ClusterNode(system.ActorOf(ClusterActor.For(who, settings, bus, statistics), "cluster"), bus, statistics);
    }

    /// <summary>Tells the others that this node is gone, and closes the bus.</summary>
    public async ValueTask DisposeAsync()
    {
        await Actor.GracefulStop(StopTimeout);
        await _bus.DisposeAsync();
    }

    private static IBus Engine(ClusterSettings settings, NodeIdentity who) => settings.Provider switch
    {
        ClusterProvider.InProcess => new InProcessBus(new InProcessBroker(), who.Branch.Value, who.Name.Value),
        ClusterProvider.Rabbitmq => new RabbitMqBus(settings.Rabbitmq, settings.Name, who.Branch, who.Name),
        _ => throw new ArgumentException($"there is no engine {settings.Provider}", nameof(settings)),
    };
}
