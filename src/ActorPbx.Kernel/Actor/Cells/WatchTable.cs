namespace ActorPbx.Kernel.Actor;

/// <summary>Actors with a value each. Two lie in the table itself, since most actors watch two others at most and are watched by two; only more make a dictionary.</summary>
internal struct WatchTable
{
    private IActorRef? _one;
    private object? _value;
    private IActorRef? _other;
    private object? _otherValue;
    private Dictionary<IActorRef, object?>? _more;

    /// <summary>All of them, as they are at this moment.</summary>
    public readonly IActorRef[] Actors
    {
        get
        {
            if (_one is null && _other is null && _more is null)
            {
                return [];
            }

            return [.. _one is null ? (ReadOnlySpan<IActorRef>)[] : [_one], .. _other is null ? (ReadOnlySpan<IActorRef>)[] : [_other], .. _more?.Keys ?? (IEnumerable<IActorRef>)[]];
        }
    }

    public readonly bool TryGet(IActorRef actor, out object? value)
    {
        if (actor.Equals(_one))
        {
            value = _value;
            return true;
        }

        if (actor.Equals(_other))
        {
            value = _otherValue;
            return true;
        }

        value = null;
        return _more is not null && _more.TryGetValue(actor, out value);
    }

    /// <summary>False for an actor that is in the table; its value stays.</summary>
    public bool TryAdd(IActorRef actor, object? value)
    {
        if (TryGet(actor, out _))
        {
            return false;
        }

        if (_one is null)
        {
            (_one, _value) = (actor, value);
            return true;
        }

        if (_other is null)
        {
            (_other, _otherValue) = (actor, value);
            return true;
        }

        (_more ??= []).Add(actor, value);
        return true;
    }

    /// <summary>False for an actor that is not in the table.</summary>
    public bool Remove(IActorRef actor, out object? value)
    {
        if (actor.Equals(_one))
        {
            value = _value;
            (_one, _value) = (null, null);
            return true;
        }

        if (actor.Equals(_other))
        {
            value = _otherValue;
            (_other, _otherValue) = (null, null);
            return true;
        }

        value = null;
        if (_more is null || !_more.Remove(actor, out value))
        {
            return false;
        }

        _more = _more.Count == 0 ? null : _more;
        return true;
    }
}
