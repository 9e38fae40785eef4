using System.Collections.Concurrent;
using System.Reflection;

namespace ActorPbx.Kernel.Actor;

/// <summary>An actor that implements <see cref="IHandle{TMessage}"/> for each message it understands.</summary>
public abstract class TypedActor : ActorBase
{
    private static readonly ConcurrentDictionary<(Type Actor, Type Message), MethodInfo?> Handlers = new();

    /// <inheritdoc />
    protected sealed override bool Receive(object message)
    {
        MethodInfo? handler = Handlers.GetOrAdd((GetType(), message.GetType()), static key =>
        {
            Type handle = typeof(IHandle<>).MakeGenericType(key.Message);
            return handle.IsAssignableFrom(key.Actor) ? handle.GetMethod(nameof(IHandle<>.Handle)) : null;
        });
        if (handler is null)
        {
            return false;
        }

        handler.Invoke(this, BindingFlags.DoNotWrapExceptions, null, [message], null);
        return true;
    }
}
