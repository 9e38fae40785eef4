using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Dispatch.SysMsg;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>The parent of a system's topmost actors.</summary>
public class GuardianActor : ActorBase
{
    /// <inheritdoc />
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Terminated:
                Context.Stop(Self);
                break;
            case StopChild stop:
                Context.Stop(stop.Child);
                break;
            default:
                Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
                break;
        }

        return true;
    }

    /// <inheritdoc />
    protected override void PreRestart(Exception reason, object message)
    {
        // A guardian keeps its children through a restart.
    }
}


/// <summary>The parent of the runtime's own actors; ends last, after those that registered for it.</summary>
public class SystemGuardianActor(IActorRef userGuardian) : ActorBase
{
    private readonly HashSet<IActorRef> _terminationHooks = [];

    /// <inheritdoc />
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Terminated terminated when terminated.ActorRef.Equals(userGuardian):
                Context.Become(Terminating);
                foreach (IActorRef hook in _terminationHooks)
                {
                    hook.Tell(TerminationHook.Instance, Self);
                }

                StopWhenAllTerminationHooksDone();
                return true;
            case Terminated terminated:
                _terminationHooks.Remove(terminated.ActorRef); // a hooked actor ended while the system runs
                return true;
            case StopChild stop:
                Context.Stop(stop.Child);
                return true;
            case RegisterTerminationHook when Sender != Context.System.DeadLetters:
                _terminationHooks.Add(Sender);
                Context.Watch(Sender);
                return true;
            default:
                Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
                return true;
        }
    }

    private bool Terminating(object message)
    {
        switch (message)
        {
            case Terminated terminated:
                StopWhenAllTerminationHooksDone(terminated.ActorRef);
                return true;
            case TerminationHookDone:
                StopWhenAllTerminationHooksDone(Sender);
                return true;
            default:
                Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
                return true;
        }
    }

    private void StopWhenAllTerminationHooksDone(IActorRef done)
    {
        _terminationHooks.Remove(done);
        StopWhenAllTerminationHooksDone();
    }

    private void StopWhenAllTerminationHooksDone()
    {
        if (_terminationHooks.Count == 0)
        {
            Context.System.EventStream.StopDefaultLoggers(Context.System);
            Context.Stop(Self);
        }
    }

    /// <inheritdoc />
    protected override void PreRestart(Exception reason, object message)
    {
        // A guardian keeps its children through a restart.
    }
}

/// <summary>The parent of all, which also knows the names below <c>/</c> that are no actors.</summary>
public class RootGuardianActorRef(
    ActorSystemImpl system, Props props, MessageDispatcher dispatcher, MailboxType mailboxType, IInternalActorRef supervisor, ActorPath path, IInternalActorRef deadLetters,
    IReadOnlyDictionary<string, IInternalActorRef> extraNames)
    : LocalActorRef(system, props, dispatcher, mailboxType, supervisor, path)
{
    private IInternalActorRef? _tempContainer;

    /// <inheritdoc />
    public override IInternalActorRef Parent => this;

    /// <summary>Names the container of open questions.</summary>
    public void SetTempContainer(IInternalActorRef tempContainer) => _tempContainer = tempContainer;

    /// <inheritdoc />
    public override IInternalActorRef GetSingleChild(string name) => name switch
    {
        "temp" => _tempContainer ?? (IInternalActorRef)ActorRefs.Nobody,
        "deadLetters" => deadLetters,
        _ when extraNames.TryGetValue(name, out IInternalActorRef? extra) => extra,
        _ => base.GetSingleChild(name),
    };
}

/// <summary>Stands above the parent of all and sees it end.</summary>
internal sealed class RootWatcher(IActorRefProvider provider, ActorPath path, ILoggingAdapter log) : MinimalActorRef
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ActorPath Path { get; } = path;

    public override IActorRefProvider Provider { get; } = provider;

    public Task Terminated => _ended.Task;

    public override bool IsTerminated => _ended.Task.IsCompleted;

    public override void Stop() => _ended.TrySetResult();

    protected override void TellInternal(object message, IActorRef? sender)
    {
        if (!IsTerminated && message is not null)
        {
            log.Error("{0} received unexpected message [{1}]", Path, message);
        }
    }

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Failed failed:
                log.Error(failed.Cause, "guardian {0} failed, shutting down!", failed.Child);
                ((IInternalActorRef)failed.Child).Stop();
                break;
            case DeathWatchNotification:
                Stop();
                break;
            default:
                break;
        }
    }
}
