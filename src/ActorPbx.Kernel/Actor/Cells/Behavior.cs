namespace ActorPbx.Kernel.Actor;

/// <summary>An actor's stack of handlers; the one that its class defines lies at the bottom and costs nothing.</summary>
internal struct Behavior
{
    private Receive? _base;
    private Stack<Receive?>? _below;
    private TypedHandlers? _typed;

    /// <summary>The handler on top, if it is not the class's own.</summary>
    public Receive? Current { get; private set; }

    public Receive Base(ActorBase actor) => _base ??= actor.ReceiveInternal;

    public void Replace(Receive receive) => Current = receive;

    public void Push(Receive receive)
    {
        (_below ??= new Stack<Receive?>()).Push(Current);
        Current = receive;
    }

    public void Pop() => Current = _below is { Count: > 0 } ? _below.Pop() : null;

    /// <summary>The handler that takes every message, as one that may refuse.</summary>
    public Receive Typed(UntypedReceive receive) => (_typed ??= new TypedHandlers()).Of(receive);

    /// <summary>Remembers two handlers in the other form: an actor that goes to and fro between them makes nothing new.</summary>
    private sealed class TypedHandlers
    {
        private UntypedReceive? _last;
        private UntypedReceive? _other;
        private Receive? _lastTyped;
        private Receive? _otherTyped;

        public Receive Of(UntypedReceive receive)
        {
            if (ReferenceEquals(receive, _last))
            {
                return _lastTyped!;
            }

            if (ReferenceEquals(receive, _other))
            {
                return _otherTyped!;
            }

            (_other, _otherTyped) = (_last, _lastTyped);
            (_last, _lastTyped) = (receive, receive.Handle);
            return _lastTyped;
        }
    }
}

/// <summary>Lets a handler that takes every message stand where one that may refuse is asked for.</summary>
file static class UntypedHandler
{
    // Bound as a delegate, the handler itself is the target: nothing stands between.
    public static bool Handle(this UntypedReceive receive, object message)
    {
        receive(message);
        return true;
    }
}
