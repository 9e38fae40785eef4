namespace ActorPbx.Kernel.Dispatch.SysMsg;

/// <summary>The empty lists of system messages, from which others are made by adding.</summary>
internal static class SystemMessageList
{
    public static readonly LatestFirstSystemMessageList LNil = new(null);

    public static readonly EarliestFirstSystemMessageList ENil = new(null);

    public static int Size(SystemMessage? head)
    {
        int size = 0;
        for (; head is not null; head = head.Next)
        {
            size++;
        }

        return size;
    }

    /// <summary>Turns the links of a list round, in place.</summary>
    public static SystemMessage? Reverse(SystemMessage? head)
    {
        SystemMessage? reversed = null;
        while (head is not null)
        {
            SystemMessage? next = head.Next;
            head.Next = reversed;
            reversed = head;
            head = next;
        }

        return reversed;
    }
}

/// <summary>System messages as they are pushed, the newest first; the messages themselves are the links.</summary>
internal readonly record struct LatestFirstSystemMessageList(SystemMessage? Head)
{
    public bool IsEmpty => Head is null;

    public bool NonEmpty => Head is not null;

    public int Size => SystemMessageList.Size(Head);

    public LatestFirstSystemMessageList Tail => new(Head?.Next);

    /// <summary>The same messages in the order of their coming; this list is used up by it.</summary>
    public EarliestFirstSystemMessageList Reverse => new(SystemMessageList.Reverse(Head));

    /// <summary>Puts a message in front.</summary>
    public static LatestFirstSystemMessageList operator +(LatestFirstSystemMessageList list, SystemMessage message)
    {
        message.Next = list.Head;
        return new(message);
    }
}

/// <summary>System messages as they are handled, the oldest first; the messages themselves are the links.</summary>
internal readonly record struct EarliestFirstSystemMessageList(SystemMessage? Head)
{
    public bool IsEmpty => Head is null;

    public bool NonEmpty => Head is not null;

    public int Size => SystemMessageList.Size(Head);

    public EarliestFirstSystemMessageList Tail => new(Head?.Next);

    /// <summary>The same messages, the newest first; this list is used up by it.</summary>
    public LatestFirstSystemMessageList Reverse => new(SystemMessageList.Reverse(Head));

    /// <summary>Puts a message in front.</summary>
    public static EarliestFirstSystemMessageList operator +(EarliestFirstSystemMessageList list, SystemMessage message)
    {
        message.Next = list.Head;
        return new(message);
    }

    /// <summary>Puts older messages in front, the oldest at the head.</summary>
    public static EarliestFirstSystemMessageList operator +(EarliestFirstSystemMessageList list, LatestFirstSystemMessageList older)
    {
        while (older.Head is { } message)
        {
            older = older.Tail;
            list += message;
        }

        return list;
    }
}
