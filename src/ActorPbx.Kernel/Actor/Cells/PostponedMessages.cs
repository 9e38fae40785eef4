using ActorPbx.Kernel.Dispatch.SysMsg;

namespace ActorPbx.Kernel.Actor;

/// <summary>The system messages that wait until an actor has overcome its present trouble.</summary>
internal struct PostponedMessages
{
    private List<SystemMessage>? _kept;

    public readonly bool Any => _kept is { Count: > 0 };

    /// <summary>Keeps a message if it must wait.</summary>
    public bool TryKeep(ActorCell cell, SystemMessage message)
    {
        bool waits = cell.ChildrenOrNull?.WaitingFor is not null
            ? message is IStashWhenWaitingForChildren
            : message is IStashWhenFailed && cell.Mailbox.IsSuspended();
        if (waits)
        {
            (_kept ??= []).Add(message);
        }

        return waits;
    }

    public List<SystemMessage> TakeAll()
    {
        List<SystemMessage> taken = _kept!;
        _kept = null;
        return taken;
    }
}
