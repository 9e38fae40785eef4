namespace ActorPbx.Kernel.Actor;

/// <summary>An actor's receive timeout: runs between messages only.</summary>
internal sealed class ReceiveTimeoutState(ActorCell cell)
{
    private ICancelable? _pending;

    public TimeSpan? Timeout { get; private set; }

    public bool Running => _pending is not null;

    public void Set(TimeSpan? timeout)
    {
        Timeout = timeout;
        Cancel();
    }

    public void Cancel()
    {
        _pending?.Cancel();
        _pending = null;
    }

    public void Check()
    {
        if (Timeout is not { } timeout || cell.Mailbox.HasMessages)
        {
            Cancel();
            return;
        }

        Cancel();
        _pending = cell.System.Scheduler.ScheduleTellOnceCancelable(timeout, cell.Self, ReceiveTimeout.Instance, cell.Self);
    }
}
