using ActorPbx.Pbx.Records;

namespace ActorPbx.Benchmarks.ClusterSimulation;

/// <summary>A store that never kept anything, as on a node's first start.</summary>
internal sealed class EmptyStore : ReceiveActor
{
    public EmptyStore()
    {
        Receive<LoadDocument>(load => Sender.Tell(new DocumentLoaded(load.Name, null)));
        Receive<SaveDocument>(_ => { });
    }
}
