using ActorPbx.Kernel.Actor.Internal;

namespace ActorPbx.Kernel.Actor;

/// <summary>An actor that declares a handler for each type of message, in its constructor or in the action given to Become.</summary>
public abstract class ReceiveActor : UntypedActor, IInitializableActor
{
    private MessageHandler[] _handlers = [];
    private ReceiveActorHandlers? _declaring = new();

    /// <inheritdoc />
    void IInitializableActor.Init() => _handlers = TakeDeclared();

    /// <inheritdoc />
    protected sealed override void OnReceive(object message) => Dispatch(_handlers, message);

    private void Dispatch(MessageHandler[] handlers, object message)
    {
        foreach (MessageHandler handler in handlers)
        {
            if (handler.TryHandle(message))
            {
                return;
            }
        }

        Unhandled(message);
    }

    private MessageHandler[] TakeDeclared()
    {
        MessageHandler[] handlers = _declaring?.ToArray() ?? [];
        _declaring = null;
        return handlers;
    }

    /// <summary>Replaces the handlers by those that the action declares.</summary>
    protected void Become(Action configure) => base.Become(Configure(configure));

    /// <summary>Puts the handlers that the action declares on top of the present ones.</summary>
    protected void BecomeStacked(Action configure) => base.BecomeStacked(Configure(configure));

    private Receive Configure(Action configure)
    {
        ReceiveActorHandlers? outer = _declaring;
        _declaring = new ReceiveActorHandlers();
        try
        {
            configure();
            return new HandlerSet(this, _declaring.ToArray()).Receive;
        }
        finally
        {
            _declaring = outer;
        }
    }

    private void Declare(MessageHandler handler)
    {
        ReceiveActorHandlers declaring = _declaring ?? throw new InvalidOperationException(
            "You may only call Receive-methods when constructing the actor and inside Become().");
        declaring.Add(handler);
    }

    /// <summary>Handles messages of the type asynchronously; no other message is handled until the task has ended.</summary>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null) => Declare(MessageHandler.Async(handler, shouldHandle));

    /// <summary>Handles messages of the type asynchronously if they satisfy the condition.</summary>
    protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => ReceiveAsync(handler, shouldHandle);

    /// <summary>Handles messages of the type asynchronously.</summary>
    protected void ReceiveAsync(Type messageType, Func<object, Task> handler, Predicate<object>? shouldHandle = null) =>
        Declare(new ByTypeHandler(messageType, MessageHandler.Wrap(handler), shouldHandle));

    /// <summary>Handles messages of the type asynchronously if they satisfy the condition.</summary>
    protected void ReceiveAsync(Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler) =>
        ReceiveAsync(messageType, handler, shouldHandle);

    /// <summary>Handles all other messages asynchronously.</summary>
    protected void ReceiveAnyAsync(Func<object, Task> handler) => Declare(new AnyHandler(MessageHandler.Wrap(handler)));

    /// <summary>Handles messages of the type, if they satisfy the condition.</summary>
    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null) =>
        Declare(shouldHandle is null ? new TypeHandler<T>(handler) : new PredicateHandler<T>(handler, shouldHandle));

    /// <summary>Handles messages of the type, if they satisfy the condition.</summary>
    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Receive(handler, shouldHandle);

    /// <summary>Handles messages of the type; the handler says whether it did.</summary>
    protected void Receive<T>(Func<T, bool> handler) => Declare(new FuncHandler<T>(handler, null));

    /// <summary>Handles messages of the type, if they satisfy the condition.</summary>
    protected void Receive(Type messageType, Action<object> handler, Predicate<object>? shouldHandle = null) =>
        Declare(new ByTypeHandler(messageType, handler, shouldHandle));

    /// <summary>Handles messages of the type, if they satisfy the condition.</summary>
    protected void Receive(Type messageType, Predicate<object> shouldHandle, Action<object> handler) => Receive(messageType, handler, shouldHandle);

    /// <summary>Handles messages of the type; the handler says whether it did.</summary>
    protected void Receive(Type messageType, Func<object, bool> handler) => Declare(new ByTypeFuncHandler(messageType, handler, null));

    /// <summary>Handles all other messages.</summary>
    protected void ReceiveAny(Action<object> handler) => Declare(new AnyHandler(handler));

    private sealed class HandlerSet(ReceiveActor actor, MessageHandler[] handlers)
    {
        public bool Receive(object message)
        {
            actor.Dispatch(handlers, message);
            return true;
        }
    }
}
