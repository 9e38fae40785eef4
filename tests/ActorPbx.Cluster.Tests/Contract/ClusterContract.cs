using System.Diagnostics;
using ActorPbx.Cluster.Bus;
using ActorPbx.Cluster.Settings;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster.Tests.Contract;

/// <summary>Nodes of a cluster, all in one actor system, each with a bus of the engine that is under test.</summary>
public abstract class ClusterContract : TestKit, IAsyncLifetime
{
    private protected static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly List<IBus> _buses = [];
    private int _actors;

    private protected ClusterContract(Config config)
        : base(config)
    {
    }

    private protected IBusLab Lab { get; private set; } = null!;

    /// <summary>The dispatcher of the cluster's actors.</summary>
    private protected virtual string Dispatcher => "akka.actor.default-dispatcher";

    /// <summary>How long to wait for a message between two passes.</summary>
    private protected virtual TimeSpan Glance => TimeSpan.FromMilliseconds(20);

    public async Task InitializeAsync() => Lab = await OpenLab();

    public async Task DisposeAsync()
    {
        Shutdown();
        foreach (var bus in _buses)
            await bus.DisposeAsync();
        await Lab.DisposeAsync();
    }

    protected abstract Task<IBusLab> OpenLab();

    /// <summary>A little time passes, where time is virtual.</summary>
    private protected virtual void Pass()
    {
    }

    private protected ClusterMember Node(string branch, string name, NodeRoles roles, long incarnation = 1)
    {
        var bus = Lab.Create(branch, name);
        _buses.Add(bus);
        var who = new NodeIdentity(new BranchName(branch), new NodeName(name), incarnation, roles, [new LinkAddress("tls", "192.0.2.1", 5061)], "1");
        var statistics = new ClusterStatistics();
        var actor = Sys.ActorOf(ClusterActor.For(who, new ClusterSettings { Branch = branch }, bus, statistics).WithDispatcher(Dispatcher), $"cluster-{++_actors}");
        var events = CreateTestProbe();
        actor.Tell(new SubscribeToCluster(), events.Ref);
        Told<CurrentClusterState>(events);
        return new ClusterMember(who, actor, bus, events, statistics);
    }

    private protected ClusterMember Tmss(string name) => Node("hq", name, NodeRoles.Trunk);

    private protected ClusterMember Lmss(string branch, long incarnation = 1) => Node(branch, branch + "-1", NodeRoles.Local, incarnation);

    /// <summary>Waits for a message of a kind that fits, over others.</summary>
    private protected T Told<T>(TestProbe probe, Func<T, bool>? fits = null)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Patience; Pass())
            while (probe.ReceiveOne(Glance) is { } message)
                if (message is T told && (fits is null || fits(told)))
                    return told;
        throw new TimeoutException($"no {typeof(T).Name} came");
    }

    /// <summary>Waits until a node has another as a member; what it was told before that is forgotten.</summary>
    private protected Member Sees(ClusterMember who, ClusterMember whom)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Patience; Pass())
        {
            who.Actor.Tell(new SubscribeToCluster(), who.Events.Ref);
            var members = Told<CurrentClusterState>(who.Events).Members;
            if (members.FirstOrDefault(member => member.Name == whom.Who.Name && member.Incarnation == whom.Who.Incarnation && member.Status == MemberStatus.Up) is { } member)
                return member;
            who.Events.ReceiveOne(Glance);
        }

        throw new TimeoutException($"{who.Who.Name} does not see {whom.Who.Name}");
    }

    /// <summary>Asks again until there is an answer that fits, as whoever asks does.</summary>
    private protected Answered Answer(ClusterMember asker, Func<object, ClusterCommand> ask, Func<Answered, bool>? fits = null, Action? meanwhile = null)
    {
        var probe = CreateTestProbe();
        var started = Stopwatch.GetTimestamp();
        for (var attempt = 1; Stopwatch.GetElapsedTime(started) < Patience; attempt++)
        {
            asker.Actor.Tell(ask(attempt), probe.Ref);
            for (object? outcome = null; outcome is null; Pass())
            {
                meanwhile?.Invoke();
                outcome = probe.ReceiveOne(Glance);
                if (outcome is Answered answered && (int)answered.Token == attempt && (fits is null || fits(answered)))
                    return answered;
            }

            // What is not served yet is refused at once: not again at once.
            probe.ReceiveOne(Glance);
        }

        throw new TimeoutException("no answer that fits");
    }

    /// <summary>Gives a node an actor that answers its service with what it is asked.</summary>
    private protected IActorRef Echo(ClusterMember node, ClusterCommand wish)
    {
        var echo = Sys.ActorOf(Props.Create(() => new EchoActor(node.Actor, wish)).WithDispatcher(Dispatcher));
        return echo;
    }

    private sealed class EchoActor : ReceiveActor
    {
        public EchoActor(IActorRef cluster, ClusterCommand wish)
        {
            cluster.Tell(wish);
            Receive<Received>(received => received.ReplyTo is not null, received => cluster.Tell(new Reply(received.ReplyTo!, received.Message)));
            ReceiveAny(_ => { });
        }
    }
}

/// <summary>A node of a contract test.</summary>
/// <param name="Who">Who it is.</param>
/// <param name="Actor">Its cluster actor.</param>
/// <param name="Bus">Its bus.</param>
/// <param name="Events">Hears its cluster events.</param>
/// <param name="Statistics">Its figures.</param>
internal sealed record ClusterMember(NodeIdentity Who, IActorRef Actor, IBus Bus, TestProbe Events, ClusterStatistics Statistics);
