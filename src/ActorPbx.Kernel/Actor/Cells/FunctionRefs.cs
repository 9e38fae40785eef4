using System.Collections.Concurrent;

namespace ActorPbx.Kernel.Actor;

/// <summary>The functions that an actor has given references to; they end with it.</summary>
internal sealed class FunctionRefs(ActorCell cell)
{
    private readonly ConcurrentDictionary<string, FunctionRef> _byName = new();
    private long _next = -1;

    /// <summary>Gives a function a reference below the actor.</summary>
    public FunctionRef Add(Action<IActorRef?, object> tell, string suffix)
    {
        string name = Util.Base64Encoding.Base64Encode(Interlocked.Increment(ref _next), "$$") + (suffix.Length == 0 ? "" : "-" + suffix);
        var path = new ChildActorPath(cell.Self.Path, name, CellChildren.NewUid());
        var made = new FunctionRef(path, cell.SystemImpl.Provider, cell.SystemImpl.EventStream, tell);
        _byName[name] = made;
        return made;
    }

    /// <summary>Ends a reference; false when it is not one of this actor's.</summary>
    public bool Remove(FunctionRef reference)
    {
        bool removed = _byName.TryRemove(reference.Path.Name, out FunctionRef? found);
        found?.Stop();
        return removed;
    }

    public FunctionRef? Find(string name) => _byName.GetValueOrDefault(name);

    public void StopAll()
    {
        foreach (FunctionRef each in _byName.Values)
        {
            each.Stop();
        }

        _byName.Clear();
    }
}
