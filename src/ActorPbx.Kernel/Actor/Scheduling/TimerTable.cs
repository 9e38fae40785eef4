namespace ActorPbx.Kernel.Actor;

/// <summary>The timers by key: a chain, for most actors have one or two; a table once there are many.</summary>
internal struct TimerTable
{
    private const int ChainLimit = 8;
    private ActorTimer? _first;
    private int _chained;
    private Dictionary<object, ActorTimer>? _many;

    public readonly ActorTimer? Find(object key)
    {
        if (_many is not null)
        {
            return _many.GetValueOrDefault(key);
        }

        ActorTimer? timer = _first;
        while (timer is not null && !timer.Key.Equals(key))
        {
            timer = timer.Next;
        }

        return timer;
    }

    public void Add(ActorTimer timer)
    {
        if (_many is null && _chained < ChainLimit)
        {
            timer.Next = _first;
            _first = timer;
            _chained++;
            return;
        }

        _many ??= All().ToDictionary(static t => t.Key);
        _first = null;
        _many[timer.Key] = timer;
    }

    public void Remove(ActorTimer timer)
    {
        if (_many is not null)
        {
            _many.Remove(timer.Key);
            return;
        }

        if (ReferenceEquals(_first, timer))
        {
            _first = timer.Next;
        }
        else
        {
            ActorTimer previous = _first!;
            while (!ReferenceEquals(previous.Next, timer))
            {
                previous = previous.Next!;
            }

            previous.Next = timer.Next;
        }

        timer.Next = null;
        _chained--;
    }

    /// <summary>All timers, the oldest first.</summary>
    public readonly List<ActorTimer> All()
    {
        if (_many is not null)
        {
            return [.. _many.Values];
        }

        var all = new List<ActorTimer>(_chained);
        for (ActorTimer? timer = _first; timer is not null; timer = timer.Next)
        {
            all.Add(timer);
        }

        all.Reverse(); // the youngest heads the chain
        return all;
    }
}
