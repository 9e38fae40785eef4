using System.Linq.Expressions;
using ActorPbx.Kernel.Routing;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Actor;

/// <summary>How an actor is made: its class, arguments and deployment. Never changed, only copied.</summary>
public class Props : IEquatable<Props>, ISurrogated
{
    private static readonly object[] NoArgs = [];
    private readonly IIndirectActorProducer _producer;

    /// <summary>For a class without constructor arguments.</summary>
    public Props(Type type)
        : this(Deploy.Local, type, NoArgs)
    {
    }

    /// <summary>For a class with constructor arguments.</summary>
    public Props(Type type, object[] args)
        : this(Deploy.Local, type, args)
    {
    }

    /// <summary>With a supervisor strategy for the actor's children.</summary>
    public Props(Type type, SupervisorStrategy supervisorStrategy, IEnumerable<object> args)
        : this(Deploy.Local, type, args) => SupervisorStrategy = supervisorStrategy;

    /// <summary>With a supervisor strategy for the actor's children.</summary>
    public Props(Type type, SupervisorStrategy supervisorStrategy, params object[] args)
        : this(Deploy.Local, type, args) => SupervisorStrategy = supervisorStrategy;

    /// <summary>With a deployment.</summary>
    public Props(Deploy deploy, Type type, IEnumerable<object> args)
        : this(deploy, type, args as object[] ?? [.. args])
    {
    }

    /// <summary>With a deployment.</summary>
    public Props(Deploy deploy, Type type, params object[] args)
        : this(ActorProducers.For(type, args), deploy, args, null)
    {
    }

    /// <summary>For tests and their own kinds of props.</summary>
    protected Props()
        : this(ActorProducers.Default, Deploy.Local, NoArgs, null)
    {
    }

    private Props(IIndirectActorProducer producer, Deploy deploy, object[] args, SupervisorStrategy? strategy)
    {
        _producer = producer;
        Deploy = deploy;
        Arguments = args ?? NoArgs;
        SupervisorStrategy = strategy!;
    }

    /// <summary>The actor's class.</summary>
    public Type Type => _producer.ActorType;

    /// <summary>The full name of the actor's class.</summary>
    public string TypeName => Type.AssemblyQualifiedName!;

    /// <summary>The constructor's arguments.</summary>
    public object[] Arguments { get; }

    /// <summary>Where and how the actor runs.</summary>
    public Deploy Deploy { get; private init; }

    /// <summary>How failures of the actor's children are answered; null leaves it to the actor.</summary>
    public SupervisorStrategy SupervisorStrategy { get; protected set; }

    /// <summary>The path of the mailbox.</summary>
    public string Mailbox => Deploy.Mailbox.Length == 0 ? Dispatch.Mailboxes.DefaultMailboxId : Deploy.Mailbox;

    /// <summary>The path of the dispatcher.</summary>
    public string Dispatcher => Deploy.Dispatcher.Length == 0 ? Dispatch.Dispatchers.DefaultDispatcherId : Deploy.Dispatcher;

    /// <summary>How messages are routed, if at all.</summary>
    public RouterConfig RouterConfig => Deploy.RouterConfig;

    /// <summary>Props of an actor that does nothing.</summary>
    public static Props Empty { get; } = Create<EmptyActor>();

    /// <summary>Props that make nothing.</summary>
    public static readonly Props None = new(typeof(EmptyActor));

    internal static Props CreateTerminated() => new(ActorProducers.Terminated, Deploy.Local, NoArgs, null);

    /// <summary>From a constructor call; the call is compiled once for each place in the program.</summary>
    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy? supervisorStrategy = null)
        where TActor : ActorBase
    {
        if (factory.Body is not NewExpression creation)
        {
            throw new ArgumentException("The create function must be a 'new T (args)' expression");
        }

        return new Props(Deploy.Local, creation.Type, ConstructorArguments.Of(creation)) { SupervisorStrategy = supervisorStrategy! };
    }

    /// <summary>From a class and its constructor's arguments.</summary>
    public static Props Create<TActor>(params object[] args)
        where TActor : ActorBase => new(typeof(TActor), args);

    /// <summary>From a class, with a supervisor strategy.</summary>
    public static Props Create<TActor>(SupervisorStrategy supervisorStrategy)
        where TActor : ActorBase, new() => new(typeof(TActor), supervisorStrategy, NoArgs);

    /// <summary>From a class and its constructor's arguments.</summary>
    public static Props Create(Type type, params object[] args) => type is null
        ? throw new ArgumentNullException(nameof(type), "Props must be instantiated with an actor type.")
        : new Props(type, args);

    /// <summary>From something that makes the actor.</summary>
    public static Props CreateBy(IIndirectActorProducer producer, params object[] args) => new(producer, Deploy.Local, args, null);

    /// <summary>From something that makes the actor.</summary>
    [Obsolete("Use the overload that takes the producer.")]
    public static Props CreateBy<TProducer>(params object[] args)
        where TProducer : class, IIndirectActorProducer =>
        new((IIndirectActorProducer)Activator.CreateInstance(typeof(TProducer), args)!, Deploy.Local, args, null);

    /// <summary>With another mailbox.</summary>
    public Props WithMailbox(string mailbox) => Copy(Deploy.WithMailbox(mailbox));

    /// <summary>With another dispatcher.</summary>
    public Props WithDispatcher(string dispatcher) => Copy(Deploy.WithDispatcher(dispatcher));

    /// <summary>With another router.</summary>
    public Props WithRouter(RouterConfig routerConfig) => Copy(Deploy.WithRouterConfig(routerConfig));

    /// <summary>With another deployment; what it leaves out stays.</summary>
    public Props WithDeploy(Deploy deploy)
    {
        Deploy merged = deploy.WithFallback(Deploy);
        return Copy(merged);
    }

    /// <summary>With another limit of the stash.</summary>
    public Props WithStashCapacity(int stashCapacity) => Copy(Deploy.WithStashCapacity(stashCapacity));

    /// <summary>With another supervisor strategy.</summary>
    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy)
    {
        Props copy = Copy(Deploy);
        copy.SupervisorStrategy = supervisorStrategy;
        return copy;
    }

    /// <summary>Makes the actor.</summary>
    public virtual ActorBase NewActor()
    {
        try
        {
            return _producer.Produce();
        }
        catch (global::System.Reflection.TargetInvocationException e) when (e.InnerException is { } inner)
        {
            throw new global::System.TypeLoadException($"Error while creating actor instance of type {Type} with {Arguments.Length} args: ({string.Join(",", Arguments)})", inner);
        }
    }

    internal void Release(ActorBase actor) => _producer.Release(actor);

    /// <summary>A copy that another deployment may be put on.</summary>
    protected virtual Props Copy() => Copy(Deploy);

    private Props Copy(Deploy deploy) => new(_producer, deploy, Arguments, SupervisorStrategy);

    /// <inheritdoc />
    public bool Equals(Props? other) =>
        other is not null
        && (ReferenceEquals(this, other)
            || (Deploy.Equals(other.Deploy) && Type == other.Type && Arguments.SequenceEqual(other.Arguments)
                && Equals(SupervisorStrategy, other.SupervisorStrategy)));

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Props other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Deploy, Type, SupervisorStrategy);

    /// <inheritdoc />
    public ISurrogate ToSurrogate(ActorSystem system) => new PropsSurrogate { Type = TypeName, Arguments = Arguments, Deploy = Deploy };

    private sealed class EmptyActor : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }

    /// <summary>Props as they are serialised.</summary>
    public class PropsSurrogate : ISurrogate
    {
        /// <summary>The class.</summary>
        public required string Type { get; init; }

        /// <summary>The deployment.</summary>
        public required Deploy Deploy { get; init; }

        /// <summary>The arguments.</summary>
        public required object[] Arguments { get; init; }

        /// <inheritdoc />
        public ISurrogated FromSurrogate(ActorSystem system) => new Props(Deploy, global::System.Type.GetType(Type, throwOnError: true)!, Arguments);
    }
}
