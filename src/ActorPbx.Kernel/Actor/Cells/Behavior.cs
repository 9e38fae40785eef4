namespace ActorPbx.Kernel.Actor;

/// <summary>An actor's stack of handlers; the one that its class defines lies at the bottom and costs nothing.</summary>
internal struct Behavior
{
    private Receive? _base;
    private Stack<Receive?>? _below;

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

    public static Receive Typed(UntypedReceive receive) => new UntypedHandler(receive).Receive;

    private sealed class UntypedHandler(UntypedReceive receive)
    {
        public bool Receive(object message)
        {
            receive(message);
            return true;
        }
    }
}
