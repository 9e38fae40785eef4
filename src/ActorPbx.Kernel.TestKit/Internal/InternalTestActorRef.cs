using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Dispatch.SysMsg;
using ActorPbx.Kernel.Pattern;

namespace ActorPbx.Kernel.TestKit.Internal;

/// <summary>The reference of an actor under test: it runs on the calling thread, and its instance can be had.</summary>
public class InternalTestActorRef : LocalActorRef
{
    private static long _lastName;

    private readonly ActorSystem _system;

    private InternalTestActorRef(ActorSystemImpl system, Props props, MessageDispatcher dispatcher, MailboxType mailboxType, IInternalActorRef supervisor, ActorPath path)
        : base(system, props, dispatcher, mailboxType, supervisor, path) => _system = system;

    /// <summary>The actor's instance.</summary>
    /// <exception cref="IllegalActorStateException">The actor has stopped.</exception>
    public object UnderlyingActor
    {
        get
        {
            if (IsTerminated)
                throw new IllegalActorStateException("Underlying actor is terminated");
            // An actor with a dispatcher of its own may not be there yet.
            return GetTestActorCell().Actor ?? this.Ask(InternalGetActor.Instance, TestKitExtension.For(_system).DefaultTimeout).GetAwaiter().GetResult();
        }
    }

    /// <summary>A name that no other actor has.</summary>
    public static string CreateUniqueName() => "$$" + Interlocked.Increment(ref _lastName).ToString("x");

    /// <summary>Starts an actor under the supervisor given, or else under the user guardian.</summary>
    public static InternalTestActorRef Create(ActorSystem system, Props props, IActorRef? supervisor = null, string? name = null)
    {
        name ??= CreateUniqueName();
        var systemImpl = (ActorSystemImpl)system;
        var parent = (IInternalActorRef)(supervisor ?? systemImpl.Guardian);
        if (props.Deploy.Dispatcher == Deploy.NoDispatcherGiven)
            props = props.WithDispatcher(CallingThreadDispatcher.Id);
        var dispatcher = system.Dispatchers.Lookup(props.Deploy.Dispatcher);
        var mailbox = system.Mailboxes.GetMailboxType(props, dispatcher.Configurator.Config);
        ReserveName(parent, name);
        var created = new InternalTestActorRef(systemImpl, props, dispatcher, mailbox, parent, parent.Path / name);
        created.Parent.SendSystemMessage(new Supervise(created, async: false));
        created.Start();
        return created;
    }

    /// <summary>Hands a message to the behaviour directly; what it throws comes to the caller.</summary>
    public void Receive(object message, IActorRef? sender = null)
    {
        var envelope = new Envelope(message, sender.IsNobody() ? _system.DeadLetters : sender!);
        Cell.UseThreadContext(() => Cell.ReceiveMessageForTest(envelope));
    }

    /// <summary>As <see cref="Receive"/>, and waits for a behaviour that awaits.</summary>
    public Task ReceiveAsync(object message, IActorRef? sender = null) =>
        GetTestActorCell().ReceiveMessageForTestAsync(new Envelope(message, sender.IsNobody() ? _system.DeadLetters : sender!));

    /// <summary>Makes the actor watch another.</summary>
    public void Watch(IActorRef subject) => Cell.Watch(subject);

    /// <summary>Makes the actor stop watching another.</summary>
    public void Unwatch(IActorRef subject) => Cell.Unwatch(subject);

    /// <inheritdoc/>
    public override string ToString() => $"TestActor[{Path}]";

    /// <inheritdoc/>
    protected override ActorCell NewActorCell(ActorSystemImpl system, IInternalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef supervisor) =>
        new TestActorCell(system, self, props, dispatcher, supervisor);

    /// <summary>The inside of the actor.</summary>
    protected TestActorCell GetTestActorCell() => (TestActorCell)Cell;

    private static void ReserveName(IInternalActorRef parent, string name)
    {
        if ((parent as ActorRefWithCell)?.Underlying is ActorCell cell)
            cell.ReserveChild(name);
    }

    /// <summary>The inside of an actor under test.</summary>
    protected class TestActorCell(ActorSystemImpl system, IInternalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent)
        : ActorCell(system, self, props, dispatcher, parent)
    {
        private NotifyingTaskScheduler? _taskScheduler;
        private TaskCompletionSource? _handled;

        /// <summary>The instance, once made.</summary>
        public new object? Actor => base.Actor;

        /// <inheritdoc/>
        public override ActorTaskScheduler TaskScheduler => _taskScheduler ??= new NotifyingTaskScheduler(this);

        /// <summary>Handles a message on the calling thread; the task ends with the handler, and fails if it does.</summary>
        public Task ReceiveMessageForTestAsync(Envelope envelope)
        {
            var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _handled = handled;
            UseThreadContext(() =>
            {
                try
                {
                    ReceiveMessageForTest(envelope);
                    if (TaskScheduler.CurrentMessage == null)
                        handled.TrySetResult();
                }
                catch (Exception e)
                {
                    handled.TrySetException(e);
                }
            });
            return handled.Task;
        }

        /// <summary>The failure of an awaiting handler goes to the test that waits for it, not to the supervisor.</summary>
        public override void SendSystemMessage(ISystemMessage message)
        {
            if (message is ActorTaskSchedulerMessage { Exception: { } failure } && _handled is { Task.IsCompleted: false } waiting)
            {
                waiting.TrySetException(failure);
                Dispatcher.Resume(this);
                return;
            }

            base.SendSystemMessage(message);
        }

        /// <inheritdoc/>
        protected internal override void AutoReceiveMessage(Envelope envelope)
        {
            if (envelope.Message is InternalGetActor)
                Sender.Tell(Actor!, Self);
            else if (envelope.Message is HandlerOver over)
                over.Handled.TrySetResult();
            else
                base.AutoReceiveMessage(envelope);
        }

        // After a success the mailbox goes on; after a failure it is held until that has been announced, so this comes too late to matter.
        private void HandlerEnded()
        {
            if (_handled is { Task.IsCompleted: false } handled)
                Self.Tell(new HandlerOver(handled), Self);
        }

        private sealed class NotifyingTaskScheduler(TestActorCell cell) : ActorTaskScheduler(cell)
        {
            protected override void OnAfterTaskCompleted() => cell.HandlerEnded();
        }
    }

    private sealed class HandlerOver(TaskCompletionSource handled) : IAutoReceivedMessage, INoSerializationVerificationNeeded
    {
        public TaskCompletionSource Handled { get; } = handled;
    }

    /// <summary>Asks an actor under test for its instance.</summary>
    public class InternalGetActor : IAutoReceivedMessage, IPossiblyHarmful
    {
        /// <summary>The only one.</summary>
        public static readonly InternalGetActor Instance = new();

        private InternalGetActor()
        {
        }
    }
}
