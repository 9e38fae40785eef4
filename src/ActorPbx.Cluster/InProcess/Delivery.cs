using ActorPbx.Cluster.Bus;

namespace ActorPbx.Cluster.InProcess;

/// <summary>Something on its way to a node: a published message, or other news of the broker.</summary>
/// <param name="To">The node.</param>
/// <param name="Topic">Topic of a published message.</param>
/// <param name="Body">Body of a published message.</param>
/// <param name="News">What else is told.</param>
/// <param name="Always">Also told to a node that is cut off.</param>
internal readonly record struct Delivery(InProcessBus To, string Topic, ReadOnlyMemory<byte> Body, Action<IBusSink>? News, bool Always)
{
    /// <summary>Brings it; what is on its way to a node while it is cut off does not arrive.</summary>
    public void Run()
    {
        if (!Always && !To.Connected)
            return;
        if (News is null)
            To.Bring(Topic, Body);
        else
            To.Bring(News);
    }
}
