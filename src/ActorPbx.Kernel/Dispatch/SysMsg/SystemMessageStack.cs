namespace ActorPbx.Kernel.Dispatch.SysMsg;

/// <summary>The system messages an actor has not handled yet: a stack without lock, turned round when it is taken.</summary>
internal struct SystemMessageStack
{
    private SystemMessage? _top;

    /// <summary>Whether there is neither a message nor the mark of a closed stack.</summary>
    public bool IsEmpty => Volatile.Read(ref _top) is null;

    public bool HasMessages => Volatile.Read(ref _top) is { } top && top != NoMessage.Instance;

    /// <summary>Adds a message; false if the stack is closed.</summary>
    public bool TryPush(SystemMessage message)
    {
        while (true)
        {
            SystemMessage? head = Volatile.Read(ref _top);
            if (head == NoMessage.Instance)
            {
                return false;
            }

            message.Next = head;
            if (Interlocked.CompareExchange(ref _top, message, head) == head)
            {
                return true;
            }
        }
    }

    /// <summary>Takes all messages, oldest first, and leaves the given content; <see cref="NoMessage"/> closes the stack.</summary>
    public EarliestFirstSystemMessageList TakeAll(LatestFirstSystemMessageList newContent)
    {
        SystemMessage? head;
        do
        {
            head = Volatile.Read(ref _top);
            if (head == NoMessage.Instance)
            {
                return SystemMessageList.ENil;
            }
        }
        while (Interlocked.CompareExchange(ref _top, newContent.Head, head) != head);

        return new LatestFirstSystemMessageList(head).Reverse;
    }
}
