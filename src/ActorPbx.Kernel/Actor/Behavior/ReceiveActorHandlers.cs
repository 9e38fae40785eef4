namespace ActorPbx.Kernel.Actor;

/// <summary>The handlers that a receive actor declares, in their order; none can follow one that takes everything.</summary>
internal sealed class ReceiveActorHandlers
{
    private readonly List<MessageHandler> _handlers = new(4);

    public void Add(MessageHandler handler)
    {
        if (_handlers.Count > 0 && _handlers[^1].TakesAll)
        {
            throw new InvalidOperationException("A handler that catches all messages has been added. No handler can be added after that.");
        }

        _handlers.Add(handler);
    }

    public void AddReceiveAnyHandler(Action<object> handler) => Add(new AnyHandler(handler));

    public void AddTypedReceiveHandler(Type messageType, Predicate<object>? shouldHandle, Func<object, bool> handler) =>
        Add(new ByTypeFuncHandler(messageType, handler, shouldHandle));

    public void AddGenericReceiveHandler<T>(Predicate<T>? shouldHandle, Func<T, bool> handler) =>
        Add(new FuncHandler<T>(handler, shouldHandle));

    public bool TryHandle(object message)
    {
        foreach (MessageHandler handler in _handlers)
        {
            if (handler.TryHandle(message))
            {
                return true;
            }
        }

        return false;
    }

    public MessageHandler[] ToArray() => [.. _handlers];
}
