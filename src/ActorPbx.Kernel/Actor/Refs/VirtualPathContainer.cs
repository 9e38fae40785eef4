using System.Collections.Concurrent;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>Holds references that are not actors under a path, such as those of open questions under <c>/temp</c>.</summary>
public class VirtualPathContainer(IActorRefProvider provider, ActorPath path, IInternalActorRef parent, ILoggingAdapter? log) : MinimalActorRef
{
    private readonly ConcurrentDictionary<string, IInternalActorRef> _children = new();

    /// <inheritdoc />
    public override IActorRefProvider Provider { get; } = provider;

    /// <inheritdoc />
    public override IInternalActorRef Parent { get; } = parent;

    /// <inheritdoc />
    public override ActorPath Path { get; } = path;

    /// <summary>The log.</summary>
    public ILoggingAdapter? Log { get; } = log;

    /// <summary>Whether anything is in it.</summary>
    public bool HasChildren => !_children.IsEmpty;

    /// <summary>Puts a reference under a name, which must be free.</summary>
    public void AddChild(string name, IInternalActorRef actor)
    {
        if (!_children.TryAdd(name, actor))
        {
            throw new InvalidOperationException($"{Path} already contains a child named {name}");
        }
    }

    /// <summary>Takes a reference out.</summary>
    public void RemoveChild(string name)
    {
        if (!_children.TryRemove(name, out _))
        {
            Log?.Warning("{0} trying to remove non-child {1}", Path, name);
        }
    }

    /// <summary>Takes a reference out, if it is the one under the name.</summary>
    public void RemoveChild(string name, IActorRef child) =>
        _children.TryRemove(new KeyValuePair<string, IInternalActorRef>(name, (IInternalActorRef)child));

    internal bool TryRemove(string name) => _children.TryRemove(name, out _);

    /// <summary>Finds a reference.</summary>
    public bool TryGetChild(string name, [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IInternalActorRef? child) =>
        _children.TryGetValue(name, out child);

    /// <summary>Runs an action on each reference.</summary>
    public void ForEachChild(Action<IInternalActorRef> action)
    {
        foreach (IInternalActorRef child in _children.Values)
        {
            action(child);
        }
    }

    /// <inheritdoc />
    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        if (name.Count == 0 || name[0].Length == 0)
        {
            return this;
        }

        if (!_children.TryGetValue(name[0], out IInternalActorRef? child))
        {
            return ActorRefs.Nobody;
        }

        return name.Count == 1 ? child : child.GetChild([.. name.Skip(1)]);
    }
}
