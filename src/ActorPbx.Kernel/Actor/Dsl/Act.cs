namespace ActorPbx.Kernel.Actor.Dsl;

/// <summary>Describes an actor in place, without a class of its own.</summary>
public interface IActorDsl
{
    /// <summary>Runs in the new instance after a restart.</summary>
    Action<Exception, IActorContext>? OnPostRestart { get; set; }

    /// <summary>Runs in the failed instance before a restart.</summary>
    Action<Exception, object, IActorContext>? OnPreRestart { get; set; }

    /// <summary>Runs after the last message.</summary>
    Action<IActorContext>? OnPostStop { get; set; }

    /// <summary>Runs before the first message.</summary>
    Action<IActorContext>? OnPreStart { get; set; }

    /// <summary>How failures of children are answered.</summary>
    SupervisorStrategy? Strategy { get; set; }

    /// <summary>Handles messages of the type.</summary>
    void Receive<T>(Action<T, IActorContext> handler);

    /// <summary>Handles messages of the type, if they satisfy the condition.</summary>
    void Receive<T>(Predicate<T> shouldHandle, Action<T, IActorContext> handler);

    /// <summary>Handles messages of the type, if they satisfy the condition.</summary>
    void Receive<T>(Action<T, IActorContext> handler, Predicate<T>? shouldHandle);

    /// <summary>Handles all other messages.</summary>
    void ReceiveAny(Action<object, IActorContext> handler);

    /// <summary>Handles messages of the type asynchronously.</summary>
    void ReceiveAsync<T>(Func<T, IActorContext, Task> handler, Predicate<T>? shouldHandle = null);

    /// <summary>Handles messages of the type asynchronously, if they satisfy the condition.</summary>
    void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, IActorContext, Task> handler);

    /// <summary>Handles all other messages asynchronously.</summary>
    void ReceiveAnyAsync(Func<object, IActorContext, Task> handler);

    /// <summary>What happens before a restart unless said otherwise.</summary>
    void DefaultPreRestart(Exception reason, object message);

    /// <summary>What happens after a restart unless said otherwise.</summary>
    void DefaultPostRestart(Exception reason);

    /// <summary>What happens at the start unless said otherwise.</summary>
    void DefaultPreStart();

    /// <summary>What happens at the end unless said otherwise.</summary>
    void DefaultPostStop();

    /// <summary>Replaces the handler.</summary>
    void Become(Action<object, IActorContext> handler);

    /// <summary>Puts a handler on top of the present one.</summary>
    void BecomeStacked(Action<object, IActorContext> handler);

    /// <summary>Goes back to the handler below.</summary>
    void UnbecomeStacked();

    /// <summary>Makes a child described in place.</summary>
    IActorRef ActorOf(Action<IActorDsl> config, string? name = null);
}

/// <inheritdoc cref="IActorDsl" />
public sealed class Act : ReceiveActor, IActorDsl
{
    /// <summary>Described by an action.</summary>
    public Act(Action<IActorDsl> config) => config(this);

    /// <summary>Described by an action that sees the actor's surroundings.</summary>
    public Act(Action<IActorDsl, IActorContext> config) => config(this, Context);

    /// <inheritdoc />
    public Action<Exception, IActorContext>? OnPostRestart { get; set; }

    /// <inheritdoc />
    public Action<Exception, object, IActorContext>? OnPreRestart { get; set; }

    /// <inheritdoc />
    public Action<IActorContext>? OnPostStop { get; set; }

    /// <inheritdoc />
    public Action<IActorContext>? OnPreStart { get; set; }

    /// <inheritdoc />
    public SupervisorStrategy? Strategy { get; set; }

    /// <inheritdoc />
    public void Receive<T>(Action<T, IActorContext> handler) => Receive<T>(m => handler(m, Context));

    /// <inheritdoc />
    public void Receive<T>(Predicate<T> shouldHandle, Action<T, IActorContext> handler) => Receive<T>(m => handler(m, Context), shouldHandle);

    /// <inheritdoc />
    public void Receive<T>(Action<T, IActorContext> handler, Predicate<T>? shouldHandle) => Receive<T>(m => handler(m, Context), shouldHandle);

    /// <inheritdoc />
    public void ReceiveAny(Action<object, IActorContext> handler) => ReceiveAny(m => handler(m, Context));

    /// <inheritdoc />
    public void ReceiveAsync<T>(Func<T, IActorContext, Task> handler, Predicate<T>? shouldHandle = null) =>
        ReceiveAsync<T>(m => handler(m, Context), shouldHandle);

    /// <inheritdoc />
    public void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, IActorContext, Task> handler) =>
        ReceiveAsync<T>(m => handler(m, Context), shouldHandle);

    /// <inheritdoc />
    public void ReceiveAnyAsync(Func<object, IActorContext, Task> handler) => ReceiveAnyAsync(m => handler(m, Context));

    /// <inheritdoc />
    public void DefaultPreRestart(Exception reason, object message) => base.PreRestart(reason, message);

    /// <inheritdoc />
    public void DefaultPostRestart(Exception reason) => base.PostRestart(reason);

    /// <inheritdoc />
    public void DefaultPreStart() => base.PreStart();

    /// <inheritdoc />
    public void DefaultPostStop() => base.PostStop();

    /// <inheritdoc />
    public void Become(Action<object, IActorContext> handler) => Become((object m) => handler(m, Context));

    /// <inheritdoc />
    public void BecomeStacked(Action<object, IActorContext> handler) => BecomeStacked((object m) => handler(m, Context));

    void IActorDsl.UnbecomeStacked() => UnbecomeStacked();

    /// <inheritdoc />
    public IActorRef ActorOf(Action<IActorDsl> config, string? name = null) => Context.ActorOf(config, name);

    /// <inheritdoc />
    protected override void PreStart()
    {
        if (OnPreStart is null)
        {
            base.PreStart();
        }
        else
        {
            OnPreStart(Context);
        }
    }

    /// <inheritdoc />
    protected override void PostStop()
    {
        if (OnPostStop is null)
        {
            base.PostStop();
        }
        else
        {
            OnPostStop(Context);
        }
    }

    /// <inheritdoc />
    protected override void PreRestart(Exception reason, object message)
    {
        if (OnPreRestart is null)
        {
            base.PreRestart(reason, message);
        }
        else
        {
            OnPreRestart(reason, message, Context);
        }
    }

    /// <inheritdoc />
    protected override void PostRestart(Exception reason)
    {
        if (OnPostRestart is null)
        {
            base.PostRestart(reason);
        }
        else
        {
            OnPostRestart(reason, Context);
        }
    }

    /// <inheritdoc />
    protected override SupervisorStrategy SupervisorStrategy() => Strategy ?? base.SupervisorStrategy();
}

/// <summary>Makes actors described in place.</summary>
public static class ActExtensions
{
    /// <summary>Makes an actor described in place.</summary>
    public static IActorRef ActorOf(this IActorRefFactory factory, Action<IActorDsl, IActorContext> config, string? name = null) =>
        factory.ActorOf(Props.Create(() => new Act(config)), name);

    /// <summary>Makes an actor described in place.</summary>
    public static IActorRef ActorOf(this IActorRefFactory factory, Action<IActorDsl> config, string? name = null) =>
        factory.ActorOf(Props.Create(() => new Act(config)), name);
}
