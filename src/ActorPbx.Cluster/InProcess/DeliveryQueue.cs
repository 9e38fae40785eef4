namespace ActorPbx.Cluster.InProcess;

/// <summary>
/// What is to be delivered, in order. The thread that finds nobody delivering does it, until nothing is left: no sink is called under a lock, none is
/// called while another runs, and what a sink causes comes after what was there before.
/// </summary>
internal sealed class DeliveryQueue
{
    private readonly Queue<Delivery> _waiting = new();
    private bool _busy;

    public void Add(in Delivery delivery)
    {
        lock (_waiting)
            _waiting.Enqueue(delivery);
    }

    public void Work()
    {
        lock (_waiting)
        {
            if (_busy)
                return;
            _busy = true;
        }

        while (TryNext(out var next))
            next.Run();
    }

    private bool TryNext(out Delivery next)
    {
        lock (_waiting)
            return _busy = _waiting.TryDequeue(out next);
    }
}
