using ActorPbx.Cluster.Bus;
using ActorPbx.Cluster.Codec;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster.Messaging;

/// <summary>The way out to the bus: encodes, says how old a message may get, and keeps at home what is for this node.</summary>
internal sealed class Outlet(Origin self, Topics topics, IBus bus, IActorRef cluster, TimeSpan lifetime)
{
    /// <summary>Publishes; false when the message is too large.</summary>
    public bool Publish(string topic, Letter letter, TimeSpan? age = null)
    {
        if (!ClusterCodec.TryEncode(letter, out var body))
            return false;
        bus.Publish(topic, body, age ?? lifetime);
        return true;
    }

    /// <summary>Sends to a service of a node; what is for this node needs no bus. False when the message is too large.</summary>
    public bool Send(Origin to, string service, Letter letter, TimeSpan? age = null)
    {
        var topic = topics.ToNode(to, service);
        if (to != self)
            return Publish(topic, letter, age);
        if (!ClusterCodec.TryEncode(letter, out var body))
            return false;
        cluster.Tell(new BusNotice.Published(topic, body), ActorRefs.NoSender);
        return true;
    }
}
