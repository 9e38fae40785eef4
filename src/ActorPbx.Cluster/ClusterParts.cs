using ActorPbx.Cluster.Bus;
using ActorPbx.Cluster.Membership;
using ActorPbx.Cluster.Messaging;
using ActorPbx.Cluster.Queues;
using ActorPbx.Cluster.Settings;
using ActorPbx.Cluster.Singletons;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster;

/// <summary>All that the cluster's actor knows. It is made once and outlives a restart of the actor: subscribers of a node cannot see one.</summary>
internal sealed class ClusterParts
{
    public ClusterParts(NodeIdentity who, ClusterSettings settings, IBus bus, ClusterStatistics statistics, IActorRef cluster, ILoggingAdapter log)
    {
        (Who, Settings, Bus, Statistics) = (who, settings, bus, statistics);
        Topics = new Topics(who.Origin);
        Outlet = new Outlet(who.Origin, Topics, bus, cluster, settings.MessageLifetime);
        Inlet = new Inlet(statistics, log);
        Membership = new MembershipDesk(who, settings, Outlet, Topics, cluster, statistics, log);
        Subscriptions = new SubscriptionDesk(bus);
        Services = new ServiceDesk(bus, who.Roles);
        Asks = new AskDesk(cluster);
        Singletons = new SingletonDesk(bus, cluster, statistics, log);
        Queues = new QueueDesk(bus, cluster, Inlet);
        Mail = new MailDesk(this, cluster);
    }

    public NodeIdentity Who { get; }

    public ClusterSettings Settings { get; }

    public IBus Bus { get; }

    public ClusterStatistics Statistics { get; }

    public Topics Topics { get; }

    public Outlet Outlet { get; }

    public Inlet Inlet { get; }

    public MembershipDesk Membership { get; }

    public SubscriptionDesk Subscriptions { get; }

    public ServiceDesk Services { get; }

    public AskDesk Asks { get; }

    public SingletonDesk Singletons { get; }

    public QueueDesk Queues { get; }

    public MailDesk Mail { get; }

    /// <summary>An actor died: all that it had ends.</summary>
    public void Gone(IActorRef actor)
    {
        Membership.Gone(actor);
        Subscriptions.Gone(actor);
        Services.Gone(actor);
        Singletons.Gone(actor);
        Queues.Gone(actor);
    }
}
