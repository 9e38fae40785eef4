using ActorPbx.Cluster.Bus;

namespace ActorPbx.Cluster.Tests.InProcess;

/// <summary>Answers whatever is published, within the delivery.</summary>
internal sealed class EchoSink(IBus bus) : IBusSink
{
    public void OnPublished(string topic, ReadOnlyMemory<byte> body) => bus.Publish("hq.echo.answer", body, TimeSpan.FromSeconds(1));

    public void OnUp()
    {
    }

    public void OnDown(string reason)
    {
    }

    public void OnDelivered(string queue, ulong tag, string origin, string key, ReadOnlyMemory<byte> body)
    {
    }

    public void OnEnqueued(string queue, string key)
    {
    }

    public void OnNotEnqueued(string queue, string key, string reason)
    {
    }

    public void OnGranted(string singleton, long epoch)
    {
    }

    public void OnLost(string singleton)
    {
    }
}
