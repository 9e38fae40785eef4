using ActorPbx.Cluster.Bus;

namespace ActorPbx.Cluster.Tests.Contract;

/// <summary>A broker of its own for one test, with a hand on its nodes' connections.</summary>
public interface IBusLab : IAsyncDisposable
{
    /// <summary>The end of a node, not started.</summary>
    IBus Create(string branch, string node);

    /// <summary>Takes the connection away; the node notices it.</summary>
    Task Cut(IBus bus);

    /// <summary>Lets it connect again.</summary>
    Task Heal(IBus bus);
}
