using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Dispatch.SysMsg;

namespace ActorPbx.Kernel.Actor;

/// <summary>The cell of an actor that has not been started yet: takes what is sent to it for later.</summary>
public sealed class UnstartedCell : ICell
{
    private readonly ActorCell _cell;

    internal UnstartedCell(ActorCell cell) => _cell = cell;

    /// <inheritdoc />
    public IActorRef Self => _cell.Self;

    /// <inheritdoc />
    public ActorSystem System => _cell.System;

    /// <inheritdoc />
    public ActorSystemImpl SystemImpl => _cell.SystemImpl;

    /// <inheritdoc />
    public IInternalActorRef Parent => _cell.Parent;

    /// <inheritdoc />
    public ChildrenContainer ChildrenContainer => _cell.ChildrenContainer;

    /// <inheritdoc />
    public bool IsLocal => true;

    /// <inheritdoc />
    public bool IsTerminated => _cell.IsTerminated;

    /// <inheritdoc />
    public bool HasMessages => _cell.HasMessages;

    /// <inheritdoc />
    public int NumberOfMessages => _cell.NumberOfMessages;

    /// <inheritdoc />
    public Props Props => _cell.Props;

    /// <inheritdoc />
    public void Start() => _cell.Start();

    /// <inheritdoc />
    public void Suspend() => _cell.Suspend();

    /// <inheritdoc />
    public void Resume(Exception? causedByFailure) => _cell.Resume(causedByFailure);

    /// <inheritdoc />
    public void Restart(Exception? cause) => _cell.Restart(cause);

    /// <inheritdoc />
    public void Stop() => _cell.Stop();

    /// <inheritdoc />
    public void SendMessage(Envelope message) => _cell.SendMessage(message);

    /// <inheritdoc />
    public void SendMessage(IActorRef? sender, object message) => _cell.SendMessage(sender, message);

    /// <inheritdoc />
    public void SendSystemMessage(ISystemMessage message) => _cell.SendSystemMessage(message);

    /// <inheritdoc />
    public IEnumerable<IInternalActorRef> GetChildren() => _cell.GetChildren();

    /// <inheritdoc />
    public IInternalActorRef GetSingleChild(string name) => _cell.GetSingleChild(name);

    /// <inheritdoc />
    public IInternalActorRef GetChildByName(string name) => _cell.GetChildByName(name);

    /// <inheritdoc />
    public bool TryGetChildStatsByName(string name, [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IChildStats? child) =>
        _cell.TryGetChildStatsByName(name, out child);
}
