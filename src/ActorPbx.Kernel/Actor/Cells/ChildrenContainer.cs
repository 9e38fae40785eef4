namespace ActorPbx.Kernel.Actor.Internal;

/// <summary>An actor's children by name, and the wait for those that are about to end.</summary>
/// <remarks>Reserving and looking up happen from any thread, so all is done under one lock; most actors never make this object.</remarks>
public sealed class ChildrenContainer
{
    /// <summary>Of all actors that ended without ever having had a child.</summary>
    internal static readonly ChildrenContainer Ended = new() { _terminated = true };

    private readonly Dictionary<string, IChildStats> _children = [];
    private HashSet<IActorRef>? _toDie;
    private SuspendReason? _reason;
    private bool _terminated;
    private FunctionRefs? _functions;

    internal FunctionRefs? FunctionsOrNull => _functions;

    internal FunctionRefs Functions(ActorCell cell) =>
        ReferenceEquals(this, Ended) ? new FunctionRefs(cell) :
        _functions ?? Interlocked.CompareExchange(ref _functions, new FunctionRefs(cell), null) ?? _functions;

    /// <summary>Whether the parent can work: it waits for no child, or only at the program's own wish.</summary>
    public bool IsNormal => _reason is null or SuspendReason.UserRequest;

    /// <summary>Whether the parent waits for its children in order to end, or has ended.</summary>
    public bool IsTerminating => _reason is SuspendReason.Termination || _terminated;

    /// <summary>The wait that holds the parent back from its work, if any.</summary>
    public SuspendReason? WaitingFor
    {
        get
        {
            lock (_children)
            {
                return _toDie is null || _reason is SuspendReason.UserRequest ? null : _reason;
            }
        }
    }

    /// <summary>Takes a name; throws if it is taken or the parent is ending.</summary>
    public void Reserve(string name)
    {
        lock (_children)
        {
            if (IsTerminating)
            {
                throw new InvalidOperationException($"Cannot reserve actor name \"{name}\". It is terminating.");
            }

            if (!_children.TryAdd(name, ChildNameReserved.Instance))
            {
                throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
            }
        }
    }

    /// <summary>Gives a reserved name back.</summary>
    public void Unreserve(string name)
    {
        lock (_children)
        {
            if (_children.TryGetValue(name, out IChildStats? stats) && stats is ChildNameReserved)
            {
                _children.Remove(name);
            }
        }
    }

    /// <summary>Puts a child under its reserved name; null if the name was not reserved or the parent has begun to end since, for nobody would stop the child then.</summary>
    public ChildRestartStats? Init(IInternalActorRef child)
    {
        lock (_children)
        {
            _children.TryGetValue(child.Path.Name, out IChildStats? known);
            if (known is ChildRestartStats stats)
            {
                return stats;
            }

            if (known is null || IsTerminating)
            {
                _children.Remove(child.Path.Name);
                return null;
            }

            var made = new ChildRestartStats(child);
            _children[child.Path.Name] = made;
            return made;
        }
    }

    /// <summary>What is known of the name.</summary>
    public bool TryGetByName(string name, [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IChildStats? stats)
    {
        lock (_children)
        {
            return _children.TryGetValue(name, out stats);
        }
    }

    /// <summary>What is known of the child.</summary>
    public bool TryGetByRef(IActorRef child, [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ChildRestartStats? stats)
    {
        stats = TryGetByName(child.Path.Name, out IChildStats? known) && known is ChildRestartStats found && child.Equals(found.Child) ? found : null;
        return stats is not null;
    }

    /// <summary>Notes that a child was told to end.</summary>
    public void ShallDie(IActorRef child)
    {
        lock (_children)
        {
            _reason ??= SuspendReason.UserRequest.Instance;
            (_toDie ??= []).Add(child);
        }
    }

    /// <summary>Says why the parent waits; false if there is nothing to wait for.</summary>
    public bool SetTerminationReason(SuspendReason reason)
    {
        lock (_children)
        {
            if (_toDie is null)
            {
                return false;
            }

            _reason = reason;
            return true;
        }
    }

    /// <summary>
    /// Takes no more children, ever. Null if the parent has none to wait for, else those that nobody told to end yet.
    /// Both happen at once, or a child that another thread makes in between would outlive its parent.
    /// </summary>
    public List<IInternalActorRef>? BeginEnd()
    {
        lock (_children)
        {
            List<IInternalActorRef> untold = [];
            foreach (IChildStats stats in _children.Values)
            {
                if (stats is ChildRestartStats { Child: var child } && (_toDie ??= []).Add(child))
                {
                    untold.Add(child);
                }
            }

            _terminated |= _toDie is null;
            _reason = _toDie is null ? _reason : SuspendReason.Termination.Instance;
            return _toDie is null ? null : untold;
        }
    }

    /// <summary>Removes a child; when it was the last one waited for, returns what the wait was for.</summary>
    public SuspendReason? Remove(IActorRef child)
    {
        lock (_children)
        {
            if (_children.TryGetValue(child.Path.Name, out IChildStats? known) && known is ChildRestartStats stats && child.Equals(stats.Child))
            {
                _children.Remove(child.Path.Name);
            }

            if (_toDie is null || !_toDie.Remove(child) || _toDie.Count > 0)
            {
                return null;
            }

            SuspendReason? ended = _reason;
            _terminated |= _reason is SuspendReason.Termination;
            _toDie = null;
            _reason = null;
            return ended;
        }
    }

    /// <summary>All children.</summary>
    public List<IInternalActorRef> Children()
    {
        lock (_children)
        {
            var list = new List<IInternalActorRef>(_children.Count);
            foreach (IChildStats stats in _children.Values)
            {
                if (stats is ChildRestartStats child)
                {
                    list.Add(child.Child);
                }
            }

            return list;
        }
    }

    /// <summary>All children, collected only if somebody looks: most strategies never do.</summary>
    public IEnumerable<IInternalActorRef> ChildrenLater()
    {
        foreach (IInternalActorRef child in Children())
        {
            yield return child;
        }
    }

    /// <summary>All children with their restart counts.</summary>
    public List<ChildRestartStats> Stats()
    {
        lock (_children)
        {
            return [.. _children.Values.OfType<ChildRestartStats>()];
        }
    }
}

/// <summary>All children with their restart counts, collected only if somebody looks: a parent of many may lose them one by one.</summary>
internal sealed class LaterStats(ChildrenContainer children) : IReadOnlyCollection<ChildRestartStats>
{
    private List<ChildRestartStats>? _stats;

    public int Count => Stats.Count;

    private List<ChildRestartStats> Stats => _stats ??= children.Stats();

    public IEnumerator<ChildRestartStats> GetEnumerator() => Stats.GetEnumerator();

    global::System.Collections.IEnumerator global::System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
