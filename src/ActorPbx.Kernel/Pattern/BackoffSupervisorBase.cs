using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Pattern;

/// <summary>A supervisor with one child that it starts again after a pause; messages pass through it to the child, and the child's to its parent.</summary>
public abstract class BackoffSupervisorBase : ActorBase
{
    internal BackoffSupervisorBase(Props childProps, string childName, IBackoffReset reset, object? replyWhileStopped, Func<object, bool>? finalStopMessage)
    {
        ChildProps = childProps;
        ChildName = childName;
        Reset = reset;
        ReplyWhileStopped = replyWhileStopped;
        FinalStopMessage = finalStopMessage;
        Log = Logging.GetLogger(Context.System, GetType());
    }

    /// <summary>The child's recipe.</summary>
    protected Props ChildProps { get; }

    /// <summary>The child's name.</summary>
    protected string ChildName { get; }

    /// <summary>When the pauses begin small again.</summary>
    protected IBackoffReset Reset { get; }

    /// <summary>The answer while there is no child, or null.</summary>
    protected object? ReplyWhileStopped { get; }

    /// <summary>Names the messages after which the supervisor ends with its child, or null.</summary>
    protected Func<object, bool>? FinalStopMessage { get; }

    /// <summary>The child, or null while it pauses.</summary>
    protected IActorRef? Child { get; set; }

    /// <summary>How often the child was started again since the last reset.</summary>
    protected int RestartCountN { get; set; }

    /// <summary>Whether the supervisor shall end with its child.</summary>
    protected bool FinalStopMessageReceived { get; set; }

    internal ILoggingAdapter Log { get; }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        StartChild();
        base.PreStart();
    }

    /// <summary>Handles the supervisor's own messages and passes all others on.</summary>
    protected bool HandleBackoff(object message)
    {
        switch (message)
        {
            case BackoffSupervisor.StartChild:
                StartChild();
                if (Reset is AutoReset reset)
                    Context.System.Scheduler.ScheduleTellOnce(reset.ResetBackoff, Self, new BackoffSupervisor.ResetRestartCount(RestartCountN), Self);
                break;
            case BackoffSupervisor.Reset when Reset is ManualReset:
                RestartCountN = 0;
                break;
            case BackoffSupervisor.Reset:
                Unhandled(message);
                break;
            case BackoffSupervisor.ResetRestartCount count:
                RestartCountN = count.Current == RestartCountN ? 0 : RestartCountN;
                break;
            case BackoffSupervisor.GetRestartCount:
                Sender.Tell(new BackoffSupervisor.RestartCount(RestartCountN));
                break;
            case BackoffSupervisor.GetCurrentChild:
                Sender.Tell(new BackoffSupervisor.CurrentChild(Child));
                break;
            default:
                PassOn(message);
                break;
        }

        return true;
    }

    private void StartChild() => Child ??= Context.Watch(Context.ActorOf(ChildProps, ChildName));

    private void PassOn(object message)
    {
        if (Child == null)
            AnswerWithoutChild(message);
        else if (Child.Equals(Sender))
            Context.Parent.Tell(message);
        else
        {
            Child.Forward(message);
            FinalStopMessageReceived = FinalStopMessageReceived || FinalStopMessage?.Invoke(message) == true;
        }
    }

    private void AnswerWithoutChild(object message)
    {
        if (ReplyWhileStopped != null)
            Sender.Tell(ReplyWhileStopped);
        else
            Context.System.DeadLetters.Forward(message);
        if (FinalStopMessage?.Invoke(message) == true)
            Context.Stop(Self);
    }
}
