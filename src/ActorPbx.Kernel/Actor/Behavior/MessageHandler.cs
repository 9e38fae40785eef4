using ActorPbx.Kernel.Dispatch;
namespace ActorPbx.Kernel.Actor;

/// <summary>One declared handler of a receive actor.</summary>
internal abstract class MessageHandler
{
    /// <summary>Whether nothing gets past this handler.</summary>
    public virtual bool TakesAll => false;

    public abstract bool TryHandle(object message);

    public static MessageHandler Async<T>(Func<T, Task> handler, Predicate<T>? condition)
    {
        Action<T> run = m => ActorTaskScheduler.RunTask(handler, m);
        return condition is null ? new TypeHandler<T>(run) : new PredicateHandler<T>(run, condition);
    }

    public static Action<object> Wrap(Func<object, Task> handler) => m => ActorTaskScheduler.RunTask(handler, m);
}

internal sealed class TypeHandler<T>(Action<T> handler) : MessageHandler
{
    public override bool TakesAll => typeof(T) == typeof(object);

    public override bool TryHandle(object message)
    {
        if (message is not T typed)
        {
            return false;
        }

        handler(typed);
        return true;
    }
}

internal sealed class PredicateHandler<T>(Action<T> handler, Predicate<T> condition) : MessageHandler
{
    public override bool TryHandle(object message)
    {
        if (message is not T typed || !condition(typed))
        {
            return false;
        }

        handler(typed);
        return true;
    }
}

internal sealed class FuncHandler<T>(Func<T, bool> handler, Predicate<T>? condition) : MessageHandler
{
    public override bool TakesAll => typeof(T) == typeof(object) && condition is null;

    public override bool TryHandle(object message) => message is T typed && (condition is null || condition(typed)) && handler(typed);
}

internal sealed class ByTypeHandler(Type type, Action<object> handler, Predicate<object>? condition) : MessageHandler
{
    public override bool TakesAll => type == typeof(object) && condition is null;

    public override bool TryHandle(object message)
    {
        if (!type.IsInstanceOfType(message) || (condition is not null && !condition(message)))
        {
            return false;
        }

        handler(message);
        return true;
    }
}

internal sealed class ByTypeFuncHandler(Type type, Func<object, bool> handler, Predicate<object>? condition) : MessageHandler
{
    public override bool TakesAll => type == typeof(object) && condition is null;

    public override bool TryHandle(object message) =>
        type.IsInstanceOfType(message) && (condition is null || condition(message)) && handler(message);
}

internal sealed class AnyHandler(Action<object> handler) : MessageHandler
{
    public override bool TakesAll => true;

    public override bool TryHandle(object message)
    {
        handler(message);
        return true;
    }
}
