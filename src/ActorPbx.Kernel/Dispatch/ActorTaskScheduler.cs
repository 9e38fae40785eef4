using System.Runtime.ExceptionServices;
using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Dispatch.SysMsg;

namespace ActorPbx.Kernel.Dispatch;

/// <summary>Runs asynchronous handlers and their continuations inside their actor, one at a time; the mailbox waits meanwhile.</summary>
public class ActorTaskScheduler : TaskScheduler
{
    private readonly ActorCell _cell;

    /// <summary>Made for a cell.</summary>
    internal ActorTaskScheduler(ActorCell cell) => _cell = cell;

    /// <summary>The message whose handler is running.</summary>
    internal Envelope Pending { get; private set; }

    /// <summary>The message whose handler is running.</summary>
    public object? CurrentMessage => Pending.Message;

    /// <inheritdoc />
    public override int MaximumConcurrencyLevel => 1;

    /// <inheritdoc />
    protected override IEnumerable<Task>? GetScheduledTasks() => null;

    /// <inheritdoc />
    protected override void QueueTask(Task task)
    {
        if ((task.CreationOptions & TaskCreationOptions.LongRunning) == TaskCreationOptions.LongRunning)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static s => s.Item1.TryExecuteTask(s.task), (this, task), preferLocal: false);
            return;
        }

        if (task.AsyncState is HandlerRun && ActorCell.Current == _cell)
        {
            TryExecuteTask(task);
            return;
        }

        _cell.SelfInternal.SendSystemMessage(new ActorTaskSchedulerMessage(this, task));
    }

    /// <inheritdoc />
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued)
    {
        // Prevents inlining into a thread that is not the actor's.
        if (taskWasPreviouslyQueued || ActorCell.Current != _cell)
        {
            return false;
        }

        return TryExecuteTask(task);
    }

    internal void ExecuteTask(Task task) => TryExecuteTask(task);

    /// <summary>Called before an asynchronous handler starts.</summary>
    protected virtual void OnBeforeTaskStarted()
    {
    }

    /// <summary>Called when an asynchronous handler has ended.</summary>
    protected virtual void OnAfterTaskCompleted()
    {
    }

    /// <summary>Runs an action as an asynchronous handler of the current actor.</summary>
    public static void RunTask(Action action) => RunTask(() =>
    {
        action();
        return Task.CompletedTask;
    });

    /// <summary>Runs an asynchronous handler of the current actor; no other message is handled until it has ended.</summary>
    public static void RunTask(Func<Task> asyncAction)
    {
        Of(ActorCell.Current).Start(new Task<Task>(static r => ((FreeRun)r!).Action(), new FreeRun(asyncAction)));
    }

    /// <summary>Runs an asynchronous handler of the current actor on a message.</summary>
    internal static void RunTask<T>(Func<T, Task> handler, T message) =>
        Of(ActorCell.Current).Start(new Task<Task>(static r => ((MessageRun<T>)r!).Run(), new MessageRun<T>(handler, message)));

    private static ActorTaskScheduler Of(ActorCell? cell) =>
        cell?.TaskScheduler ?? throw new InvalidOperationException("RunTask must be called from within an actor.");

    // The mailbox reads nothing else while its thread is in here; it is held back only if the handler goes on afterwards.
    private void Start(Task<Task> outer)
    {
        Pending = _cell.CurrentEnvelope;
        OnBeforeTaskStarted();
        outer.Start(this);
        Task handler = outer.IsCompletedSuccessfully ? outer.Result : outer.Unwrap();
        if (handler.IsCompletedSuccessfully)
        {
            Pending = default;
            OnAfterTaskCompleted();
        }
        else
        {
            _cell.Dispatcher.Suspend(_cell);
            handler.ContinueWith(static (t, s) => ((ActorTaskScheduler)s!).Ended(t), this, this);
        }
    }

    private void Ended(Task handler) => Finish(Unwrap(handler));

    private void Finish(Exception? failure)
    {
        Envelope handled = Pending;
        if (failure is null)
        {
            _cell.Dispatcher.Resume(_cell);
            _cell.CheckReceiveTimeout();
        }

        Pending = default;
        OnAfterTaskCompleted();
        if (failure is not null)
        {
            _cell.SelfInternal.SendSystemMessage(new ActorTaskSchedulerMessage(failure, handled));
        }
    }

    private static Exception? Unwrap(Task task) => task.Status switch
    {
        TaskStatus.Canceled => new TaskCanceledException(task),
        TaskStatus.Faulted => task.Exception!.InnerExceptions.Count == 1 ? task.Exception.InnerException : task.Exception,
        _ => null,
    };

    private abstract class HandlerRun;

    private sealed class FreeRun(Func<Task> action) : HandlerRun
    {
        public Func<Task> Action { get; } = action;
    }

    private sealed class MessageRun<T>(Func<T, Task> handler, T message) : HandlerRun
    {
        public Task Run() => handler(message);
    }
}

/// <summary>Brings continuations back into their cell.</summary>
internal static class CellTasks
{
    public static void Handle(ActorCell cell, ActorTaskSchedulerMessage message)
    {
        if (message.Exception is { } exception)
        {
            cell.Dispatcher.Resume(cell);
            cell.CurrentEnvelope = message.Envelope;
            ExceptionDispatchInfo.Capture(exception).Throw();
        }

        cell.CurrentEnvelope = cell.TaskScheduler.Pending;
        message.ExecuteTask();
        cell.CurrentEnvelope = default;
        cell.CheckReceiveTimeout();
    }
}
