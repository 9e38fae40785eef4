using ActorPbx.Cluster.Bus;
using ActorPbx.Domain.Nodes;

namespace ActorPbx.Cluster.Messaging;

/// <summary>Which actor serves which service of this node. The node shares each with the other nodes of its roles.</summary>
internal sealed class ServiceDesk(IBus bus, NodeRoles roles)
{
    private readonly Dictionary<string, IActorRef> _services = [];
    private readonly string[] _words = [.. Enum.GetValues<NodeRoles>().Where(role => role != NodeRoles.None && roles.HasFlag(role)).Select(Topics.Word)];

    /// <summary>The latest to serve takes over from the one before.</summary>
    public void Serve(string service, IActorRef server)
    {
        var isNew = !_services.ContainsKey(service);
        _services[service] = server;
        if (!isNew)
            return;
        foreach (var word in _words)
            bus.Share(Topics.RoleShare(word, service), Topics.RolePattern(word, service));
    }

    public IActorRef? Find(string service) => _services.GetValueOrDefault(service);

    public void Gone(IActorRef server)
    {
        foreach (var service in _services.Where(service => service.Value.Equals(server)).Select(service => service.Key).ToArray())
        {
            _services.Remove(service);
            foreach (var word in _words)
                bus.Unshare(Topics.RoleShare(word, service));
        }
    }
}
